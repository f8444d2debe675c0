import { readCodes } from '#tools/code-reader.js';
import type { Befund } from '../postausgang.schema.js';
import { type Blatt, befundAuf } from './blatt.js';
import type { Layoutprofil, Rechteck } from './layoutprofil.js';
import { erweitert, tinteIn } from './tinte.js';
import { spiel } from './zonen.js';

/** The surroundings of the code that are drawn sharper. */
export const kennungsumgebung = (kennung: Rechteck): Rechteck => erweitert(kennung, 2.5);
export const kennungsDpi = 300;
/** Letters like J reach a little to the left of 25 mm. */
const textbeginn = 24.65;

const fehlt = (blatt: Blatt, kennung: Rechteck, text: string): Befund =>
  befundAuf(blatt, erweitert(kennung, 2), {
    stufe: 'fehler',
    code: 'kennung-unlesbar',
    text,
    rat: 'Ohne lesbare Kennung findet eine Rücksendung ihren Vorgang nicht. Bitte wenden Sie sich an die Vorlagenverwaltung.',
  });

const verschoben = (tinte: Rechteck, soll: Rechteck): boolean =>
  Math.abs(tinte.x - soll.x) > spiel ||
  Math.abs(tinte.y - soll.y) > spiel ||
  Math.abs(tinte.x + tinte.breite - soll.x - soll.breite) > spiel ||
  Math.abs(tinte.y + tinte.hoehe - soll.y - soll.hoehe) > spiel;

/** The code of the sheet is read back, equals that of the letter and stands where the profile has it. */
export const pruefeKennung = async (
  blatt: Blatt,
  profil: Layoutprofil,
  erwartet: string | undefined,
): Promise<Befund[]> => {
  const { kennung } = profil;
  const { kennungsbild } = blatt;
  if (kennung === null || erwartet === undefined || kennungsbild === undefined) return [];
  const codes = await readCodes(kennungsbild, { dpi: kennungsbild.dpi });
  const matrix = codes.filter((code) => code.format === 'DataMatrix');
  if (!matrix.some((code) => code.text === erwartet)) {
    const was = matrix.length === 0 ? 'ist nicht lesbar' : 'gehört zu einem anderen Schreiben';
    return [fehlt(blatt, kennung, `Die Kennung auf Seite ${blatt.nummer} ${was}.`)];
  }
  const umgebung = erweitert(kennung, 2);
  // Text may stand right beside it.
  const breite = textbeginn - umgebung.x;
  const tinte = tinteIn(blatt.bild, { ...umgebung, breite });
  if (tinte !== undefined && !verschoben(tinte, kennung)) return [];
  return [
    befundAuf(blatt, tinte ?? kennung, {
      stufe: 'fehler',
      code: 'kennung-verschoben',
      text: `Die Kennung auf Seite ${blatt.nummer} steht nicht an ihrem Platz.`,
      rat: 'Die Vorlage muss berichtigt werden. Bitte wenden Sie sich an die Vorlagenverwaltung.',
    }),
  ];
};
