import { readFile } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { readJpegHead } from '../archive/jpeg-head.js';
import { ChildFailure, type SplitPage, type SplitPagesTask } from './protocol.js';
import { describeScan, type Scan } from './scan.js';
import { type Resolution, readTiffResolution } from './tiff-resolution.js';

const a4LongSideInches = 11.69;
/** Paper with a longer side outside of this is a wrong resolution, not paper. */
const plausibleLongSide = { least: 4, most: 50 } as const;
/** What programs write that know nothing about paper: cameras and screens. */
const screenResolutions: readonly number[] = [72, 96];
const guessedDpi = { least: 100, most: 600 } as const;

/** The size of the page in true pixels and its resolution. */
interface PageGeometry {
  /** Size after EXIF rotation and with square pixels. */
  width: number;
  height: number;
  dpi: number;
}

const isPlausible = (pixels: number, dpi: number): boolean =>
  dpi >= 50 &&
  dpi <= 2400 &&
  !screenResolutions.includes(Math.round(dpi)) &&
  pixels / dpi >= plausibleLongSide.least &&
  pixels / dpi <= plausibleLongSide.most;

/** Believes the stated resolution if it makes paper; otherwise takes the long side for that of A4. */
export const geometryOf = (metadata: Metadata, tiff: Resolution | undefined): PageGeometry => {
  const turned = (metadata.orientation ?? 1) >= 5;
  const stored = { width: metadata.width, height: metadata.height };
  const stretch = tiff === undefined ? 1 : tiff.x / tiff.y;
  const square = stretch > 0.9 && stretch < 1.1;
  const tall = !square && stretch >= 1 && stretch < 4 ? stored.height * stretch : stored.height;
  const wide = !square && stretch < 1 && stretch > 0.25 ? stored.width / stretch : stored.width;
  const [width, height] = turned ? [tall, wide] : [wide, tall];
  const long = Math.max(width, height);
  const stated = tiff === undefined ? (metadata.density ?? 0) : Math.max(tiff.x, tiff.y);
  const dpi = isPlausible(long, stated)
    ? stated
    : Math.min(guessedDpi.most, Math.max(guessedDpi.least, long / a4LongSideInches));
  return { width: Math.round(width), height: Math.round(height), dpi };
};

type Failing = 'truncated' | 'none';

interface Source {
  bytes: Buffer;
  page: number;
  maxPixels: number;
}

const open = ({ bytes, page, maxPixels }: Source, failOn: Failing): Sharp =>
  sharp(bytes, { failOn, limitInputPixels: maxPixels, page, sequentialRead: true });

const greySpaces: readonly string[] = ['b-w', 'grey16'];

/** Whether colours would come out the same without the profile that the picture brings along. */
const isPlainColour = (metadata: Metadata): boolean =>
  metadata.icc === undefined ||
  greySpaces.includes(metadata.space) ||
  metadata.icc.includes('sRGB', 0, 'latin1') ||
  metadata.icc.includes('sRGB', 0, 'utf16le');

const scanOf = async (source: Source, failOn: Failing): Promise<Scan> => {
  const metadata = await open(source, failOn).metadata();
  const tiff =
    metadata.format === 'tiff' ? readTiffResolution(source.bytes, source.page) : undefined;
  const geometry = geometryOf(metadata, tiff);
  const keeps =
    metadata.format === 'jpeg' &&
    failOn === 'truncated' &&
    (metadata.orientation ?? 1) === 1 &&
    isPlainColour(metadata) &&
    readJpegHead(source.bytes) !== undefined;
  return {
    ...geometry,
    widthPt: (geometry.width / geometry.dpi) * 72,
    heightPt: (geometry.height / geometry.dpi) * 72,
    isGrey: greySpaces.includes(metadata.space),
    pixels: metadata.width * metadata.height,
    open: () => open(source, failOn).rotate().flatten({ background: '#ffffff' }),
    ...(keeps ? { jpeg: source.bytes } : {}),
  };
};

const describePage = async (
  source: Source,
  number: number,
  task: SplitPagesTask,
  failOn: Failing,
): Promise<SplitPage> => {
  const { page, ocr } = await describeScan(await scanOf(source, failOn), number, task);
  return { ...page, damaged: failOn === 'none', ...(page.blank ? {} : await ocr()) };
};

const isPixelLimit = (error: unknown): boolean =>
  error instanceof Error && /pixel limit|exceeds/i.test(error.message);

/** An image that ends early is read as far as it goes and marked as damaged. */
const readPage = async (source: Source, number: number, task: SplitPagesTask) => {
  try {
    return await describePage(source, number, task, 'truncated');
  } catch (error) {
    if (isPixelLimit(error)) throw new ChildFailure('limit-exceeded', 'pixels');
    if (error instanceof ChildFailure) throw error;
  }
  try {
    return await describePage(source, number, task, 'none');
  } catch {
    throw new ChildFailure('page-unreadable');
  }
};

/** Number of pages of a picture and the largest page in pixels, from headers only. */
export const measureImage = async (bytes: Buffer) => {
  try {
    // The pixel limit is ours to judge here; nothing is decoded.
    const metadata = await sharp(bytes, { limitInputPixels: false, failOn: 'none' }).metadata();
    const { width, height, pages = 1 } = metadata;
    return { pageCount: pages, pixels: width * height, width, height };
  } catch {
    throw new ChildFailure('file-unreadable');
  }
};

/** Splits a range of pages of an image file; `onPage` gets each page as soon as it is done. */
export const splitImages = async (
  task: SplitPagesTask,
  onPage: (page: SplitPage) => void,
  onStart: (number: number) => void,
): Promise<void> => {
  const bytes = await readFile(task.input);
  const { pageCount } = await measureImage(bytes);
  const last = Math.min(task.pages?.to ?? pageCount, pageCount);
  for (let number = task.pages?.from ?? 1; number <= last; number += 1) {
    onStart(number);
    const source = { bytes, page: number - 1, maxPixels: task.limits.maxPixels };
    onPage(await readPage(source, number, task));
  }
};
