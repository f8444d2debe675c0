import type { Versandart } from './porto.schema.js';
import type { Anteil, Laufzahlen } from './postlauf.schema.js';

/** An envelope as its figures need it. */
export interface Gezaehlt {
  format: string;
  versandart: Versandart;
  produkt: string;
  plz: string;
  land: string;
  blaetter: number;
  gramm: number;
  cent: number;
  einzelnCent: number;
  gesichert: boolean;
  briefe: readonly { kostenstelle: string; blaetter: number; cent: number }[];
}

/** What formats are called on the screen. */
export const formatText: Readonly<Record<string, string>> = {
  'din-lang': 'DIN lang',
  c5: 'C5',
  c4: 'C4',
};

const regionOf = ({ plz, land }: Gezaehlt): string => {
  if (land !== '') return 'Ausland';
  return /^\d{5}$/.test(plz) ? `PLZ ${plz[0]}` : 'ohne Postleitzahl';
};

type Figures = Omit<Anteil, 'name'>;

const sumUp = (parts: readonly (Figures & { name: string })[]): Anteil[] => {
  const sums = new Map<string, Anteil>();
  for (const { name, briefe, umschlaege, blaetter, cent } of parts) {
    const sum = sums.get(name) ?? { name, briefe: 0, umschlaege: 0, blaetter: 0, cent: 0 };
    sums.set(name, {
      name,
      briefe: sum.briefe + briefe,
      umschlaege: sum.umschlaege + umschlaege,
      blaetter: sum.blaetter + blaetter,
      cent: sum.cent + cent,
    });
  }
  return [...sums.values()].sort((a, b) => a.name.localeCompare(b.name, 'de', { numeric: true }));
};

const byEnvelope = (umschlaege: readonly Gezaehlt[], nameOf: (one: Gezaehlt) => string): Anteil[] =>
  sumUp(
    umschlaege.map((one) => ({
      name: nameOf(one),
      briefe: one.briefe.length,
      umschlaege: 1,
      blaetter: one.blaetter,
      cent: one.cent,
    })),
  );

/** An envelope counts for the cost centre of its first letter; sheets and postage count for each letter's own. */
const byCostCentre = (umschlaege: readonly Gezaehlt[]): Anteil[] =>
  sumUp(
    umschlaege.flatMap((one) =>
      one.briefe.map((brief, at) => ({
        name: brief.kostenstelle,
        briefe: 1,
        umschlaege: at === 0 ? 1 : 0,
        blaetter: brief.blaetter,
        cent: brief.cent,
      })),
    ),
  );

const total = (
  umschlaege: readonly Gezaehlt[],
  figure: 'blaetter' | 'gramm' | 'cent' | 'einzelnCent',
): number => umschlaege.reduce((sum, one) => sum + one[figure], 0);

/** The figures of envelopes; each division adds up to the whole. */
export const zaehle = (umschlaege: readonly Gezaehlt[]): Laufzahlen => ({
  briefe: umschlaege.reduce((sum, { briefe }) => sum + briefe.length, 0),
  umschlaege: umschlaege.length,
  blaetter: total(umschlaege, 'blaetter'),
  gramm: total(umschlaege, 'gramm'),
  cent: total(umschlaege, 'cent'),
  einzelnCent: total(umschlaege, 'einzelnCent'),
  ungesichert: umschlaege.filter(({ gesichert }) => !gesichert).length,
  produkte: byEnvelope(umschlaege, ({ produkt }) => produkt),
  formate: byEnvelope(umschlaege, ({ format }) => formatText[format] ?? format),
  regionen: byEnvelope(umschlaege, regionOf),
  kostenstellen: byCostCentre(umschlaege),
});
