import sharp from 'sharp';
import type { Word } from '../page-text.js';
import { loadPage, renderPage } from '../parser/pdf-page.js';
import { readPdfText } from '../parser/pdf-text.js';
import { loadPdfium, type PdfFile, type Pdfium } from '../parser/pdfium.js';
import { type DetailWanted, lookAtPage, type PageLook } from './page-look.js';
import type { PageImage } from './protocol.js';

/** The parser's child ends after each file; this one lives on and has to close what it opens. */
interface ClosingPdfium extends Pdfium {
  _FPDF_CloseDocument(pdf: number): void;
}

const withPdf = async <T>(
  pdfium: ClosingPdfium,
  bytes: Uint8Array,
  use: (file: PdfFile) => Promise<T>,
): Promise<T> => {
  const at = pdfium.wasmExports.malloc(bytes.length);
  if (at === 0) throw new Error('no memory for the PDF');
  try {
    pdfium.HEAPU8.set(bytes, at);
    const pdf = pdfium._FPDF_LoadMemDocument(at, bytes.length, 0);
    if (pdf === 0) throw new Error('the PDF cannot be opened');
    try {
      return await use({ pdfium, pdf, pageCount: pdfium._FPDF_GetPageCount(pdf), form: 0 });
    } finally {
      pdfium._FPDF_CloseDocument(pdf);
    }
  } finally {
    pdfium.wasmExports.free(at);
  }
};

const draw = async (file: PdfFile, number: number, width: number): Promise<PageImage> => {
  const page = loadPage(file, number - 1);
  try {
    const dpi = (width / page.widthPt) * 72;
    const bitmap = renderPage(file.pdfium, page, dpi, 'colour');
    const png = await sharp(bitmap.data, {
      raw: { width: bitmap.width, height: bitmap.height, channels: 4 },
    })
      .removeAlpha()
      .png({ compressionLevel: 3 })
      .toBuffer();
    return { number, width: bitmap.width, height: bitmap.height, png };
  } finally {
    page.close();
  }
};

/** Looks into PDFs that Poststelle made itself: pictures of pages, words with their places. */
export const createPdfReader = () => {
  let loading: Promise<ClosingPdfium> | undefined;
  const engine = (): Promise<ClosingPdfium> => {
    loading ??= loadPdfium() as Promise<ClosingPdfium>;
    return loading;
  };

  const drawPages = async (options: {
    pdf: Uint8Array;
    page?: number | undefined;
    imageWidth: number;
  }): Promise<{ pages: number; images: PageImage[] }> =>
    withPdf(await engine(), options.pdf, async (file) => {
      const numbers =
        options.page === undefined
          ? Array.from({ length: file.pageCount }, (_, index) => index + 1)
          : [options.page].filter((number) => number <= file.pageCount);
      const images: PageImage[] = [];
      for (const number of numbers) images.push(await draw(file, number, options.imageWidth));
      return { pages: file.pageCount, images };
    });

  const readWords = async (options: {
    pdf: Uint8Array;
    page: number;
  }): Promise<{ pages: number; words: Word[] }> =>
    withPdf(await engine(), options.pdf, (file) => {
      const page = loadPage(file, options.page - 1);
      try {
        const { words } = readPdfText(file.pdfium, page);
        return Promise.resolve({ pages: file.pageCount, words });
      } finally {
        page.close();
      }
    });

  const lookAt = async (options: {
    pdf: Uint8Array;
    page: number;
    dpi: number;
    details: readonly DetailWanted[];
  }): Promise<PageLook> =>
    withPdf(await engine(), options.pdf, (file) => {
      const { page: number, dpi, details } = options;
      const page = loadPage(file, number - 1);
      try {
        const wanted = { number, pages: file.pageCount, dpi, details };
        return Promise.resolve(lookAtPage(file.pdfium, page, wanted));
      } finally {
        page.close();
      }
    });

  const countPages = async (pdf: Uint8Array): Promise<number> =>
    withPdf(await engine(), pdf, (file) => Promise.resolve(file.pageCount));

  return { drawPages, readWords, lookAt, countPages };
};
