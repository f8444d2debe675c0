import type { GreyImage } from '../image/grey-image.js';
import type { Word } from '../page-text.js';
import type { PdfPage } from '../parser/pdf-page.js';
import { readPdfText } from '../parser/pdf-text.js';
import { type Pdfium, withMemory } from '../parser/pdfium.js';

/** A part of a page in mm from its upper left corner, to be drawn in a resolution of its own. */
export interface DetailWanted {
  x: number;
  y: number;
  width: number;
  height: number;
  dpi: number;
}

/** A page as pixels and words. */
export interface PageLook {
  /** Pages of the whole file. */
  pages: number;
  number: number;
  widthMm: number;
  heightMm: number;
  dpi: number;
  image: GreyImage;
  /** In the order in which they were asked for. */
  details: GreyImage[];
  words: Word[];
}

const mmPerInch = 25.4;
const mmPerPoint = mmPerInch / 72;
const greyFormat = 1;
const greyFlags = 0x01 | 0x08;
const white = 0xffffffff;

const drawArea = (pdfium: Pdfium, page: PdfPage, area: DetailWanted): GreyImage => {
  const pixels = (mm: number): number => Math.round((mm * area.dpi) / mmPerInch);
  const width = Math.max(1, pixels(area.width));
  const height = Math.max(1, pixels(area.height));
  const whole = [page.widthPt, page.heightPt].map((pt) => pixels(pt * mmPerPoint)) as [
    number,
    number,
  ];
  return withMemory(pdfium, width * height, (at) => {
    const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, greyFormat, at, width);
    if (bitmap === 0) throw new Error('no memory for a part of a page');
    try {
      pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white);
      const [x, y] = [-pixels(area.x), -pixels(area.y)];
      pdfium._FPDF_RenderPageBitmap(bitmap, page.handle, x, y, ...whole, 0, greyFlags);
      return { width, height, data: pdfium.HEAPU8.slice(at, at + width * height) };
    } finally {
      pdfium._FPDFBitmap_Destroy(bitmap);
    }
  });
};

/** Draws a page in grey, as small as a check of its layout needs, with its words and some parts of it sharper. */
export const lookAtPage = (
  pdfium: Pdfium,
  page: PdfPage,
  wanted: { number: number; pages: number; dpi: number; details: readonly DetailWanted[] },
): PageLook => {
  const widthMm = page.widthPt * mmPerPoint;
  const heightMm = page.heightPt * mmPerPoint;
  const { number, pages, dpi, details } = wanted;
  const sheet = { x: 0, y: 0, width: widthMm, height: heightMm, dpi };
  return {
    ...{ pages, number, widthMm, heightMm, dpi },
    image: drawArea(pdfium, page, sheet),
    details: details.map((detail) => drawArea(pdfium, page, detail)),
    words: readPdfText(pdfium, page).words,
  };
};
