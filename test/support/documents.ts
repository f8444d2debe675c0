import { degrees, PDFDocument, rgb, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';
import type { GreyImage } from '#tools/image/grey-image.js';
import { loadPage, renderPage } from '#tools/parser/pdf-page.js';
import { loadPdfium, openPdf, type Pdfium } from '#tools/parser/pdfium.js';

/** A letter in German with umlauts, an Aktenzeichen and a date; every line is a text line. */
export const letterLines = [
  'Erika Mustermann, Lindenstraße 12, 12345 Musterstadt',
  '',
  'Stadt Musterstadt',
  'Bürgeramt',
  'Rathausplatz 1',
  '12345 Musterstadt',
  '',
  'Musterstadt, den 14. März 2026',
  '',
  'Widerspruch gegen den Bescheid vom 2. März 2026',
  'Aktenzeichen 32.1-4711/2026',
  '',
  'Sehr geehrte Damen und Herren,',
  '',
  'gegen den oben genannten Bescheid lege ich hiermit fristgerecht Widerspruch ein.',
  'Die festgesetzte Gebühr in Höhe von 128,50 Euro ist nach meiner Auffassung nicht',
  'begründet, weil der Antrag bereits im Januar vollständig eingereicht wurde.',
  'Eine ausführliche Begründung werde ich innerhalb von vier Wochen nachreichen.',
  'Bitte bestätigen Sie mir den Eingang dieses Schreibens schriftlich.',
  '',
  'Mit freundlichen Grüßen',
  'Erika Mustermann',
];

export interface LetterOptions {
  fontSize?: number;
  /** Points; A4 unless given. */
  size?: [number, number];
  rotate?: 0 | 90 | 180 | 270;
}

/** A born-digital PDF with one page for each list of lines. */
export const letterPdf = async (
  pages: readonly (readonly string[])[] = [letterLines],
  { fontSize = 11, size = [595.28, 841.89], rotate = 0 }: LetterOptions = {},
): Promise<Buffer> => {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (const lines of pages) {
    const page = pdf.addPage(size);
    page.setRotation(degrees(rotate));
    for (const [index, line] of lines.entries()) {
      const y = size[1] - 72 - index * fontSize * 1.5;
      page.drawText(line, { x: 71, y, size: fontSize, font, color: rgb(0, 0, 0) });
    }
  }
  return Buffer.from(await pdf.save());
};

let pdfium: Promise<Pdfium> | undefined;

/** Draws a page of a PDF that the test made itself, as a scanner would see it. */
export const scanOf = async (pdf: Uint8Array, dpi: number, page = 1): Promise<GreyImage> => {
  pdfium ??= loadPdfium();
  const library = await pdfium;
  const loaded = loadPage(openPdf(library, pdf), page - 1);
  const { width, height, data } = renderPage(library, loaded, dpi, 'grey');
  loaded.close();
  return { width, height, data };
};

/** The raster as an image for sharp. */
export const asSharp = ({ width, height, data }: GreyImage) =>
  sharp(Buffer.from(data), { raw: { width, height, channels: 1 } });

/** The same raster turned by any angle clockwise on white, as a crooked feed makes it. */
export const crooked = async (image: GreyImage, angle: number): Promise<GreyImage> => {
  const { data, info } = await asSharp(image)
    .rotate(angle, { background: '#ffffff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 1) return { width: info.width, height: info.height, data };
  const grey = Uint8Array.from(
    { length: info.width * info.height },
    (_v, at) => data[at * info.channels] ?? 255,
  );
  return { width: info.width, height: info.height, data: grey };
};

export interface TiffPage {
  image: GreyImage;
  xDpi: number;
  yDpi: number;
}

const tiffTags = (
  page: TiffPage,
  dataAt: number,
  rationalsAt: number,
): [number, number, number, number][] => [
  [256, 4, 1, page.image.width],
  [257, 4, 1, page.image.height],
  [258, 3, 1, 8],
  [259, 3, 1, 1],
  [262, 3, 1, 1],
  [273, 4, 1, dataAt],
  [277, 3, 1, 1],
  [278, 4, 1, page.image.height],
  [279, 4, 1, page.image.data.length],
  [282, 5, 1, rationalsAt],
  [283, 5, 1, rationalsAt + 8],
  [296, 3, 1, 2],
];

/** A grey TIFF of several pages, uncompressed, each with its own resolution across and down. */
export const tiffOf = (pages: readonly TiffPage[]): Buffer => {
  const header = Buffer.from('II*\0\x08\0\0\0', 'latin1');
  const parts: Buffer[] = [header];
  let at = 8;
  for (const [index, page] of pages.entries()) {
    const entries = 12;
    const directorySize = 2 + entries * 12 + 4;
    const rationalsAt = at + directorySize;
    const dataAt = rationalsAt + 16;
    const next = dataAt + page.image.data.length + (page.image.data.length % 2);
    const directory = Buffer.alloc(directorySize + 16);
    directory.writeUInt16LE(entries, 0);
    for (const [row, [tag, type, count, value]] of tiffTags(page, dataAt, rationalsAt).entries()) {
      directory.writeUInt16LE(tag, 2 + row * 12);
      directory.writeUInt16LE(type, 4 + row * 12);
      directory.writeUInt32LE(count, 6 + row * 12);
      if (type === 3) directory.writeUInt16LE(value, 10 + row * 12);
      else directory.writeUInt32LE(value, 10 + row * 12);
    }
    directory.writeUInt32LE(index === pages.length - 1 ? 0 : next, directorySize - 4);
    directory.writeUInt32LE(page.xDpi, directorySize);
    directory.writeUInt32LE(1, directorySize + 4);
    directory.writeUInt32LE(page.yDpi, directorySize + 8);
    directory.writeUInt32LE(1, directorySize + 12);
    parts.push(directory, Buffer.from(page.image.data), Buffer.alloc(page.image.data.length % 2));
    at = next;
  }
  return Buffer.concat(parts);
};

/** A scan in a PDF: the page is one image and has no text. */
export const scannedPdf = async (pages: readonly GreyImage[], dpi: number): Promise<Buffer> => {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  for (const image of pages) {
    const jpeg = await asSharp(image).jpeg({ quality: 85 }).toBuffer();
    const embedded = await pdf.embedJpg(jpeg);
    const size: [number, number] = [(image.width / dpi) * 72, (image.height / dpi) * 72];
    pdf.addPage(size).drawImage(embedded, { x: 0, y: 0, width: size[0], height: size[1] });
  }
  return Buffer.from(await pdf.save());
};

/** A PDF that asks for a password: its encryption dictionary fits no empty one. */
export const lockedPdf = async (): Promise<Buffer> => {
  const plain = await PDFDocument.create({ updateMetadata: false });
  plain.addPage();
  const { context } = plain;
  const secret = `<${'5A'.repeat(32)}>`;
  const encryption = context.obj({ Filter: 'Standard', V: 1, R: 2, P: -44 });
  context.trailerInfo.Encrypt = context.register(encryption);
  const text = Buffer.from(await plain.save({ useObjectStreams: false })).toString('latin1');
  const locked = text
    .replace('/Filter /Standard', `/Filter /Standard /O ${secret} /U ${secret}`)
    .replace(/\/Size (\d+)/, `/Size $1 /ID [<${'00'.repeat(16)}> <${'00'.repeat(16)}>]`);
  return Buffer.from(locked, 'latin1');
};

/** The header of a PNG that promises any number of pixels and holds none. */
export const pngPromising = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(33);
  header.write('\x89PNG\r\n\x1a\n', 'latin1');
  header.writeUInt32BE(13, 8);
  header.write('IHDR', 12, 'latin1');
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  header.set([8, 0, 0, 0, 0], 24);
  header.writeUInt32BE(crc32(header.subarray(12, 29)), 29);
  return Buffer.concat([
    header,
    pngChunk('IDAT', Buffer.alloc(4)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
};

const pngChunk = (type: string, data: Buffer): Buffer => {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
};

const crc32 = (bytes: Buffer): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
};
