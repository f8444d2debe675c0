import { type Municipality, streamLetters, textOf } from '#sample/index.js';
import { letterPdf, scannedPdf, scanOf } from '#test/support/documents.js';
import { lettersOnly } from '#test/support/stack.js';

const dpi = 200;
const linesPerPage = 44;

/** Texts of letters that never repeat; equal pages would be recognised once only. */
export const createTexts = (city: Municipality, seed: string) => {
  const letters = streamLetters({ seed, count: 100_000, municipality: city });
  let number = 0;
  return (): string[] => {
    const { value } = letters.next();
    if (value === undefined) throw new Error('there are no more letters of this seed');
    number += 1;
    const lines = lettersOnly(textOf(value)).split('\n').slice(0, linesPerPage);
    return [`Blatt ${seed} ${number}`, ...lines];
  };
};

/** A scan of so many pages, each an image without text. */
export const scanOfPages = async (next: () => string[], pages: number): Promise<Buffer> => {
  const images = [];
  for (let page = 0; page < pages; page += 1)
    images.push(await scanOf(await letterPdf([next()]), dpi));
  return scannedPdf(images, dpi);
};

/** A born-digital letter of one page. */
export const bornDigital = (next: () => string[]): Promise<Buffer> => letterPdf([next()]);
