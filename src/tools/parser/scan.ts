import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { isBilevel } from '../archive/g4-encoder.js';
import { writeG4Tiff } from '../archive/g4-tiff.js';
import type { GreyImage } from '../image/grey-image.js';
import { lookAtPage, type PageLook, writeOcrImage, writeViewImage } from './page-output.js';
import type { SplitPage, SplitPagesTask } from './protocol.js';

/** Above this resolution more pixels do not help OCR. */
const mostOcrDpi = 320;
/** The archive copy keeps what a scanner for documents delivers (TR-RESISCAN: 300 dpi). */
const archiveDpi = 300;
const archiveQuality = 78;
/** A JPEG with more bytes a pixel than this is written anew for the archive copy. */
const mostBytesPerPixel = 0.2;

/** A page that is one picture: how large it is, and its pixels when they are wanted. */
export interface Scan {
  /** Size after turning and with square pixels. */
  width: number;
  height: number;
  dpi: number;
  widthPt: number;
  heightPt: number;
  isGrey: boolean;
  /** Pixels as they are stored. */
  pixels: number;
  /** The stored pixels, upright, on white; a fresh pipeline each time. */
  open(): Sharp;
  /** Bytes that the archive copy may take over as they are. */
  jpeg?: Buffer | undefined;
}

interface Size {
  width: number;
  height: number;
}

const scaled = (scan: Scan, dpi: number): Size & { dpi: number } => {
  const scale = Math.min(1, dpi / scan.dpi);
  return {
    width: Math.max(1, Math.round(scan.width * scale)),
    height: Math.max(1, Math.round(scan.height * scale)),
    dpi: scan.dpi * scale,
  };
};

/** The same, with no more than a number of pixels. */
const fitting = (scan: Scan, dpi: number, most: number): Size & { dpi: number } => {
  const size = scaled(scan, dpi);
  return scaled(scan, size.dpi * Math.min(1, Math.sqrt(most / (size.width * size.height))));
};

const toGrey = async (image: Sharp): Promise<GreyImage> => {
  const { data, info } = await image
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 1) return { width: info.width, height: info.height, data };
  const grey = new Uint8Array(info.width * info.height);
  for (let at = 0; at < grey.length; at += 1) grey[at] = data[at * info.channels] ?? 255;
  return { width: info.width, height: info.height, data: grey };
};

const rawGrey = ({ width, height, data }: GreyImage): Sharp =>
  sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: false });

const resized = (image: Sharp, { width, height }: Size): Sharp =>
  image.resize({ width, height, fit: 'fill', kernel: 'lanczos3' });

const isSize = (image: GreyImage, { width, height }: Size): boolean =>
  image.width === width && image.height === height;

/** The stored pixels in grey where there are not too many: decoded once for OCR, screen and archive. */
const decodeOnce = async (scan: Scan, most: number) => {
  const stored = scan.pixels <= most ? await toGrey(scan.open()) : undefined;
  return {
    stored,
    grey: async (size: Size): Promise<GreyImage> => {
      if (stored === undefined) return toGrey(resized(scan.open(), size));
      return isSize(stored, size) ? stored : toGrey(resized(rawGrey(stored), size));
    },
    view: (size: Size): Sharp => {
      const image = stored !== undefined && scan.isGrey ? rawGrey(stored) : scan.open();
      return resized(image, size).toColourspace(scan.isGrey ? 'b-w' : 'srgb');
    },
  };
};

type Decoded = Awaited<ReturnType<typeof decodeOnce>>;

/**
 * The picture for the archive copy: black and white stays so at full resolution, a JPEG of sensible size is kept,
 * everything else becomes one of 300 dpi. Undefined where the picture for the screen is as good.
 */
const writeArchiveImage = async (
  scan: Scan,
  decoded: Decoded,
  page: { out: string; number: number; viewDpi: number },
): Promise<string | undefined> => {
  const { stored } = decoded;
  if (stored !== undefined && isBilevel(stored)) {
    const name = `archive-${page.number}.tif`;
    await writeFile(join(page.out, name), writeG4Tiff(stored));
    return name;
  }
  const name = `archive-${page.number}.jpg`;
  const { jpeg } = scan;
  if (jpeg !== undefined && jpeg.length <= scan.pixels * mostBytesPerPixel) {
    await writeFile(join(page.out, name), jpeg);
    return name;
  }
  const size = scaled(scan, archiveDpi);
  if (size.dpi <= page.viewDpi * 1.05) return undefined;
  await decoded
    .view(size)
    .jpeg({ quality: archiveQuality, chromaSubsampling: '4:2:0' })
    .toFile(join(page.out, name));
  return name;
};

/** Describes a scanned page and writes its pictures; what its text layer is worth, the caller judges. */
export const describeScan = async (
  scan: Scan,
  number: number,
  { out, readCodes, limits }: SplitPagesTask,
): Promise<{ page: SplitPage; look: PageLook; ocr: () => Promise<Partial<SplitPage>> }> => {
  const decoded = await decodeOnce(scan, limits.maxOcrPixels);
  const wanted = scan.dpi > mostOcrDpi ? limits.ocrDpi : mostOcrDpi;
  const ocrSize = fitting(scan, wanted, limits.maxOcrPixels);
  const grey = await decoded.grey(ocrSize);
  const look = await lookAtPage(grey, ocrSize.dpi, readCodes);
  const view = fitting(scan, limits.viewDpi, limits.maxViewPixels);
  const image = await writeViewImage(out, number, decoded.view(view));
  const archive = await writeArchiveImage(scan, decoded, { out, number, viewDpi: view.dpi });
  const page: SplitPage = {
    ...{ number, image, width: view.width, height: view.height, dpi: view.dpi },
    ...{ widthPt: scan.widthPt, heightPt: scan.heightPt },
    ...(archive === undefined ? {} : { archiveImage: archive }),
    ...{ textLayer: 'none', blank: look.blank, damaged: false, codes: look.codes },
  };
  const ocr = async () => ({
    ocrImage: await writeOcrImage(out, number, grey),
    ocrDpi: ocrSize.dpi,
  });
  return { page, look, ocr };
};
