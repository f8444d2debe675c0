import type { Typesetter } from '#tools/typst/typesetter.js';
import type { Befund } from '../postausgang.schema.js';
import { befundAuf } from './blatt.js';
import type { Rechteck } from './layoutprofil.js';
import { erweitert, type Seitenbild, tinteIn } from './tinte.js';
import { mm, spiel } from './zonen.js';

/** A page of a print copy with the marks that were stamped on it. */
export interface Gestempelt {
  /** The set letter and its page, from 1; undefined for a blank page that was added. */
  vorlage: { pdf: Buffer; seite: number } | undefined;
  /** The print copy and the same page in it, from 1. */
  kopie: { pdf: Buffer; seite: number };
  /** Where the ink of each mark has to be, and nowhere else. */
  marken: readonly Rechteck[];
}

const dpi = 100;
/** Smoothing of edges may differ by a few levels; ink differs by many. */
const merklich = 40;

/** White where nothing was added, black where ink came or went. */
const unterschied = (vorher: Seitenbild | undefined, nachher: Seitenbild): Seitenbild => ({
  ...nachher,
  data: nachher.data.map((value, at) =>
    Math.abs(value - (vorher?.data[at] ?? 255)) > merklich ? 0 : 255,
  ),
});

const fehler = (seite: number, flaeche: Rechteck, code: string, text: string): Befund =>
  befundAuf({ nummer: seite }, flaeche, {
    stufe: 'fehler',
    code,
    text,
    rat: 'Die Druckdatei wird nicht übergeben. Bitte prüfen Sie die Einstellungen der Kuvertiermarken.',
  });

const amPlatz = (tinte: Rechteck, soll: Rechteck): boolean =>
  tinte.breite >= soll.breite - 2 * spiel && tinte.hoehe >= soll.hoehe - 2 * spiel;

/** Compares two drawings of a page: every mark stands in its place, and nothing else has changed. */
export const vergleicheStempel = (
  bilder: { vorher: Seitenbild | undefined; nachher: Seitenbild },
  { seite, marken }: { seite: number; marken: readonly Rechteck[] },
): Befund[] => {
  const { vorher, nachher } = bilder;
  if (vorher !== undefined && vorher.data.length !== nachher.data.length) {
    const ganz = { x: 0, y: 0, breite: 210, hoehe: 297 };
    return [fehler(seite, ganz, 'stempel-format', 'Die Druckkopie hat ein anderes Blattformat.')];
  }
  const neu = unterschied(vorher, nachher);
  const found = marken.flatMap((soll) => {
    const tinte = tinteIn(neu, erweitert(soll, spiel));
    if (tinte !== undefined && amPlatz(tinte, soll)) return [];
    const wo = `${mm(soll.x)} von links, ${mm(soll.y)} von oben`;
    return [fehler(seite, soll, 'stempel-fehlt', `Eine Kuvertiermarke fehlt (${wo}).`)];
  });
  const ganz = { x: 0, y: 0, breite: 211, hoehe: 298 };
  const fremd = tinteIn(
    neu,
    ganz,
    marken.map((soll) => erweitert(soll, spiel)),
  );
  if (fremd === undefined) return found;
  const text = 'Die Druckkopie weicht außerhalb der Kuvertiermarken vom geprüften Schreiben ab.';
  return [...found, fehler(seite, fremd, 'stempel-fremd', text)];
};

/** Checks pages of a print copy against the letters that they were made of. */
export const pruefeStempel = async (
  typesetter: Pick<Typesetter, 'look'>,
  seiten: Iterable<Gestempelt>,
): Promise<Befund[]> => {
  const bildOf = async ({ pdf, seite }: { pdf: Buffer; seite: number }): Promise<Seitenbild> => {
    const look = await typesetter.look({ pdf, page: seite, dpi, details: [] });
    return { ...look.image, dpi };
  };
  const found: Befund[] = [];
  for (const { vorlage, kopie, marken } of seiten) {
    const vorher = vorlage === undefined ? undefined : await bildOf(vorlage);
    const nachher = await bildOf(kopie);
    found.push(...vergleicheStempel({ vorher, nachher }, { seite: kopie.seite, marken }));
  }
  return found;
};
