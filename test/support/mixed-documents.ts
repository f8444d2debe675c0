import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import type { UploadFile } from '#demo/client.js';
import { asSharp, letterPdf, scanOf, type TiffPage, tiffOf } from '#test/support/documents.js';
import { zipOf } from '#test/support/zip.js';

const dpi = 200;
/** A6: what a page costs goes by its area, and nothing here depends on it. */
const size: [number, number] = [297.64, 419.53];
const pointsPerPixel = 72 / dpi;

export type PageArt = 'text' | 'scan' | 'blank';

/** A file with what must be found in it: the pages in their order. */
export interface MadeDocument {
  file: UploadFile;
  pages: PageArt[];
}

/** What stands on a page, in words that text recognition does not confuse. */
const linesOf = (document: number, page: number): string[] => [
  `Dokument ${document} Blatt ${page}`,
  `Diese Zeile steht auf Blatt ${page}.`,
  'Mit freundlichen Grüßen',
];

/** Document and page that a page names; undefined where it was not read. */
export const labelOf = (text: string): { document: number; page: number } | undefined => {
  const found = /Dokument\s+(\d+)\s+Blatt\s+(\d+)/.exec(text);
  return found === null ? undefined : { document: Number(found[1]), page: Number(found[2]) };
};

const textPdf = (document: number, pages: readonly number[]): Promise<Buffer> =>
  letterPdf(
    pages.map((page) => linesOf(document, page)),
    { size, fontSize: 14 },
  );

const imageOf = async (document: number, page: number, art: PageArt) =>
  scanOf(
    await letterPdf([art === 'blank' ? [] : linesOf(document, page)], { size, fontSize: 14 }),
    dpi,
  );

const jpegOf = async (document: number, page: number, art: PageArt): Promise<Buffer> =>
  asSharp(await imageOf(document, page, art))
    .jpeg({ quality: 80 })
    .toBuffer();

/** One PDF of pages with text, scanned pages and empty ones. */
const mixedPdf = async (document: number, arts: readonly PageArt[], from = 1): Promise<Buffer> => {
  const pdf = await PDFDocument.create();
  for (const [index, art] of arts.entries()) {
    if (art === 'text') {
      const source = await PDFDocument.load(await textPdf(document, [from + index]));
      const [copied] = await pdf.copyPages(source, [0]);
      if (copied !== undefined) pdf.addPage(copied);
      continue;
    }
    const image = await pdf.embedJpg(await jpegOf(document, from + index, art));
    const page = pdf.addPage([image.width * pointsPerPixel, image.height * pointsPerPixel]);
    page.drawImage(image, { x: 0, y: 0, width: page.getWidth(), height: page.getHeight() });
  }
  return Buffer.from(await pdf.save());
};

const tiff = async (document: number, arts: readonly PageArt[], from = 1): Promise<Buffer> => {
  const pages: TiffPage[] = [];
  for (const [index, art] of arts.entries())
    pages.push({ image: await imageOf(document, from + index, art), xDpi: dpi, yDpi: dpi });
  return tiffOf(pages);
};

const mailWith = (
  document: number,
  attachments: readonly { name: string; type: string; bytes: Buffer }[],
) => {
  const border = `grenze-${document}`;
  const parts = attachments.map(({ name, type, bytes }) =>
    [
      `--${border}`,
      `Content-Type: ${type}; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
    ].join('\r\n'),
  );
  return Buffer.from(
    [
      'From: Erika Beispiel <erika@post.example>',
      'To: poststelle@stadt-lohwerda.example',
      `Subject: Unterlagen ${document}`,
      `Message-ID: <unterlagen-${document}@post.example>`,
      'Date: Mon, 23 Nov 2026 09:00:00 +0100',
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed; boundary="${border}"`,
      '',
      `--${border}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Anbei die Unterlagen.',
      ...parts,
      `--${border}--`,
      '',
    ].join('\r\n'),
  );
};

/** A document of the given number: seven kinds in turn, of one to nine pages. */
export const makeDocument = async (number: number): Promise<MadeDocument> => {
  const count = 2 + ((number * 7) % 8);
  const arts = (art: PageArt, pages = count): PageArt[] => Array.from({ length: pages }, () => art);
  const pdf = (bytes: Buffer, pages: PageArt[]): MadeDocument => ({
    file: { name: `dokument-${number}.pdf`, mediaType: 'application/pdf', bytes },
    pages,
  });
  const all = Array.from({ length: count }, (_, index) => index + 1);
  switch (number % 7) {
    case 0:
    case 1:
      return pdf(await textPdf(number, all), arts('text'));
    case 2: {
      const few = arts('scan', Math.min(count, 4));
      const bytes = await tiff(number, few);
      return {
        file: { name: `dokument-${number}.tif`, mediaType: 'image/tiff', bytes },
        pages: few,
      };
    }
    case 3: {
      const mixed = all.map(
        (page): PageArt => (['text', 'scan', 'blank', 'text'] as const)[page % 4] ?? 'text',
      );
      return pdf(await mixedPdf(number, mixed), mixed);
    }
    case 4: {
      const bytes = zipOf([
        { name: '1-brief.pdf', content: await textPdf(number, [1, 2]) },
        { name: '2-scan.tif', content: await tiff(number, ['scan', 'blank'], 3) },
      ]);
      const pages: PageArt[] = ['text', 'text', 'scan', 'blank'];
      return {
        file: { name: `dokument-${number}.zip`, mediaType: 'application/zip', bytes },
        pages,
      };
    }
    case 5: {
      const bytes = mailWith(number, [
        { name: 'brief.pdf', type: 'application/pdf', bytes: await textPdf(number, all) },
        {
          name: 'foto.jpg',
          type: 'image/jpeg',
          bytes: await jpegOf(number, count + 1, 'scan'),
        },
      ]);
      const pages: PageArt[] = [...arts('text'), 'scan'];
      return {
        file: { name: `dokument-${number}.eml`, mediaType: 'message/rfc822', bytes },
        pages,
      };
    }
    default: {
      const bytes = await sharp(await jpegOf(number, 1, 'scan'))
        .png()
        .toBuffer();
      return {
        file: { name: `dokument-${number}.png`, mediaType: 'image/png', bytes },
        pages: ['scan'],
      };
    }
  }
};
