import type { GreyImage } from './grey-image.js';
import { countTones, inkThreshold, meanBelow } from './tones.js';

/** Print that is paler than this on white paper is darkened. */
const paleInk = 70;
const wantedInk = 35;
/** What is nearly as bright as the paper is the grain or the other side of the sheet. */
const paperShare = 0.45;

/** A page with its tones, and how pale its print was (0 black, 255 white); null where nothing was changed. */
export interface Levelled {
  image: GreyImage;
  ink: number | null;
}

/** Gives pale print on a flattened page the contrast of good print and lets grain and shine-through vanish. */
export const stretchLevels = (flat: GreyImage): Levelled => {
  const tones = countTones(flat);
  const threshold = inkThreshold(tones);
  const ink = meanBelow(tones, threshold);
  if (ink < paleInk) return { image: flat, ink: null };
  const white = 255 - (255 - threshold) * paperShare;
  const table = Uint8Array.from({ length: 256 }, (_value, tone) => {
    const stretched = wantedInk + ((tone - ink) * (255 - wantedInk)) / (white - ink);
    return Math.min(255, Math.max(0, Math.round(stretched)));
  });
  const data = new Uint8Array(flat.data.length);
  for (let at = 0; at < data.length; at += 1) data[at] = table[flat.data[at] ?? 0] ?? 0;
  return { image: { ...flat, data }, ink };
};
