import type { GreyImage } from '../image/grey-image.js';
import { type PdfFile, type Pdfium, viewOf, withMemory } from './pdfium.js';
import { ChildFailure } from './protocol.js';

const flattenForDisplay = 0;
const flattened = 1;
const imageObject = 3;

const grey = { format: 1, channels: 1, flags: 0x01 | 0x08 } as const;
/** BGRx with the byte order reversed is RGBx, which sharp reads. */
const colour = { format: 3, channels: 4, flags: 0x01 | 0x10 } as const;

/** A loaded page; `close` frees it. */
export interface PdfPage {
  handle: number;
  widthPt: number;
  heightPt: number;
  close(): void;
}

const load = ({ pdfium, pdf, form }: PdfFile, index: number): number => {
  const handle = pdfium._FPDF_LoadPage(pdf, index);
  if (handle === 0) throw new ChildFailure('page-unreadable');
  if (form !== 0) pdfium._FORM_OnAfterLoadPage(handle, form);
  return handle;
};

const close = ({ pdfium, form }: PdfFile, handle: number): void => {
  if (form !== 0) pdfium._FORM_OnBeforeClosePage(handle, form);
  pdfium._FPDF_ClosePage(handle);
};

/**
 * Loads a page by its index from 0. Filled form fields and notes become part of the page, because a
 * form that a citizen filled in on the screen keeps its answers there and not in the page's own text.
 */
export const loadPage = (file: PdfFile, index: number): PdfPage => {
  const { pdfium } = file;
  const pageOf = (from: PdfFile, handle: number): PdfPage => ({
    handle,
    widthPt: pdfium._FPDF_GetPageWidthF(handle),
    heightPt: pdfium._FPDF_GetPageHeightF(handle),
    close: () => close(from, handle),
  });
  const handle = load(file, index);
  const changed =
    pdfium._FPDFPage_GetAnnotCount(handle) > 0 &&
    pdfium._FPDFPage_Flatten(handle, flattenForDisplay) === flattened;
  if (!changed) return pageOf(file, handle);
  close(file, handle);
  const withoutForm = { ...file, form: 0 };
  return pageOf(withoutForm, load(withoutForm, index));
};

/** A rendered page; `channels` is 1 (grey) or 4 (RGB and one unused). */
export interface Bitmap extends GreyImage {
  channels: 1 | 4;
}

/** Renders a page on white at the given resolution; the caller has checked size times resolution. */
export const renderPage = (
  pdfium: Pdfium,
  page: PdfPage,
  dpi: number,
  kind: 'grey' | 'colour',
): Bitmap => {
  const { format, channels, flags } = kind === 'grey' ? grey : colour;
  const width = Math.max(1, Math.round((page.widthPt / 72) * dpi));
  const height = Math.max(1, Math.round((page.heightPt / 72) * dpi));
  return withMemory(pdfium, width * height * channels, (at) => {
    const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, format, at, width * channels);
    if (bitmap === 0) throw new ChildFailure('limit-exceeded', 'memory');
    try {
      pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
      pdfium._FPDF_RenderPageBitmap(bitmap, page.handle, 0, 0, width, height, 0, flags);
      const data = pdfium.HEAPU8.slice(at, at + width * height * channels);
      return { width, height, data, channels };
    } finally {
      pdfium._FPDFBitmap_Destroy(bitmap);
    }
  });
};

const imagePixels = (pdfium: Pdfium, object: number): number =>
  withMemory(pdfium, 24, (at) => {
    pdfium.HEAPU8.fill(0, at, at + 24);
    pdfium._FPDFImageObj_GetImagePixelSize(object, at, at + 4);
    if (pdfium._FPDFPageObj_GetBounds(object, at + 8, at + 12, at + 16, at + 20) === 0) return 0;
    const view = viewOf(pdfium, at, 24);
    const widthInch = (view.getFloat32(16, true) - view.getFloat32(8, true)) / 72;
    const heightInch = (view.getFloat32(20, true) - view.getFloat32(12, true)) / 72;
    const pixels = view.getUint32(0, true) * view.getUint32(4, true);
    return widthInch <= 0 || heightInch <= 0 ? 0 : pixels / (widthInch * heightInch);
  });

const mostObjectsLookedAt = 50;

/**
 * Dots per inch of the sharpest image on a page that consists of images, so that a scan is rendered at
 * its own resolution; undefined where there is none or the page is drawn by something else.
 */
export const scanDpi = (pdfium: Pdfium, page: PdfPage): number | undefined => {
  const count = pdfium._FPDFPage_CountObjects(page.handle);
  let densest = 0;
  for (let index = 0; index < Math.min(count, mostObjectsLookedAt); index += 1) {
    const object = pdfium._FPDFPage_GetObject(page.handle, index);
    if (pdfium._FPDFPageObj_GetType(object) !== imageObject) continue;
    densest = Math.max(densest, imagePixels(pdfium, object));
  }
  return densest > 0 ? Math.sqrt(densest) : undefined;
};
