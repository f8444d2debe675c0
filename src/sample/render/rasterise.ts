import { PDFiumLibrary } from '@hyzyla/pdfium';
import type { Bitmap } from './bitmap.js';

let library: Promise<PDFiumLibrary> | undefined;

/** PDFium is loaded once a process; 50 ms. */
const getLibrary = (): Promise<PDFiumLibrary> => {
  library ??= PDFiumLibrary.init();
  return library;
};

const withoutAlpha = (bgra: Uint8Array): Uint8Array => {
  const pixels = bgra.length / 4;
  const rgb = new Uint8Array(pixels * 3);
  // The wrapper has put the channels into the order red, green, blue, alpha already.
  for (let i = 0, from = 0, to = 0; i < pixels; i += 1, from += 4, to += 3) {
    rgb[to] = bgra[from] ?? 255;
    rgb[to + 1] = bgra[from + 1] ?? 255;
    rgb[to + 2] = bgra[from + 2] ?? 255;
  }
  return rgb;
};

/** What a PDF shows and says. */
export interface Rasterised {
  pages: Bitmap[];
  /** The text of each page in the order in which it was set. */
  pageTexts: string[];
}

/** Draws all pages of one of our own PDFs at the given resolution (dots an inch, across and down). */
export const rasterise = async (
  pdf: Uint8Array,
  { dpiX, dpiY, colour }: { dpiX: number; dpiY: number; colour: boolean },
): Promise<Rasterised> => {
  const document = await (await getLibrary()).loadDocument(pdf);
  try {
    const pages: Bitmap[] = [];
    const pageTexts: string[] = [];
    for (const page of document.pages()) {
      // Before drawing: the wrapper closes the page behind each picture.
      pageTexts.push(page.getText());
      const { originalWidth, originalHeight } = page.getOriginalSize();
      const { width, height, data } = await page.render({
        width: Math.round((originalWidth * dpiX) / 72),
        height: Math.round((originalHeight * dpiY) / 72),
        render: 'bitmap',
        colorSpace: colour ? 'BGRA' : 'Gray',
      });
      pages.push({
        width,
        height,
        channels: colour ? 3 : 1,
        data: colour ? withoutAlpha(data) : data,
      });
    }
    return { pages, pageTexts };
  } finally {
    document.destroy();
  }
};

/** The text layer of a PDF, page by page. */
export const readPageTexts = async (pdf: Uint8Array): Promise<string[]> => {
  const document = await (await getLibrary()).loadDocument(pdf);
  try {
    return [...document.pages()].map((page) => page.getText());
  } finally {
    document.destroy();
  }
};
