import { removeBorders } from '../image/borders.js';
import type { Component } from '../image/components.js';
import { flattenBackground } from '../image/flat-field.js';
import { type GreyImage, quarterTurn, shrink } from '../image/grey-image.js';
import { measureInk, type PageInk, uncovered } from '../image/ink.js';
import { stretchLevels } from '../image/levels.js';
import { measureQuality, type PictureQuality } from '../image/page-quality.js';
import { resample } from '../image/resample.js';
import { removeRules } from '../image/rules.js';
import { measureSkew, type Skew } from '../image/skew.js';
import { countTones, inkThreshold } from '../image/tones.js';
import type { Box } from '../page-text.js';
import type { PageWork } from './protocol.js';

const wantedDpi = 250;
/** Small differences are not worth a resampling. */
const keptRange = { least: 235, most: 265 } as const;
/** More than this makes the engine's layout lose parts of coarse pages. */
const mostEnlarged = 1.6;
const mostPixels = 25_000_000;
const leastAngle = 0.25;
const manySpecks = 1500;

/** A page as the engine gets it, with the way back to the page as it came. */
export interface PreparedPage {
  image: GreyImage;
  dpi: number;
  angle: number;
  rotated: 0 | 90 | 180 | 270;
  /** Rows and columns of pixels that belonged to ruled lines and were taken out. */
  rules: number;
  /** From pixels of the prepared image to shares of the page as it was handed over. */
  boxOf(pixels: { left: number; top: number; right: number; bottom: number }): Box;
}

const isBilevel = ({ data }: GreyImage): boolean => {
  let between = 0;
  for (let at = 0; at < data.length; at += 7) {
    const value = data[at] ?? 0;
    if (value > 24 && value < 231) between += 1;
  }
  return between * 7 < data.length * 0.02;
};

const clear = (image: GreyImage, { left, top, right, bottom }: Component): void => {
  for (let y = top; y < bottom; y += 1)
    image.data.fill(255, y * image.width + left, y * image.width + right);
};

/** Specks up to this many pixels at 250 dpi are smaller than any dot. */
const dustArea = 5.5;
/** So far around a character its dots and the full stop behind it may stand, in millimetres. */
const belongingReach = 1.2;

/**
 * Removes the dust of a bad fax. Larger specks beside characters stay, because the dots of i and ä are no larger;
 * a clean fax has too few specks to be touched.
 */
const despeckle = (flat: GreyImage, dpi: number) => {
  const ink = measureInk(flat, dpi);
  const { specks, text } = ink;
  if (specks.length <= manySpecks) return { image: flat, specks: 0, ink };
  const reach = Math.round((belongingReach / 25.4) * dpi);
  const around = text.map(({ left, top, right, bottom }) => ({
    left: left - reach,
    top: top - reach,
    right: right + reach,
    bottom: bottom + reach,
  }));
  const cleaned = { ...flat, data: flat.data.slice() };
  const dust = dustArea * (dpi / wantedDpi) ** 2;
  const gone = specks.filter(({ area }) => area <= dust);
  const stray = new Set([...gone, ...uncovered(specks, around)]);
  for (const speck of stray) clear(cleaned, speck);
  return { image: cleaned, specks: stray.size, ink: measureInk(cleaned, dpi) };
};

/** What is done once for a page, whichever way up it is read. */
export interface FlatPage {
  image: GreyImage;
  dpi: number;
  skew: Skew;
  ink: PageInk;
  work: Pick<PageWork, 'shrunk' | 'darkenedFrom' | 'borders' | 'specks'>;
  quality: PictureQuality;
}

/** Shrinks what is finer than needed, takes the paper's own tone out and removes dust. */
export const flattenPage = (page: GreyImage, dpi: number): FlatPage => {
  const fine = Math.max(
    dpi / (wantedDpi * 1.6),
    Math.sqrt((page.width * page.height) / mostPixels),
  );
  const factor = Math.max(1, Math.ceil(fine - 0.01));
  const shrunk = shrink(page, factor);
  const bilevel = isBilevel(page);
  const { image: flat, ink: darkenedFrom } = stretchLevels(flattenBackground(shrunk));
  const borders = removeBorders(flat, dpi / factor, inkThreshold(countTones(flat)));
  const cleaned = bilevel
    ? despeckle(flat, dpi / factor)
    : { image: flat, specks: 0, ink: measureInk(flat, dpi / factor) };
  const { ink } = cleaned;
  return {
    image: cleaned.image,
    dpi: dpi / factor,
    skew: measureSkew(cleaned.image),
    ink,
    work: {
      shrunk: factor,
      darkenedFrom: darkenedFrom === null ? null : Math.round(darkenedFrom),
      borders,
      specks: cleaned.specks,
    },
    quality: measureQuality(page, dpi, { flat: cleaned.image, ink }),
  };
};

const scaleOf = (dpi: number): number =>
  dpi >= keptRange.least && dpi <= keptRange.most ? 1 : Math.min(wantedDpi / dpi, mostEnlarged);

/** Turns, levels and scales a flattened page in as few steps as possible. */
export const preparePage = (
  flat: Pick<FlatPage, 'image' | 'dpi'> & Partial<Pick<FlatPage, 'skew'>>,
  rotated: 0 | 90 | 180 | 270,
  mostDpi = wantedDpi,
): PreparedPage => {
  const upright = quarterTurn(flat.image, (rotated / 90) as 0 | 1 | 2 | 3);
  const known = rotated === 0 ? flat.skew : undefined;
  const skew = (known ?? measureSkew(upright)).angle;
  const angle = Math.abs(skew) < leastAngle ? 0 : skew;
  const scale = Math.min(
    scaleOf(flat.dpi),
    mostDpi < wantedDpi ? mostDpi / flat.dpi : mostEnlarged,
  );
  const { image: level, back } = resample(upright, scale, angle);
  const { image, found: rules } = removeRules(level, flat.dpi * scale);
  const share = (x: number, y: number) => {
    const place = back(x, y);
    const right = place.x / upright.width;
    const down = place.y / upright.height;
    if (rotated === 90) return { x: down, y: 1 - right };
    if (rotated === 180) return { x: 1 - right, y: 1 - down };
    if (rotated === 270) return { x: 1 - down, y: right };
    return { x: right, y: down };
  };
  return {
    image,
    dpi: flat.dpi * scale,
    angle,
    rotated,
    rules,
    boxOf: ({ left, top, right, bottom }) => {
      // The middles of the sides, not the corners: a level box around a slanted word would grow too high.
      const middleX = (left + right) / 2;
      const middleY = (top + bottom) / 2;
      const points = [
        share(left, middleY),
        share(right, middleY),
        share(middleX, top),
        share(middleX, bottom),
      ];
      const inside = (value: number): number => Math.min(1, Math.max(0, value));
      const xs = points.map((point) => inside(point.x));
      const ys = points.map((point) => inside(point.y));
      const x = Math.min(...xs);
      const y = Math.min(...ys);
      return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
    },
  };
};
