import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sharp } from 'sharp';
import { readCodes } from '../code-reader.js';
import { flattenBackground } from '../image/flat-field.js';
import { encodePgm, type GreyImage, shrink } from '../image/grey-image.js';
import { isBlank, measureInk, type PageInk } from '../image/ink.js';
import { resample } from '../image/resample.js';
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
/** Codes are found as well at this resolution as at a higher one, in half the time. */
const codesDpi = 200;

const forCodes = (image: GreyImage, dpi: number): GreyImage =>
  dpi > codesDpi * 1.2 ? resample(image, codesDpi / dpi, 0).image : image;

/** Looks for ink and codes on a page of the given resolution. */
export const lookAtPage = async (
  image: GreyImage,
  dpi: number,
  wantCodes: boolean,
): Promise<PageLook> => {
  const factor = Math.max(1, Math.round(dpi / inkDpi));
  const flat = flattenBackground(shrink(image, factor));
  const ink = measureInk(flat, dpi / factor);
  const blank = isBlank(ink);
  return {
    ink,
    width: flat.width,
    height: flat.height,
    blank,
    codes: wantCodes && !blank ? await readCodes(forCodes(image, dpi)) : [],
  };
};
