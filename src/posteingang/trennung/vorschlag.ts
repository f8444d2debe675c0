import { type Merkmal, merkmale, type StapelText } from './merkmale.js';

/** A place where a new letter probably begins. */
export interface Schnittvorschlag {
  vorSeite: number;
  /** Calibrated: of the proposals with 0.9, nine of ten are right. */
  konfidenz: number;
  gruende: string[];
}

export interface Deutung {
  schnitte: Schnittvorschlag[];
  konfidenz: number | null;
  /** Sure enough to let a person look before the stack is filed as one letter. */
  sicher: boolean;
  briefe: number;
  gruende: string[];
}

/**
 * Weights of a logistic regression, found with `npm run bench:separation -- --train` on letters of another seed.
 * Generated letters seldom count their pages, so that the weights of counts are set by hand.
 */
const gewichte: Readonly<Record<Merkmal, number>> = {
  ersteSeite: 2,
  folgeseite: -3,
  anschluss: -2.5,
  letzteDavor: 1.2,
  mittenDavor: -2,
  anrede: 2,
  gruss: 0.5,
  grussDavor: 0.6,
  anschrift: 2.4,
  datum: 1.4,
  bezugszeichen: 1.2,
  anlage: -2,
  anlageAngekuendigt: -0.5,
  anderesPapier: 0.6,
};
const grundwert = -2.2;

const worte: Readonly<Partial<Record<Merkmal, string>>> = {
  ersteSeite: 'Seite 1 einer Zählung',
  letzteDavor: 'davor endet eine Seitenzählung',
  anrede: 'Anrede',
  grussDavor: 'davor steht ein Briefschluss',
  anschrift: 'Anschriftenfeld',
  datum: 'Briefdatum am Anfang',
  bezugszeichen: 'Bezugszeichen oder Betreff am Anfang',
  anderesPapier: 'anderes Papierformat',
};

/** From this confidence on the page shows a proposal as safe. */
export const sicherAb = 0.95;
const sichtbarAb = 0.5;

/** Probability that a letter begins with these signs. */
export const anfangsWahrscheinlichkeit = (zeichen: readonly Merkmal[]): number => {
  const sum = zeichen.reduce((total, name) => total + gewichte[name], grundwert);
  return 1 / (1 + Math.exp(-sum));
};

const nothing: Deutung = { schnitte: [], konfidenz: null, sicher: false, briefe: 1, gruende: [] };

/**
 * Proposes where letters of a stack without sheets begin. Only scanned pages are judged: a file that was born
 * digital is one letter. Empty pages belong to the letter before.
 */
export const deuteStapel = (pages: readonly StapelText[]): Deutung => {
  const written = pages.filter((page) => !page.leer);
  if (written.every((page) => page.textQuelle !== 'ocr')) return nothing;
  const schnitte = written.slice(1).flatMap((page, at): Schnittvorschlag[] => {
    const before = written[at];
    if (before === undefined) return [];
    const zeichen = merkmale(before, page);
    const konfidenz = Math.round(anfangsWahrscheinlichkeit(zeichen) * 1000) / 1000;
    if (konfidenz < sichtbarAb) return [];
    const gruende = zeichen.flatMap((name) => worte[name] ?? []);
    return [{ vorSeite: page.nummer, konfidenz, gruende }];
  });
  if (schnitte.length === 0) return nothing;
  const konfidenz = Math.max(...schnitte.map((one) => one.konfidenz));
  const sicher = konfidenz >= sicherAb;
  return {
    schnitte,
    konfidenz,
    sicher,
    briefe: schnitte.filter((one) => one.konfidenz >= (sicher ? sicherAb : sichtbarAb)).length + 1,
    gruende: ['Keine Trennblätter gefunden; die Seiten sehen nach mehreren Briefen aus'],
  };
};
