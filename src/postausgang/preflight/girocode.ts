import { readCodes } from '#tools/code-reader.js';
import { crop, type GreyImage } from '#tools/image/grey-image.js';
import type { Befund } from '../postausgang.schema.js';
import { type Blatt, platzOf } from './blatt.js';

/** The line under the code; the code is 30 mm high and stands above it. */
const unterschrift = 'GiroCode';
const quietMm = 4;
const codeMm = 30;

/** Each pixel three times in both directions: a module of the code is hardly two pixels wide at 100 dpi. */
const vergroessert = ({ width, height, data }: GreyImage): GreyImage => {
  const factor = 3;
  const result = new Uint8Array(width * height * factor * factor);
  for (let y = 0; y < height * factor; y += 1)
    for (let x = 0; x < width * factor; x += 1) {
      const from = Math.floor(y / factor) * width + Math.floor(x / factor);
      result[y * width * factor + x] = data[from] ?? 255;
    }
  return { width: width * factor, height: height * factor, data: result };
};

/** The texts of the GiroCodes that stand on a page; nothing is looked for where the letter has none. */
export const leseGirocodes = async (
  blatt: Blatt,
  erwartet: readonly string[],
): Promise<string[]> => {
  if (erwartet.length === 0) return [];
  const found: string[] = [];
  const px = (mm: number): number => Math.round((mm * blatt.bild.dpi) / 25.4);
  for (const word of blatt.worte.filter(({ text }) => text === unterschrift)) {
    const platz = platzOf(word, blatt);
    const part = crop(blatt.bild, {
      left: px(platz.x - codeMm),
      right: px(platz.x + 2 * codeMm),
      top: px(platz.y - codeMm - quietMm),
      bottom: px(platz.y + 0.5),
    });
    const codes = await readCodes(vergroessert(part), { dpi: blatt.bild.dpi * 3 });
    found.push(...codes.filter(({ format }) => format === 'QRCode').map(({ text }) => text));
  }
  return found;
};

/** A GiroCode that is printed says what the letter says: recipient, account, amount, purpose (EPC069-12). */
export const pruefeGirocodes = (
  erwartet: readonly string[],
  gelesen: readonly string[],
): Befund[] => {
  const rest = [...gelesen];
  const missing = erwartet.filter((text) => {
    const at = rest.indexOf(text);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
  if (missing.length === 0 && rest.length === 0) return [];
  return [
    {
      stufe: 'fehler',
      code: 'girocode-falsch',
      text: 'Der gedruckte GiroCode ist nicht lesbar oder nennt andere Angaben als das Schreiben.',
      rat: 'Prüfen Sie die Zahlungsangaben. Stimmen sie, wenden Sie sich an die Vorlagenverwaltung.',
      seite: null,
    },
  ];
};
