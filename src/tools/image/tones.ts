import type { GreyImage } from './grey-image.js';

/** How many pixels of a sample have each tone, 0 black to 255 white. */
export type Tones = Uint32Array;

/** Every third row tells the tones of a page as well as all of them. */
const rowStep = 3;

/** Counts the tones of a page on a sample of its rows. */
export const countTones = ({ width, height, data }: GreyImage): Tones => {
  const tones = new Uint32Array(256);
  for (let y = 0; y < height; y += rowStep) {
    const end = (y + 1) * width;
    for (let at = y * width; at < end; at += 1) {
      const tone = data[at] ?? 0;
      tones[tone] = (tones[tone] ?? 0) + 1;
    }
  }
  return tones;
};

/** Otsu's threshold: the tone that best parts print from paper, whatever they are. */
export const splitTone = (tones: Tones): number => {
  let total = 0;
  let all = 0;
  for (const [tone, count] of tones.entries()) {
    total += count;
    all += tone * count;
  }
  let below = 0;
  let belowSum = 0;
  let best = -1;
  let threshold = 128;
  for (let tone = 0; tone < 255; tone += 1) {
    const count = tones[tone] ?? 0;
    below += count;
    belowSum += tone * count;
    if (below === 0 || below === total) continue;
    const difference = belowSum / below - (all - belowSum) / (total - below);
    const spread = below * (total - below) * difference * difference;
    if (spread > best) {
      best = spread;
      threshold = tone + 1;
    }
  }
  return threshold;
};

/** The threshold of a flattened page, kept within what print on paper can be. */
export const inkThreshold = (tones: Tones): number =>
  Math.min(200, Math.max(110, splitTone(tones)));

/** The mean of the tones below a threshold; 0 where there are none. */
export const meanBelow = (tones: Tones, threshold: number): number => {
  let count = 0;
  let sum = 0;
  for (let tone = 0; tone < threshold; tone += 1) {
    count += tones[tone] ?? 0;
    sum += tone * (tones[tone] ?? 0);
  }
  return count === 0 ? 0 : sum / count;
};

/** The tone in [from, to) up to which a share of the pixels with such tones lies. */
export const toneAt = (tones: Tones, from: number, to: number, share: number): number => {
  let total = 0;
  for (let tone = from; tone < to; tone += 1) total += tones[tone] ?? 0;
  let sum = 0;
  for (let tone = from; tone < to; tone += 1) {
    sum += tones[tone] ?? 0;
    if (sum >= total * share) return tone;
  }
  return to;
};
