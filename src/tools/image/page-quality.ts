import type { GreyImage } from './grey-image.js';
import { type PageInk, splitTone } from './ink.js';

/** What a page is worth as a picture, before anything was done with it. */
export interface PictureQuality {
  dpi: number;
  /** How wide the edge of a stroke is, in millimetres; 0.1 to 0.25 on a good scan. 0 where there are no strokes. */
  edgeMm: number;
  /** Distance of print from paper, 0 to 1. */
  contrast: number;
  /** Patches of the size of characters that the edge of the picture cuts. */
  clipped: number;
}

/** Tone below which and from which a share of the pixels lies. */
const toneAt = (histogram: Float64Array, from: number, to: number, share: number): number => {
  let total = 0;
  for (let tone = from; tone < to; tone += 1) total += histogram[tone] ?? 0;
  let sum = 0;
  for (let tone = from; tone < to; tone += 1) {
    sum += histogram[tone] ?? 0;
    if (sum >= total * share) return tone;
  }
  return to;
};

const histogramOf = ({ data }: GreyImage): Float64Array => {
  const histogram = new Float64Array(256);
  for (let at = 0; at < data.length; at += 5) {
    const tone = data[at] ?? 255;
    histogram[tone] = (histogram[tone] ?? 0) + 1;
  }
  return histogram;
};

/** The steepest step between neighbours that a tenth of the clear edges still reach. */
const steepestStep = ({ width, height, data }: GreyImage, contrast: number): number => {
  const steps = new Float64Array(256);
  for (let y = 0; y < height; y += 3) {
    const row = y * width;
    for (let x = 1; x < width; x += 1) {
      const step = Math.abs((data[row + x] ?? 0) - (data[row + x - 1] ?? 0));
      if (step > contrast * 0.1) steps[step] = (steps[step] ?? 0) + 1;
    }
  }
  return toneAt(steps, 0, 256, 0.9);
};

const touchesEdge = (ink: PageInk, { width, height }: GreyImage): number =>
  ink.text.filter(
    ({ left, top, right, bottom }) => left === 0 || top === 0 || right >= width || bottom >= height,
  ).length;

/** Measures a page as it came; `flat` is the same page with its background removed and `ink` what is on that. */
export const measureQuality = (
  page: GreyImage,
  dpi: number,
  { flat, ink }: { flat: GreyImage; ink: PageInk },
): PictureQuality => {
  const histogram = histogramOf(page);
  const threshold = splitTone(page);
  const paper = toneAt(histogram, threshold, 256, 0.5);
  const print = toneAt(histogram, 0, threshold, 0.3);
  const contrast = Math.max(0, paper - print);
  const step = contrast === 0 ? 0 : steepestStep(page, contrast);
  return {
    dpi: Math.round(dpi),
    edgeMm: step === 0 ? 0 : Math.round((2540 / dpi) * (contrast / step)) / 100,
    contrast: Math.round((100 * contrast) / 255) / 100,
    clipped: touchesEdge(ink, flat),
  };
};
