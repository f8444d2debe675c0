import type { GreyImage } from './grey-image.js';
import type { PageInk } from './ink.js';
import { countTones, splitTone, toneAt } from './tones.js';

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

/** The steepest step between neighbours that a tenth of the clear edges still reach. */
const steepestStep = ({ width, height, data }: GreyImage, contrast: number): number => {
  const steps = new Uint32Array(256);
  for (let y = 0; y < height; y += 3) {
    const end = (y + 1) * width;
    let before = data[y * width] ?? 0;
    for (let at = y * width + 1; at < end; at += 1) {
      const tone = data[at] ?? 0;
      const step = Math.abs(tone - before);
      steps[step] = (steps[step] ?? 0) + 1;
      before = tone;
    }
  }
  steps.fill(0, 0, Math.floor(contrast * 0.1) + 1);
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
  const tones = countTones(page);
  const threshold = splitTone(tones);
  const paper = toneAt(tones, threshold, 256, 0.5);
  const print = toneAt(tones, 0, threshold, 0.3);
  const contrast = Math.max(0, paper - print);
  const step = contrast === 0 ? 0 : steepestStep(page, contrast);
  return {
    dpi: Math.round(dpi),
    edgeMm: step === 0 ? 0 : Math.round((2540 / dpi) * (contrast / step)) / 100,
    contrast: Math.round((100 * contrast) / 255) / 100,
    clipped: touchesEdge(ink, flat),
  };
};
