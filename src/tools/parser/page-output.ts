import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sharp } from 'sharp';
import { readCodes } from '../code-reader.js';
import { flattenBackground } from '../image/flat-field.js';
import { encodePgm, type GreyImage, shrink } from '../image/grey-image.js';
import { isBlank, measureInk, type PageInk } from '../image/ink.js';
import { countTones, inkThreshold } from '../image/tones.js';
import { readPatchCodes } from '../patch-code.js';
import type { PageCode } from './protocol.js';

const jpegQuality = 80;

/** Writes the image for the screen; returns its name in the output folder. */
export const writeViewImage = async (
  out: string,
  number: number,
  image: Sharp,
): Promise<string> => {
  const name = `page-${number}.jpg`;
  await image.jpeg({ quality: jpegQuality, chromaSubsampling: '4:2:0' }).toFile(join(out, name));
  return name;
};

/** Writes the image for OCR; returns its name in the output folder. */
export const writeOcrImage = async (
  out: string,
  number: number,
  image: GreyImage,
): Promise<string> => {
  const name = `page-${number}.pgm`;
  await writeFile(join(out, name), encodePgm(image));
  return name;
};

/** What one look at the grey page tells. */
export interface PageLook {
  ink: PageInk;
  /** Scale of `ink` against the page: its pixels are this share of the page's width and height. */
  width: number;
  height: number;
  blank: boolean;
  codes: PageCode[];
}

const inkDpi = 100;
/** A separator may carry the same patch along every side. */
const mostPatches = 4;
const mostCodes = 16;

/** Looks for ink and codes on a page of the given resolution. */
export const lookAtPage = async (
  image: GreyImage,
  dpi: number,
  wantCodes: boolean,
): Promise<PageLook> => {
  const factor = Math.max(1, Math.round(dpi / inkDpi));
  const flat = flattenBackground(shrink(image, factor));
  const threshold = inkThreshold(countTones(flat));
  const ink = measureInk(flat, dpi / factor, threshold);
  const blank = isBlank(ink);
  return {
    ink,
    width: flat.width,
    height: flat.height,
    blank,
    codes:
      wantCodes && !blank
        ? [
            ...readPatchCodes(flat, dpi / factor, threshold).slice(0, mostPatches),
            ...(await readCodes(image, { dpi })),
          ].slice(0, mostCodes)
        : [],
  };
};
