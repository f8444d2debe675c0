import type { GreyImage } from './grey-image.js';
import { inkThreshold } from './ink.js';

/** Print that is paler than this on white paper is darkened. */
const paleInk = 70;
const wantedInk = 35;
/** What is nearly as bright as the paper is the grain or the other side of the sheet. */
const paperShare = 0.45;

/** The mean tone of what is darker than the threshold. */
const inkTone = ({ data }: GreyImage, threshold: number): number => {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < data.length; at += 3) {
    const value = data[at] ?? 255;
    if (value >= threshold) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
};

/** A page with its tones, and how pale its print was (0 black, 255 white); null where nothing was changed. */
export interface Levelled {
  image: GreyImage;
  ink: number | null;
}

/** Gives pale print on a flattened page the contrast of good print and lets grain and shine-through vanish. */
export const stretchLevels = (flat: GreyImage): Levelled => {
  const threshold = inkThreshold(flat);
  const ink = inkTone(flat, threshold);
  if (ink < paleInk) return { image: flat, ink: null };
  const white = 255 - (255 - threshold) * paperShare;
  const table = Uint8Array.from({ length: 256 }, (_value, tone) => {
    const stretched = wantedInk + ((tone - ink) * (255 - wantedInk)) / (white - ink);
    return Math.min(255, Math.max(0, Math.round(stretched)));
  });
  return { image: { ...flat, data: flat.data.map((tone) => table[tone] ?? tone) }, ink };
};
