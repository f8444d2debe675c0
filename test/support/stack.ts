import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { altesTrennblatt } from '#posteingang/trennung/blatt-code.js';
import type { GeneratedLetter } from '#sample/index.js';
import { textOf } from '#sample/index.js';
import { qrSvg } from '#tools/code-writer.js';
import { letterPdf } from './documents.js';

/** A page of A5 with the code of our separator sheet. */
const separatorSheet = async (pdf: PDFDocument): Promise<void> => {
  const code = await sharp(Buffer.from(qrSvg(altesTrennblatt)), { density: 300 })
    .resize(300, 300)
    .png()
    .toBuffer();
  const image = await pdf.embedPng(code);
  pdf.addPage([420, 595]).drawImage(image, { x: 130, y: 220, width: 160, height: 160 });
};

/** The standard fonts of PDF know the letters of Western Europe only. */
export const lettersOnly = (text: string): string =>
  text.replace(/[^\n\u0020-\u007e\u00a0-\u00ff]/g, '?');

/** A letter of the generator on one small page with a text layer: quick to read. */
const smallLetter = (letter: GeneratedLetter): Promise<Buffer> =>
  letterPdf([lettersOnly(textOf(letter)).split('\n').slice(0, 36)], {
    fontSize: 8,
    size: [420, 595],
  });

/** A stack of letters of one sheet each, with our separator sheets between them. */
export const stackPdf = async (letters: readonly GeneratedLetter[]): Promise<Buffer> => {
  const stack = await PDFDocument.create({ updateMetadata: false });
  for (const [index, letter] of letters.entries()) {
    if (index > 0) await separatorSheet(stack);
    const single = await PDFDocument.load(await smallLetter(letter));
    for (const page of await stack.copyPages(single, [0])) stack.addPage(page);
  }
  return Buffer.from(await stack.save());
};

/** The same PDF grown by bytes that nobody reads, as a colour scan would be large. */
export const grown = (pdf: Buffer, bytes: number): Buffer =>
  Buffer.concat([pdf, Buffer.from('\n%'), Buffer.alloc(Math.max(0, bytes - pdf.length), 0x20)]);
