import sharp from 'sharp';
import type { GreyImage } from '../image/grey-image.js';
import { coveredShare } from '../image/ink.js';
import type { Word } from '../page-text.js';
import { lookAtPage, type PageLook, writeOcrImage, writeViewImage } from './page-output.js';
import { type Bitmap, loadPage, type PdfPage, renderPage, scanDpi } from './pdf-page.js';
import { findPdfScan } from './pdf-scan.js';
import { isPlausible, type PdfText, pageTextOf, readPdfText } from './pdf-text.js';
import type { PdfFile, PdfInput } from './pdfium.js';
import {
  ChildFailure,
  type SplitPage,
  type SplitPagesTask,
  type TextLayerKind,
} from './protocol.js';
import { describeScan } from './scan.js';

/** Below this a page would be too coarse to read. */
const coarsestDpi = 36;
/** A scan between these keeps its own resolution for OCR. */
const keptOcrDpi = { least: 150, most: 320 } as const;

/** The wanted resolution, or less where the paper is so large that the page would not fit. */
export const fittingDpi = (
  page: { widthPt: number; heightPt: number },
  wanted: number,
  maxPixels: number,
): number => {
  const squareInches = (page.widthPt / 72) * (page.heightPt / 72);
  if (!(squareInches > 0)) throw new ChildFailure('page-unreadable');
  const dpi = Math.min(wanted, Math.sqrt(maxPixels / squareInches));
  if (dpi < coarsestDpi) throw new ChildFailure('limit-exceeded', 'pixels');
  return dpi;
};

/** Luminance of an RGBx bitmap. */
const greyOf = ({ width, height, data, channels }: Bitmap): GreyImage => {
  if (channels === 1) return { width, height, data };
  const grey = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < grey.length; at += 1, from += 4) {
    grey[at] =
      ((data[from] ?? 0) * 77 + (data[from + 1] ?? 0) * 150 + (data[from + 2] ?? 0) * 29) >> 8;
  }
  return { width, height, data: grey };
};

const pixelBoxes = (words: readonly Word[], look: PageLook) =>
  words.map(({ box }) => ({
    left: (box.x - 0.002) * look.width,
    top: (box.y - 0.002) * look.height,
    right: (box.x + box.width + 0.002) * look.width,
    bottom: (box.y + box.height + 0.002) * look.height,
  }));

/**
 * Born-digital text must account for most of what looks like characters, otherwise the page is a scan
 * with a stamped line on it. Somebody else's hidden OCR must account for nearly all, else ours is better.
 */
export const judgeTextLayer = (text: PdfText, look: PageLook): TextLayerKind => {
  if (text.words.length === 0) return text.garbageShare > 0 ? 'rejected' : 'none';
  if (!isPlausible(text)) return 'rejected';
  const covered = coveredShare(look.ink.text, pixelBoxes(text.words, look));
  if (text.hiddenShare > 0.5) return covered > 0.8 ? 'hidden' : 'rejected';
  const missed = look.ink.text.length * (1 - covered);
  return covered > 0.5 || missed < 40 ? 'native' : 'rejected';
};

/** Dots per inch for OCR: those of the scan itself where they are within reason. */
const ocrResolution = (native: number | undefined, page: PdfPage, task: SplitPagesTask): number => {
  const keep = native !== undefined && native >= keptOcrDpi.least && native <= keptOcrDpi.most;
  return fittingDpi(page, keep ? native : task.limits.ocrDpi, task.limits.maxOcrPixels);
};

/** How a page is drawn: a scan only once, in the resolution for OCR; the screen gets it smaller. */
interface Plan {
  ocrDpi: number;
  viewDpi: number;
  drawnDpi: number;
}

const planOf = (file: PdfFile, page: PdfPage, text: PdfText, task: SplitPagesTask): Plan => {
  const { viewDpi: wanted, maxViewPixels } = task.limits;
  const native = scanDpi(file.pdfium, page);
  const ocrDpi = ocrResolution(native, page, task);
  const viewDpi = fittingDpi(page, wanted, maxViewPixels);
  const isScan = text.words.length === 0 && native !== undefined && ocrDpi >= viewDpi;
  const fits = fittingDpi(page, ocrDpi, maxViewPixels) === ocrDpi;
  return { ocrDpi, viewDpi, drawnDpi: isScan && fits ? ocrDpi : viewDpi };
};

const viewOf = ({ data, width, height, channels }: Bitmap, scale: number) => {
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const raw = { width, height, channels };
  const image = sharp(data, { raw, limitInputPixels: false }).removeAlpha();
  return { ...size, image: scale === 1 ? image : image.resize({ ...size, fit: 'fill' }) };
};

/** What the page is worth as text: its own layer, nothing at all, or work for OCR. */
const withText = async (
  page: SplitPage,
  text: PdfText,
  { look, typeset }: { look: PageLook; typeset: boolean },
  ocr: () => Promise<Partial<SplitPage>>,
): Promise<SplitPage> => {
  const textLayer = typeset ? 'native' : judgeTextLayer(text, look);
  const usable = textLayer === 'native' || textLayer === 'hidden';
  const blank = !usable && look.blank && (textLayer === 'none' || text.hiddenShare > 0.5);
  const described = { ...page, textLayer, blank };
  if (usable) return { ...described, text: pageTextOf(text.words) };
  return blank ? described : { ...described, ...(await ocr()) };
};

/** A page that is one picture; undefined where it is not, or where its pixels cannot be taken out. */
const describeScanned = async (
  file: PdfInput,
  page: PdfPage,
  text: PdfText,
  { number, task }: { number: number; task: SplitPagesTask },
): Promise<SplitPage | undefined> => {
  if (text.words.length > 0 && text.hiddenShare <= 0.5) return undefined;
  const scan = await findPdfScan(file, page, task.limits.maxOcrPixels);
  if (scan === undefined) return undefined;
  try {
    const described = await describeScan(scan, number, task);
    const { look, ocr } = described;
    return await withText(described.page, text, { look, typeset: task.typeset }, ocr);
  } catch (error) {
    // A picture that the image library refuses may still be drawn by PDFium.
    if (error instanceof ChildFailure) throw error;
    return undefined;
  }
};

const describeDrawn = async (
  file: PdfInput,
  page: PdfPage,
  text: PdfText,
  { number, task }: { number: number; task: SplitPagesTask },
): Promise<SplitPage> => {
  const { pdfium } = file;
  const { widthPt, heightPt } = page;
  const { ocrDpi, viewDpi: dpi, drawnDpi } = planOf(file, page, text, task);
  const bitmap = renderPage(pdfium, page, drawnDpi, 'colour');
  const grey = greyOf(bitmap);
  const look = await lookAtPage(grey, drawnDpi, task.readCodes);
  const view = viewOf(bitmap, dpi / drawnDpi);
  const image = await writeViewImage(task.out, number, view.image);
  const described: SplitPage = {
    ...{ number, image, width: view.width, height: view.height, dpi, widthPt, heightPt },
    ...{ textLayer: 'none', blank: false, damaged: false, codes: look.codes },
  };
  return withText(described, text, { look, typeset: task.typeset }, async () => {
    const forOcr = drawnDpi === ocrDpi ? grey : renderPage(pdfium, page, ocrDpi, 'grey');
    return { ocrImage: await writeOcrImage(task.out, number, forOcr), ocrDpi };
  });
};

const describePage = async (
  file: PdfInput,
  page: PdfPage,
  number: number,
  task: SplitPagesTask,
): Promise<SplitPage> => {
  const text = readPdfText(file.pdfium, page);
  const place = { number, task };
  const scanned = await describeScanned(file, page, text, place);
  return scanned ?? describeDrawn(file, page, text, place);
};

/** Splits a range of pages of a PDF; `onPage` gets each page as soon as it is done. */
export const splitPdf = async (
  file: PdfInput,
  task: SplitPagesTask,
  onPage: (page: SplitPage) => void,
  onStart: (number: number) => void,
): Promise<void> => {
  const last = Math.min(task.pages?.to ?? file.pageCount, file.pageCount);
  for (let number = task.pages?.from ?? 1; number <= last; number += 1) {
    onStart(number);
    const page = loadPage(file, number - 1);
    try {
      onPage(await describePage(file, page, number, task));
    } finally {
      page.close();
    }
  }
};
