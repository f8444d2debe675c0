import type { Random } from '../random.js';
import { type Bitmap, blurred, turned } from './bitmap.js';
import {
  addCoffee,
  addFolds,
  addNoise,
  addShineThrough,
  addSpecks,
  addWornToner,
  setTones,
  shade,
  toBlackAndWhite,
} from './paper.js';
import { placeOnQuad, type Quad, skewed } from './warp.js';

/** In which state a letter reaches us. */
export const degradations = [
  'born-digital',
  'clean-300',
  'clean-200',
  'office-scan',
  'received-stamp',
  'fax',
  'phone-photo',
  'coffee-stain',
  'low-contrast',
  'rotated-90',
  'rotated-180',
  'speckle',
  'skewed',
  'obscured',
] as const;

/** One of the states. */
export type Degradation = (typeof degradations)[number];

/** How often which state comes; `obscured` is only possible where our reference is printed. */
export const degradationWeights: Readonly<Record<Degradation, number>> = {
  'born-digital': 15,
  'clean-300': 8,
  'clean-200': 7,
  'office-scan': 28,
  'received-stamp': 14,
  fax: 6,
  'phone-photo': 6,
  'coffee-stain': 3,
  'low-contrast': 4,
  'rotated-90': 2.5,
  'rotated-180': 2,
  speckle: 2.5,
  skewed: 4,
  obscured: 2,
};

/** How the sheet is read and what happened to it before. */
export interface Condition {
  dpiX: number;
  dpiY: number;
  colour: boolean;
  bilevel: boolean;
  jpegQuality: number;
  /** What was put on the paper after the letter was written. */
  overlay: 'stamp' | 'faxHeader' | 'blot' | 'none';
  wear(page: Bitmap, random: Random): Promise<Bitmap>;
}

const base: Omit<Condition, 'wear'> = {
  dpiX: 300,
  dpiY: 300,
  colour: false,
  bilevel: false,
  jpegQuality: 75,
  overlay: 'none',
};

const signOf = (random: Random): number => (random.chance(0.5) ? 1 : -1);

/** The usual way of a sheet: folded, put on the glass a little askew, read with a worn sensor. */
const officeWear = async (
  page: Bitmap,
  random: Random,
  degrees = 0.2 + random.next(),
): Promise<Bitmap> => {
  if (random.chance(0.25)) addWornToner(page, { random, share: 0.2 + random.next() * 0.25 });
  const result = skewed(page, signOf(random) * degrees);
  const paper = random.int(232, 250);
  setTones(result, {
    ink: [random.int(14, 46)],
    paper: [paper, paper - random.int(0, 4), paper - random.int(0, 9)],
  });
  addFolds(result, { random, strength: random.int(24, 70) });
  const edge = random.next() * 0.1;
  const left = random.chance(0.5);
  shade(result, (x) => 1 - edge * Math.max(0, ((left ? 1 - x : x) - 0.82) / 0.18) ** 2);
  if (random.chance(0.5)) addSpecks(result, { random, count: random.int(5, 60), maxRadius: 1.4 });
  const soft = await blurred(result, 0.4 + random.next() * 0.5);
  addNoise(soft, { random, sigma: 1 + random.next() * 2.2 });
  return soft;
};

const faxWear = async (page: Bitmap, random: Random): Promise<Bitmap> => {
  const soft = skewed(page, signOf(random) * random.next() * 0.5);
  for (let i = random.int(0, 2); i > 0; i -= 1) {
    const x = random.int(40, soft.width - 40);
    for (let y = 0; y < soft.height; y += 1) {
      if (random.chance(0.8)) soft.data[y * soft.width + x] = 0;
    }
  }
  toBlackAndWhite(soft, { random, threshold: random.int(150, 185), jitter: 16 });
  addSpecks(soft, { random, count: random.int(30, 160), maxRadius: 0.9 });
  return soft;
};

/** A telephone held over the table: the paper's corners are no rectangle, one side lies in the shadow. */
const photoWear = async (page: Bitmap, random: Random): Promise<Bitmap> => {
  const margin = Math.round(page.width * 0.05);
  const width = page.width + 2 * margin;
  const height = page.height + 2 * margin;
  const off = (): number => Math.round((random.next() * 0.9 + 0.1) * margin);
  const quad: Quad = [
    [off(), off()],
    [width - off(), off()],
    [width - off() * 0.4, height - off()],
    [off() * 0.4, height - off()],
  ];
  setTones(page, {
    ink: [24, 22, 20],
    paper: [random.int(228, 246), random.int(224, 240), random.int(208, 228)],
  });
  addFolds(page, { random, strength: random.int(18, 40) });
  const table = random.pick<readonly [number, number, number]>([
    [112, 82, 56],
    [70, 72, 78],
    [168, 150, 126],
    [48, 44, 42],
  ]);
  const result = placeOnQuad(page, { quad, width, height, ground: table });
  const darkX = random.next();
  const darkY = random.next();
  const depth = 0.22 + random.next() * 0.22;
  shade(
    result,
    (x, y) => 1.04 - depth * (0.7 * Math.abs(x - darkX) ** 1.3 + 0.5 * Math.abs(y - darkY) ** 1.5),
  );
  const soft = await blurred(result, 0.5 + random.next() * 0.4);
  addNoise(soft, { random, sigma: 4 });
  return soft;
};

const recycledWear = async (page: Bitmap, random: Random): Promise<Bitmap> => {
  const result = skewed(page, signOf(random) * (0.1 + random.next() * 0.6));
  const paper = random.int(168, 190);
  setTones(result, { ink: [random.int(84, 104)], paper: [paper, paper - 3, paper - 14] });
  if (random.chance(0.6)) addShineThrough(result, 0.08 + random.next() * 0.08);
  addSpecks(result, { random, count: random.int(300, 900), maxRadius: 1 });
  shade(result, (x, y) => 1 - 0.08 * Math.sin(x * 3 + y * 2));
  const soft = await blurred(result, 0.5);
  addNoise(soft, { random, sigma: 6 });
  return soft;
};

const speckleWear = async (page: Bitmap, random: Random): Promise<Bitmap> => {
  const result = skewed(page, signOf(random) * random.next() * 0.8);
  toBlackAndWhite(result, { random, threshold: random.int(140, 175), jitter: 12 });
  addSpecks(result, { random, count: random.int(4000, 9000), maxRadius: 1.3 });
  return result;
};

const cleanWear = async (page: Bitmap, random: Random): Promise<Bitmap> => {
  const result = random.chance(0.5) ? page : skewed(page, signOf(random) * random.next() * 0.12);
  setTones(result, { ink: [random.int(8, 24)], paper: [random.int(246, 255)] });
  addNoise(result, { random, sigma: 0.7 });
  return result;
};

/** Conditions of all states that end as pictures. */
export const conditions: Readonly<Record<Exclude<Degradation, 'born-digital'>, Condition>> = {
  'clean-300': { ...base, jpegQuality: 80, wear: cleanWear },
  'clean-200': { ...base, dpiX: 200, dpiY: 200, jpegQuality: 80, wear: cleanWear },
  'office-scan': { ...base, wear: (page, random) => officeWear(page, random) },
  'received-stamp': {
    ...base,
    dpiX: 200,
    dpiY: 200,
    colour: true,
    overlay: 'stamp',
    wear: (page, random) => officeWear(page, random),
  },
  fax: { ...base, dpiX: 204, dpiY: 196, bilevel: true, overlay: 'faxHeader', wear: faxWear },
  'phone-photo': { ...base, dpiX: 200, dpiY: 200, colour: true, jpegQuality: 78, wear: photoWear },
  'coffee-stain': {
    ...base,
    dpiX: 200,
    dpiY: 200,
    colour: true,
    wear: async (page, random) => {
      addCoffee(page, random);
      return officeWear(page, random);
    },
  },
  'low-contrast': { ...base, jpegQuality: 70, wear: recycledWear },
  'rotated-90': {
    ...base,
    wear: async (page, random) =>
      turned(await officeWear(page, random), random.chance(0.5) ? 1 : 3),
  },
  'rotated-180': {
    ...base,
    dpiX: 200,
    dpiY: 200,
    wear: async (page, random) => turned(await officeWear(page, random), 2),
  },
  speckle: { ...base, bilevel: true, wear: speckleWear },
  skewed: {
    ...base,
    dpiX: 200,
    dpiY: 200,
    wear: (page, random) => officeWear(page, random, 2 + random.next()),
  },
  obscured: {
    ...base,
    dpiX: 200,
    dpiY: 200,
    overlay: 'blot',
    wear: (page, random) => officeWear(page, random),
  },
};
