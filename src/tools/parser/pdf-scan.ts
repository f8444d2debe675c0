import sharp, { type Sharp } from 'sharp';
import { readJpegHead } from '../archive/jpeg-head.js';
import type { PdfPage } from './pdf-page.js';
import { type PdfInput, type Pdfium, viewOf, withMemory } from './pdfium.js';
import type { Scan } from './scan.js';

const textObject = 1;
const imageObject = 3;
const invisibleMode = 3;
const mostObjects = 20_000;
/** A picture that leaves more of the page free than this is not the page. */
const mostMargin = 0.004;

interface PlacedImage {
  object: number;
  width: number;
  height: number;
}

/** The only thing that is drawn on a page, if that is one picture; invisible text of other programs does not count. */
const onlyImage = (pdfium: Pdfium, page: PdfPage): number | undefined => {
  const count = pdfium._FPDFPage_CountObjects(page.handle);
  if (count > mostObjects) return undefined;
  let found: number | undefined;
  for (let index = 0; index < count; index += 1) {
    const object = pdfium._FPDFPage_GetObject(page.handle, index);
    const type = pdfium._FPDFPageObj_GetType(object);
    if (type === textObject && pdfium._FPDFTextObj_GetTextRenderMode(object) === invisibleMode)
      continue;
    if (type !== imageObject || found !== undefined) return undefined;
    found = object;
  }
  return found;
};

/** Whether the picture lies upright and covers the page from edge to edge. */
const coversPage = (pdfium: Pdfium, page: PdfPage, object: number): boolean =>
  withMemory(pdfium, 40, (at) => {
    if (pdfium._FPDFPageObj_GetMatrix(object, at) === 0) return false;
    if (pdfium._FPDF_GetPageBoundingBox(page.handle, at + 24) === 0) return false;
    const view = viewOf(pdfium, at, 40);
    const number = (index: number): number => view.getFloat32(index * 4, true);
    const [a, b, c, d, e, f] = [number(0), number(1), number(2), number(3), number(4), number(5)];
    const [left, top, right, bottom] = [number(6), number(7), number(8), number(9)];
    const slack = mostMargin * Math.max(right - left, top - bottom);
    const near = (x: number, y: number): boolean => Math.abs(x - y) <= slack;
    return (
      a > 0 &&
      d > 0 &&
      near(b, 0) &&
      near(c, 0) &&
      near(e, left) &&
      near(f, bottom) &&
      near(e + a, right) &&
      near(f + d, top)
    );
  });

const placedImage = (pdfium: Pdfium, page: PdfPage): PlacedImage | undefined => {
  if (pdfium._FPDFPage_GetAnnotCount(page.handle) > 0) return undefined;
  const object = onlyImage(pdfium, page);
  if (object === undefined || pdfium._FPDFPageObj_HasTransparency(object) !== 0) return undefined;
  const clip = pdfium._FPDFPageObj_GetClipPath(object);
  if (clip !== 0 && pdfium._FPDFClipPath_CountPaths(clip) > 0) return undefined;
  if (!coversPage(pdfium, page, object)) return undefined;
  return withMemory(pdfium, 8, (at) => {
    if (pdfium._FPDFImageObj_GetImagePixelSize(object, at, at + 4) === 0) return undefined;
    const view = viewOf(pdfium, at, 8);
    return { object, width: view.getUint32(0, true), height: view.getUint32(4, true) };
  });
};

const rawBytes = (pdfium: Pdfium, object: number): Buffer => {
  const size = pdfium._FPDFImageObj_GetImageDataRaw(object, 0, 0);
  return withMemory(pdfium, Math.max(1, size), (at) => {
    pdfium._FPDFImageObj_GetImageDataRaw(object, at, size);
    return Buffer.from(pdfium.HEAPU8.slice(at, at + size));
  });
};

const filterOf = (pdfium: Pdfium, object: number): string | undefined => {
  if (pdfium._FPDFImageObj_GetImageFilterCount(object) !== 1) return undefined;
  return withMemory(pdfium, 64, (at) => {
    const length = pdfium._FPDFImageObj_GetImageFilter(object, 0, at, 64);
    return Buffer.from(pdfium.HEAPU8.subarray(at, at + Math.min(63, length - 1))).toString(
      'latin1',
    );
  });
};

const longestDictionary = 4_000;

/** What stands in the file before the bytes of the picture; undefined where they are not found as they are. */
const dictionaryOf = (bytes: Buffer, raw: Buffer): string | undefined => {
  const at = raw.length < 16 ? -1 : bytes.indexOf(raw.subarray(0, 4_096));
  if (at < 0) return undefined;
  const before = bytes.toString('latin1', Math.max(0, at - longestDictionary), at);
  const start = before.lastIndexOf(' obj');
  return start < 0 ? undefined : before.slice(start);
};

const grey = 1;
const bgr = 2;
const bgrx = 3;

/** The decoded pixels of the picture as PDFium sees them, in a form that the image library reads. */
const bitmapOf = (
  pdfium: Pdfium,
  object: number,
): { image: () => Sharp; isGrey: boolean } | undefined => {
  const bitmap = pdfium._FPDFImageObj_GetBitmap(object);
  if (bitmap === 0) return undefined;
  try {
    const format = pdfium._FPDFBitmap_GetFormat(bitmap);
    if (![grey, bgr, bgrx].includes(format)) return undefined;
    const width = pdfium._FPDFBitmap_GetWidth(bitmap);
    const height = pdfium._FPDFBitmap_GetHeight(bitmap);
    const stride = pdfium._FPDFBitmap_GetStride(bitmap);
    const at = pdfium._FPDFBitmap_GetBuffer(bitmap);
    const channels = format === grey ? 1 : 3;
    const step = format === grey ? 1 : format === bgr ? 3 : 4;
    const data = Buffer.alloc(width * height * channels);
    const heap = pdfium.HEAPU8;
    for (let y = 0; y < height; y += 1) {
      const row = at + y * stride;
      if (channels === 1) {
        data.set(heap.subarray(row, row + width), y * width);
        continue;
      }
      for (let x = 0, to = y * width * 3, from = row; x < width; x += 1, to += 3, from += step) {
        data[to] = heap[from + 2] ?? 0;
        data[to + 1] = heap[from + 1] ?? 0;
        data[to + 2] = heap[from] ?? 0;
      }
    }
    const raw = { width, height, channels } as const;
    return { image: () => sharp(data, { raw, limitInputPixels: false }), isGrey: channels === 1 };
  } finally {
    pdfium._FPDFBitmap_Destroy(bitmap);
  }
};

/** A JPEG as it stands in the file, if nothing in its dictionary changes what it shows. */
const jpegOf = (raw: Buffer, dictionary: string, image: PlacedImage): Buffer | undefined => {
  const head = readJpegHead(raw);
  if (head === undefined || head.width !== image.width || head.height !== image.height)
    return undefined;
  const plain = /\/ColorSpace\s*(?:\/Device(?:RGB|Gray)\b|\[\s*\/ICCBased\b|\d+ \d+ R)/;
  return /\/Decode\b/.test(dictionary) || !plain.test(dictionary) ? undefined : raw;
};

/**
 * A page of a PDF that is nothing but one scanned picture: its pixels are taken out as they are, which costs a part
 * of drawing the page and blurs nothing. Undefined for every other page, which has to be drawn.
 */
export const findPdfScan = async (
  file: PdfInput,
  page: PdfPage,
  maxPixels: number,
): Promise<Scan | undefined> => {
  const { pdfium } = file;
  const image = placedImage(pdfium, page);
  if (image === undefined || image.width * image.height > maxPixels) return undefined;
  const turn = pdfium._FPDFPage_GetRotation(page.handle) * 90;
  const sideways = turn === 90 || turn === 270;
  const inches = { across: page.widthPt / 72, down: page.heightPt / 72 };
  const [wide, tall] = sideways ? [image.height, image.width] : [image.width, image.height];
  const dpi = Math.max(wide / inches.across, tall / inches.down);
  if (!(dpi >= 60 && dpi <= 1300)) return undefined;
  const raw = rawBytes(pdfium, image.object);
  const dictionary = dictionaryOf(file.bytes, raw);
  if (dictionary === undefined || /\/(?:ImageMask|SMask|Mask)\b/.test(dictionary)) return undefined;
  const jpeg =
    filterOf(pdfium, image.object) === 'DCTDecode' ? jpegOf(raw, dictionary, image) : undefined;
  const pixels =
    jpeg === undefined
      ? bitmapOf(pdfium, image.object)
      : {
          image: () => sharp(jpeg, { failOn: 'truncated', limitInputPixels: maxPixels }),
          isGrey: readJpegHead(jpeg)?.components === 1,
        };
  if (pixels === undefined) return undefined;
  return {
    width: Math.round(inches.across * dpi),
    height: Math.round(inches.down * dpi),
    dpi,
    widthPt: page.widthPt,
    heightPt: page.heightPt,
    isGrey: pixels.isGrey,
    pixels: image.width * image.height,
    open: () => (turn === 0 ? pixels.image() : pixels.image().rotate(turn)),
    ...(jpeg === undefined || turn !== 0 ? {} : { jpeg }),
  };
};
