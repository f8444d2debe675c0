import { PDFDocument } from 'pdf-lib';
import type { GeneratedLetter } from '#sample/index.js';
import { renderLetter, textOf } from '#sample/index.js';
import { letterPdf } from './documents.js';

/** The standard fonts of PDF know the letters of Western Europe only. */
export const lettersOnly = (text: string): string =>
  text.replace(/[^\n\u0020-\u007e\u00a0-\u00ff]/g, '?');

const linesOf = (letter: GeneratedLetter): string[] =>
  lettersOnly(textOf(letter)).split('\n').slice(0, 36);

/** Sheets of A5 with a text layer: quick to read. */
const smallSheets = (pages: readonly (readonly string[])[]): Promise<Buffer> =>
  letterPdf(pages, { fontSize: 8, size: [420, 595] });

/** A letter of the generator as one scanned sheet; text recognition has to read it. */
const scannedSheet = async (letter: GeneratedLetter): Promise<Uint8Array> => {
  const drawn = await renderLetter(letter, {
    seed: 'stapel',
    degradation: 'clean-200',
    form: 'pdf',
  });
  return drawn.bytes;
};

/** How the paper of a stack lies; letters are named by their place from 0. */
export interface StackPlan {
  /** Sheets of this Poststelle as it prints them, one for each place between two letters. */
  separators: Uint8Array;
  /** Letters that come as pictures. */
  scanned?: readonly number[];
  /** Letters in front of which the separator is missing. */
  unseparated?: readonly number[];
  /** Letters whose second sheet lies behind the next separator. */
  strayed?: readonly number[];
}

/** A stack of letters of one sheet each, with separator sheets between them and the mistakes of the plan. */
export const stackPdf = async (
  letters: readonly GeneratedLetter[],
  plan: StackPlan,
): Promise<{ bytes: Buffer; pages: number }> => {
  const stack = await PDFDocument.create({ updateMetadata: false });
  const sheets = await PDFDocument.load(plan.separators);
  const add = async (pdf: PDFDocument, at: number): Promise<void> => {
    for (const page of await stack.copyPages(pdf, [at])) stack.addPage(page);
  };
  for (const [at, letter] of letters.entries()) {
    if (at > 0 && plan.unseparated?.includes(at) !== true) await add(sheets, at - 1);
    if (plan.strayed?.includes(at - 1) === true)
      await add(
        await PDFDocument.load(await smallSheets([['Seite 2', 'Es folgt die Aufstellung.']])),
        0,
      );
    const bytes =
      plan.scanned?.includes(at) === true
        ? await scannedSheet(letter)
        : await smallSheets([linesOf(letter)]);
    await add(await PDFDocument.load(bytes), 0);
  }
  return { bytes: Buffer.from(await stack.save()), pages: stack.getPageCount() };
};

/** The same PDF grown by bytes that nobody reads, as a colour scan would be large. */
export const grown = (pdf: Buffer, bytes: number): Buffer =>
  Buffer.concat([pdf, Buffer.from('\n%'), Buffer.alloc(Math.max(0, bytes - pdf.length), 0x20)]);
