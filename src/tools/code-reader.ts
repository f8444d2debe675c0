import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import { findCodeAreas } from './code-areas.js';
import type { CodeFormat, ReadCode } from './code-formats.js';
import {
  doubled,
  edgeAngle,
  evenOut,
  levelled,
  negative,
  sharpened,
  smoothed,
} from './code-views.js';
import { crop, type GreyImage, type PixelBox } from './image/grey-image.js';
import { resample } from './image/resample.js';
import type { Box } from './page-text.js';

let ready: Promise<unknown> | undefined;

/** The module would fetch its WebAssembly from a CDN; it gets the bytes from node_modules instead. */
const prepare = async (): Promise<unknown> => {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const bytes = await readFile(path);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
};

/** The reader takes RGBA only. */
const toRgba = ({ width, height, data }: GreyImage) => {
  const pixels = new Uint8ClampedArray(width * height * 4);
  const words = new Uint32Array(pixels.buffer);
  for (let at = 0; at < words.length; at += 1) {
    const value = data[at] ?? 255;
    words[at] = 0xff000000 | (value << 16) | (value << 8) | value;
  }
  return { data: pixels, width, height, colorSpace: 'srgb' as const };
};

type Point = { x: number; y: number };

/** A code in pixels of the page. */
interface Sighting {
  format: CodeFormat;
  text: string;
  corners: readonly Point[];
}

/** What the library reads for us; patch codes are read by ourselves. */
export const symbologies = [
  'QRCode',
  'DataMatrix',
  'Aztec',
  'PDF417',
  'Code128',
  'Code39',
] as const satisfies readonly CodeFormat[];
const known: ReadonlySet<string> = new Set(symbologies);
const isKnown = (format: string): format is CodeFormat => known.has(format);

/** A linear code has no more than a check digit, or none: short ones come out of any pattern of stripes. */
const shortest: Readonly<Record<CodeFormat, number>> = {
  QRCode: 1,
  DataMatrix: 1,
  Aztec: 1,
  PDF417: 4,
  Code128: 4,
  Code39: 4,
  PatchCode: 1,
};
const longestText = 2000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what gives a wrong reading away
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001c\u001f\ufffd]/;

const isCredible = (format: CodeFormat, text: string): boolean =>
  text.length >= shortest[format] &&
  text.length <= longestText &&
  !(format === 'PDF417' && control.test(text));

/** One try on one image; `back` leads from its pixels to those of the page. */
interface Try {
  image: GreyImage;
  back: (x: number, y: number) => Point;
  invert: boolean;
}

const readOnce = async ({ image, back, invert }: Try): Promise<Sighting[]> => {
  const options: ReaderOptions = {
    formats: [...symbologies],
    tryHarder: true,
    tryRotate: true,
    tryInvert: invert,
    tryDownscale: true,
    maxNumberOfSymbols: 8,
  };
  return (await readBarcodes(toRgba(image), options)).flatMap((code): Sighting[] => {
    if (!code.isValid || !isKnown(code.format) || !isCredible(code.format, code.text)) return [];
    const { topLeft, topRight, bottomLeft, bottomRight } = code.position;
    const corners = [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => back(x, y));
    return [{ format: code.format, text: code.text, corners }];
  });
};

/**
 * The ways to look at an area, the cheapest first; the next one is only tried while nothing was found.
 * What the reader does by itself (quarter turns, inverted matrix codes, halving) is not repeated.
 */
function* triesOf(page: GreyImage, box: PixelBox): Generator<Try> {
  const offset =
    (scale = 1) =>
    (x: number, y: number) => ({
      x: x / scale + box.left,
      y: y / scale + box.top,
    });
  const area = crop(page, box);
  yield { image: area, back: offset(), invert: true };
  const even = evenOut(area);
  yield { image: even, back: offset(), invert: false };
  const angle = edgeAngle(even);
  const level = Math.abs(angle) < 3 ? undefined : levelled(page, box, angle);
  if (level !== undefined) yield { ...level, invert: false };
  yield { image: negative(level?.image ?? even), back: level?.back ?? offset(), invert: false };
  const soft = smoothed(level?.image ?? even);
  yield { image: soft, back: level?.back ?? offset(), invert: true };
  if (Math.max(area.width, area.height) <= 700) {
    const large = doubled(level?.image ?? even);
    const back = level?.back ?? offset();
    yield { image: sharpened(large), back: (x, y) => back(x / 2, y / 2), invert: false };
  }
}

/** Time of the processor, not of the wall: a busy machine must not read fewer codes. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const middleOf = (corners: readonly Point[]): Point => ({
  x: corners.reduce((sum, { x }) => sum + x, 0) / corners.length,
  y: corners.reduce((sum, { y }) => sum + y, 0) / corners.length,
});

/** The same code seen twice, in areas that overlap. */
const isSame = (a: Sighting, b: Sighting, page: GreyImage): boolean => {
  const [one, other] = [middleOf(a.corners), middleOf(b.corners)];
  const near = Math.hypot(one.x - other.x, one.y - other.y) < page.width / 20;
  return a.format === b.format && a.text === b.text && near;
};

const boxOf = (corners: readonly Point[], { width, height }: GreyImage): Box => {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  const xs = corners.map(({ x }) => within(x / width));
  const ys = corners.map(({ y }) => within(y / height));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
};

/** Error correction of PDF417 now and then makes a text out of a bad picture; it then changes its sets wildly. */
const isDoubtful = ({ format, text }: Sighting): boolean =>
  format === 'PDF417' && /[\t\r\n]/.test(text);

/** The codes of one area; a doubtful one counts when two views show the same. */
const readArea = async (page: GreyImage, box: PixelBox, until: number): Promise<Sighting[]> => {
  const doubtful = new Set<string>();
  for (const attempt of triesOf(page, box)) {
    const sightings = await readOnce(attempt);
    const sure = sightings.filter((one) => !isDoubtful(one) || doubtful.has(one.text));
    if (sure.length > 0) return sure;
    for (const { text } of sightings) doubtful.add(text);
    if (processorMs() > until) break;
  }
  return [];
};

/** More than this many areas on a page are pictures or worn type. */
const mostAreas = 6;
/** The largest get every try, the others only the first. */
const thoroughAreas = 2;
/** Dots per inch at which the whole page is looked at where no area stands out. */
const overviewDpi = 100;

export interface ReadCodesOptions {
  /** Dots per inch of the page. */
  dpi: number;
  /** After this processor time only the first try is made at what is left, in milliseconds. */
  budgetMs?: number;
}

/**
 * Finds QR, DataMatrix, Aztec, PDF417, Code 128 and Code 39 codes, however they lie, inverted, in the shade or
 * askew. Looks closely only where the page is dense like a code, so that an ordinary letter costs little.
 */
export const readCodes = async (
  page: GreyImage,
  { dpi, budgetMs = 900 }: ReadCodesOptions,
): Promise<ReadCode[]> => {
  ready ??= prepare();
  await ready;
  const until = processorMs() + budgetMs;
  const seen: Sighting[] = [];
  const add = (sightings: readonly Sighting[]): void => {
    for (const one of sightings)
      if (!seen.some((other) => isSame(one, other, page))) seen.push(one);
  };
  for (const [at, box] of findCodeAreas(page, dpi).slice(0, mostAreas).entries()) {
    add(await readArea(page, box, at < thoroughAreas ? until : 0));
  }
  if (seen.length === 0) {
    const { image, back } = resample(page, Math.min(1, overviewDpi / dpi), 0);
    const found = await readOnce({ image, back, invert: false });
    add(found.filter((one) => !isDoubtful(one)));
  }
  return seen.map(({ format, text, corners }) => ({ format, text, box: boxOf(corners, page) }));
};
