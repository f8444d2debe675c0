import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import { codePng } from '#tools/code-writer.js';
import { patchWidths } from '#tools/patch-code.js';
import { type BlattCode, newBlattNummer, writeBlattCode } from './blatt-code.js';

const pointsPerMm = 72 / 25.4;
const mm = (value: number): number => value * pointsPerMm;
const a4 = { width: 210, height: 297 } as const;
const black = rgb(0, 0, 0);

/** Bars of patch T along the top and along the left side, so that it is read whichever edge goes in first. */
const drawPatches = (page: PDFPage): void => {
  const widths = patchWidths('T');
  const length = 70;
  let at = 0;
  for (const [index, width] of widths.entries()) {
    if (index % 2 === 0) {
      const across = { width: mm(length), height: mm(width) };
      page.drawRectangle({
        x: mm((a4.width - length) / 2),
        y: mm(a4.height - 12 - at - width),
        ...across,
        color: black,
      });
      const along = { width: mm(width), height: mm(length) };
      page.drawRectangle({ x: mm(12 + at), y: mm(112), ...along, color: black });
    }
    at += width;
  }
};

interface Text {
  text: string;
  top: number;
  size: number;
  font: PDFFont;
}

const drawCentred = (page: PDFPage, { text, top, size, font }: Text): void => {
  const width = font.widthOfTextAtSize(text, size);
  page.drawText(text, { x: (mm(a4.width) - width) / 2, y: mm(a4.height - top), size, font });
};

/** What is printed on a sheet. */
export interface Blatt {
  art: BlattCode['art'];
  vorgang: { id: string; geschaeftszeichen: string } | null;
  blaetter: number | null;
}

const linesOf = ({ art, vorgang, blaetter }: Blatt): string[] =>
  art === 'trennblatt'
    ? ['Vor jeden Brief eines Stapels legen.', 'Nicht zu den Akten; wieder verwenden.']
    : [
        `Vorgang ${vorgang?.geschaeftszeichen ?? ''}`,
        ...(blaetter === null
          ? []
          : [blaetter === 1 ? 'Es folgt 1 Blatt.' : `Es folgen ${blaetter} Blätter.`]),
        'Vor das Schreiben legen. Nicht zu den Akten.',
      ];

const addSheet = async (
  pdf: PDFDocument,
  sheet: Blatt,
  context: { key: Buffer; regular: PDFFont; bold: PDFFont; behoerde: string },
): Promise<void> => {
  const nummer = newBlattNummer();
  const { art, blaetter } = sheet;
  const vorgangId = sheet.vorgang?.id ?? null;
  const text = writeBlattCode(context.key, { art, vorgangId, blaetter, nummer });
  const page = pdf.addPage([mm(a4.width), mm(a4.height)]);
  drawPatches(page);
  const { regular, bold } = context;
  const title = art === 'trennblatt' ? 'TRENNBLATT' : 'DECKBLATT';
  drawCentred(page, { text: title, top: 62, size: 34, font: bold });
  for (const [index, line] of linesOf(sheet).entries()) {
    drawCentred(page, { text: line, top: 76 + index * 9, size: 15, font: regular });
  }
  const qr = await pdf.embedPng(await codePng('qrcode', text));
  page.drawImage(qr, { x: mm(70), y: mm(100), width: mm(70), height: mm(70) });
  const matrix = await pdf.embedPng(await codePng('datamatrix', text));
  page.drawImage(matrix, { x: mm(88), y: mm(45), width: mm(34), height: mm(34) });
  const foot = `${context.behoerde} · Poststelle · Blatt ${nummer}`;
  drawCentred(page, { text: foot, top: 280, size: 9, font: regular });
};

/** The standard fonts know Western European letters only; anything else becomes a question mark. */
const printable = (text: string): string => text.replaceAll(/[^\u0020-\u007e\u00a0-\u00ff]/gu, '?');

/** Sheets as PDF, A4, black on white, one code each; every sheet has a number of its own. */
export const druckeBlaetter = async (
  sheets: readonly Blatt[],
  { key, behoerde }: { key: Buffer; behoerde: string },
): Promise<Buffer> => {
  const pdf = await PDFDocument.create();
  const regular = await pdf.embedFont(StandardFonts.Helvetica);
  const bold = await pdf.embedFont(StandardFonts.HelveticaBold);
  pdf.setTitle(sheets[0]?.art === 'deckblatt' ? 'Deckblatt' : 'Trennblätter');
  pdf.setLanguage('de-DE');
  for (const sheet of sheets) {
    await addSheet(pdf, sheet, { key, regular, bold, behoerde: printable(behoerde) });
  }
  return Buffer.from(await pdf.save());
};
