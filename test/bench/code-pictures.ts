import { type RenderOptions, toBuffer } from 'bwip-js/node';
import sharp from 'sharp';
import type { Random } from '#sample/random.js';
import { type Bitmap, blurred, sharpOf, turned } from '#sample/render/bitmap.js';
import {
  addCoffee,
  addFolds,
  addNoise,
  addSpecks,
  setTones,
  shade,
  toBlackAndWhite,
} from '#sample/render/paper.js';
import { placeOnQuad, type Quad, skewed } from '#sample/render/warp.js';
import type { symbologies } from '#tools/code-reader.js';
import type { GreyImage } from '#tools/image/grey-image.js';

type CodeFormat = (typeof symbologies)[number];

/** A picture with what it shows; `text` is undefined where there is no code. */
export interface CodePicture {
  condition: string;
  format: CodeFormat | undefined;
  text: string | undefined;
  image: GreyImage;
  dpi: number;
}

const symbols: Readonly<Record<CodeFormat, object>> = {
  QRCode: { bcid: 'qrcode', eclevel: 'M' },
  DataMatrix: { bcid: 'datamatrix' },
  Aztec: { bcid: 'azteccode' },
  PDF417: { bcid: 'pdf417', columns: 4 },
  Code128: { bcid: 'code128', height: 12 },
  Code39: { bcid: 'code39', height: 12 },
};

/** What the mail of a town carries: our sheets, signs, numbers of consignments, addresses of pages. */
export const textFor = (format: CodeFormat, random: Random): string => {
  const number = String(random.int(10_000, 99_999_999));
  if (format === 'Code39') return random.pick([`PATCHT`, `AZ-${number}`, `ASN${number}`]);
  if (format === 'Code128') return random.pick([`PATCHT`, `RK${number}DE`, `32.1-${number}/2026`]);
  return random.pick([
    `POSTSTELLE:2:T:${number}:${random.int(1, 99_999_999)}`,
    `https://beispiel.example/bescheid?nr=${number}`,
    `BCD 002 1 SCT ${number} Stadtkasse EUR${random.int(1, 900)}.00`,
    `32.1-${number}/2026`,
  ]);
};

/** The symbol with its quiet zone, eight pixels a module. */
export const drawSymbol = async (format: CodeFormat, text: string): Promise<Bitmap> => {
  const options = symbols[format];
  const png = await toBuffer({
    scale: 4,
    padding: 10,
    backgroundcolor: 'FFFFFF',
    ...options,
    text,
  } as RenderOptions);
  const { data, info } = await sharp(png)
    .flatten({ background: '#fff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 1, data };
};

const resized = async (bitmap: Bitmap, width: number): Promise<Bitmap> => {
  const height = Math.max(1, Math.round((bitmap.height * width) / bitmap.width));
  const data = await sharpOf(bitmap)
    .resize({ width, height, fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  return { width, height, channels: 1, data };
};

const paste = (page: Bitmap, symbol: Bitmap, left: number, top: number): void => {
  for (let y = 0; y < symbol.height; y += 1) {
    const row = symbol.data.subarray(y * symbol.width, (y + 1) * symbol.width);
    page.data.set(row, (top + y) * page.width + left);
  }
};

const inverted = (bitmap: Bitmap): Bitmap => ({
  ...bitmap,
  data: bitmap.data.map((value) => 255 - value),
});

const isLinear = (format: CodeFormat): boolean => format === 'Code128' || format === 'Code39';

/** Printed width of the symbol in millimetres. */
const printedWidth = (format: CodeFormat, random: Random): number => {
  if (isLinear(format)) return random.int(55, 85);
  return format === 'PDF417' ? random.int(60, 85) : random.int(20, 38);
};

const streaks = (page: Bitmap, random: Random): void => {
  for (let count = random.int(2, 5); count > 0; count -= 1) {
    const x = random.int(40, page.width - 40);
    for (let y = 0; y < page.height; y += 1)
      if (random.chance(0.9)) page.data[y * page.width + x] = 20;
  }
};

/** A stroke of a pen through the code, or a torn corner. */
const damage = (
  page: Bitmap,
  at: { left: number; top: number; width: number; height: number },
  random: Random,
): void => {
  const { left, top, width, height } = at;
  const from = top + height * (0.25 + random.next() * 0.5);
  const slope = ((random.next() - 0.5) * height) / width;
  const half = Math.max(1, Math.round(page.width / 1100));
  for (let x = left; x < left + width; x += 1) {
    const y = Math.round(from + slope * (x - left));
    for (let dy = -half; dy <= half; dy += 1) {
      const at = (y + dy) * page.width + x;
      if (at >= 0 && at < page.data.length) page.data[at] = 60;
    }
  }
  const size = Math.round(Math.min(width, height) * 0.09);
  const tearX = left + random.int(Math.round(width * 0.25), Math.round(width * 0.75));
  const tearY = top + random.int(Math.round(height * 0.3), Math.round(height * 0.7));
  for (let y = tearY; y < tearY + size; y += 1)
    for (let x = tearX; x < tearX + size; x += 1) page.data[y * page.width + x] = 235;
};

interface ScanKind {
  name: string;
  dpi: number;
  invert?: boolean;
  damage?: boolean;
  wear: (page: Bitmap, random: Random) => Promise<Bitmap> | Bitmap;
}

const office = async (page: Bitmap, random: Random, degrees: number): Promise<Bitmap> => {
  const askew = skewed(page, degrees);
  setTones(askew, { ink: [random.int(20, 50)], paper: [random.int(228, 250)] });
  addFolds(askew, { random, strength: random.int(20, 60) });
  const soft = await blurred(askew, 0.5 + random.next() * 0.4);
  addNoise(soft, { random, sigma: 2 });
  return soft;
};

const scanKinds: readonly ScanKind[] = [
  {
    name: 'scan 300 dpi',
    dpi: 300,
    wear: (page, random) => office(page, random, random.next() - 0.5),
  },
  {
    name: 'scan 200 dpi, skewed',
    dpi: 200,
    wear: (page, random) => office(page, random, random.int(-5, 5)),
  },
  { name: 'scan 150 dpi', dpi: 150, wear: (page, random) => office(page, random, random.next()) },
  {
    name: 'scan upside down',
    dpi: 200,
    wear: async (page, random) => turned(await office(page, random, 0.5), 2),
  },
  {
    name: 'scan sideways',
    dpi: 200,
    wear: async (page, random) => turned(await office(page, random, 0.5), 1),
  },
  {
    name: 'scan inverted code',
    dpi: 200,
    invert: true,
    wear: (page, random) => office(page, random, 0.4),
  },
  {
    name: 'scan damaged code',
    dpi: 200,
    damage: true,
    wear: (page, random) => office(page, random, 0.4),
  },
  {
    name: 'scan with streaks',
    dpi: 200,
    wear: async (page, random) => {
      const worn = await office(page, random, 0.3);
      streaks(worn, random);
      return worn;
    },
  },
  {
    name: 'fax',
    dpi: 200,
    wear: (page, random) => {
      const askew = skewed(page, random.next() * 0.6);
      toBlackAndWhite(askew, { random, threshold: random.int(150, 180), jitter: 16 });
      addSpecks(askew, { random, count: random.int(100, 500), maxRadius: 0.9 });
      return askew;
    },
  },
  {
    name: 'speckled copy',
    dpi: 200,
    wear: (page, random) => {
      const askew = skewed(page, random.next());
      toBlackAndWhite(askew, { random, threshold: random.int(140, 170), jitter: 20 });
      addSpecks(askew, { random, count: random.int(3000, 6000), maxRadius: 1.1 });
      return askew;
    },
  },
  {
    name: 'scan low contrast, stained',
    dpi: 200,
    wear: async (page, random) => {
      const askew = skewed(page, random.next() * 2 - 1);
      const paper = random.int(165, 190);
      setTones(askew, { ink: [random.int(100, 125)], paper: [paper] });
      addCoffee(askew, random);
      shade(askew, (x, y) => 1 - 0.25 * x * y);
      const soft = await blurred(askew, 0.6);
      addNoise(soft, { random, sigma: 6 });
      return soft;
    },
  },
];

/** A scanned letter with a code somewhere on it. */
const makeScan = async (
  kind: ScanKind,
  format: CodeFormat,
  from: { letters: ReadonlyMap<number, readonly Bitmap[]>; random: Random },
): Promise<CodePicture> => {
  const { random } = from;
  const text = textFor(format, random);
  const letter = random.pick(from.letters.get(kind.dpi) ?? []);
  const page: Bitmap = { ...letter, data: letter.data.slice() };
  const drawn = await drawSymbol(format, text);
  const wide = Math.round((printedWidth(format, random) * kind.dpi) / 25.4);
  const symbol = await resized(kind.invert === true ? inverted(drawn) : drawn, wide);
  const left = random.int(30, page.width - symbol.width - 30);
  const top = random.int(30, page.height - symbol.height - 30);
  paste(page, symbol, left, top);
  if (kind.damage === true)
    damage(page, { left, top, width: symbol.width, height: symbol.height }, random);
  const { width, height, data } = await kind.wear(page, random);
  return { condition: kind.name, format, text, image: { width, height, data }, dpi: kind.dpi };
};

interface PhotoKind {
  name: string;
  /** Share of the picture's width that the symbol takes. */
  size: (random: Random) => number;
  /** How far corners move, as a share of the symbol. */
  perspective: number;
  /** Degrees. */
  turn: (random: Random) => number;
  invert?: boolean;
  light: (picture: Bitmap, random: Random) => Promise<Bitmap> | Bitmap;
}

const near = (random: Random): number => 0.35 + random.next() * 0.25;
const slight = (random: Random): number => random.next() * 16 - 8;

const daylight = async (picture: Bitmap, random: Random): Promise<Bitmap> => {
  const soft = await blurred(picture, 0.8);
  addNoise(soft, { random, sigma: 4 });
  return soft;
};

const motion = (picture: Bitmap, length: number): Bitmap => {
  const { width, height, data } = picture;
  const result = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let step = 0; step < length; step += 1) {
        const fromX = Math.min(width - 1, x + step);
        const fromY = Math.min(height - 1, y + (step >> 1));
        sum += data[fromY * width + fromX] ?? 0;
      }
      result[y * width + x] = sum / length;
    }
  return { ...picture, data: result };
};

const photoKinds: readonly PhotoKind[] = [
  { name: 'photo', size: near, perspective: 0.06, turn: slight, light: daylight },
  {
    name: 'photo, strong perspective',
    size: near,
    perspective: 0.2,
    turn: slight,
    light: daylight,
  },
  {
    name: 'photo upside down',
    size: near,
    perspective: 0.08,
    turn: (random) => 180 + slight(random),
    light: daylight,
  },
  {
    name: 'photo at any angle',
    size: near,
    perspective: 0.06,
    turn: (random) => random.int(20, 340),
    light: daylight,
  },
  {
    name: 'photo inverted code',
    size: near,
    perspective: 0.06,
    turn: slight,
    invert: true,
    light: daylight,
  },
  {
    name: 'photo far away',
    size: (random) => 0.13 + random.next() * 0.07,
    perspective: 0.04,
    turn: slight,
    light: daylight,
  },
  {
    name: 'photo blurred',
    size: near,
    perspective: 0.05,
    turn: slight,
    light: async (picture, random) => {
      const soft = await blurred(picture, 1.8 + random.next() * 1.6);
      addNoise(soft, { random, sigma: 3 });
      return soft;
    },
  },
  {
    name: 'photo moved',
    size: near,
    perspective: 0.05,
    turn: slight,
    light: (picture, random) => {
      const moved = motion(picture, random.int(4, 8));
      addNoise(moved, { random, sigma: 3 });
      return moved;
    },
  },
  {
    name: 'photo in the dark',
    size: near,
    perspective: 0.05,
    turn: slight,
    light: async (picture, random) => {
      setTones(picture, { ink: [random.int(14, 24)], paper: [random.int(48, 70)] });
      const soft = await blurred(picture, 1);
      addNoise(soft, { random, sigma: 6 });
      return soft;
    },
  },
  {
    name: 'photo half in the shadow',
    size: near,
    perspective: 0.06,
    turn: slight,
    light: async (picture, random) => {
      const edge = 0.35 + random.next() * 0.3;
      const soft = await blurred(picture, 0.8);
      shade(soft, (x, y) => (x + y * 0.3 > edge ? 0.3 : 1));
      addNoise(soft, { random, sigma: 3 });
      return soft;
    },
  },
  {
    name: 'photo with glare',
    size: near,
    perspective: 0.06,
    turn: slight,
    light: async (picture, random) => {
      const cx = 0.3 + random.next() * 0.4;
      const cy = 0.3 + random.next() * 0.4;
      setTones(picture, { ink: [60], paper: [215] });
      const soft = await blurred(picture, 0.8);
      shade(soft, (x, y) => 1 + 2.2 * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 0.006));
      addNoise(soft, { random, sigma: 3 });
      return soft;
    },
  },
];

const photoSize = { width: 1400, height: 1050 } as const;

const quadOf = (kind: PhotoKind, symbol: Bitmap, random: Random): Quad => {
  const width = photoSize.width * kind.size(random);
  const height = Math.min(photoSize.height * 0.7, (width * symbol.height) / symbol.width);
  const angle = (kind.turn(random) * Math.PI) / 180;
  const off = (): number => (random.next() - 0.5) * 2 * kind.perspective * Math.min(width, height);
  const at = (x: number, y: number): readonly [number, number] => {
    const dx = x * width + off();
    const dy = y * height + off();
    return [
      photoSize.width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle),
      photoSize.height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle),
    ];
  };
  return [at(-0.5, -0.5), at(0.5, -0.5), at(0.5, 0.5), at(-0.5, 0.5)];
};

/** A telephone's picture of a code on a label. */
const makePhoto = async (
  kind: PhotoKind,
  format: CodeFormat,
  random: Random,
): Promise<CodePicture> => {
  const text = textFor(format, random);
  const drawn = await drawSymbol(format, text);
  const symbol = kind.invert === true ? inverted(drawn) : drawn;
  const ground = random.int(120, 215);
  // Shrunk before it is laid down, otherwise the bilinear steps would skip pixels.
  const fine = await resized(symbol, Math.round(photoSize.width * 0.6));
  const laid = placeOnQuad(fine, {
    quad: quadOf(kind, fine, random),
    ...photoSize,
    ground: [ground, ground, ground],
  });
  const { width, height, data } = await kind.light(laid, random);
  const jpeg = await sharpOf({ width, height, channels: 1, data }).jpeg({ quality: 75 }).toBuffer();
  const raw = await sharp(jpeg).toColourspace('b-w').raw().toBuffer();
  return { condition: kind.name, format, text, image: { width, height, data: raw }, dpi: 120 };
};

export const codeFormats: readonly CodeFormat[] = [
  'QRCode',
  'DataMatrix',
  'Aztec',
  'PDF417',
  'Code128',
  'Code39',
];

/** Every condition with every kind of code, `rounds` times. */
export async function* streamCodePictures(from: {
  letters: ReadonlyMap<number, readonly Bitmap[]>;
  rounds: number;
  random: Random;
}): AsyncGenerator<CodePicture> {
  for (let round = 0; round < from.rounds; round += 1) {
    for (const format of codeFormats) {
      for (const kind of scanKinds) {
        const random = from.random.fork(`${round} ${format} ${kind.name}`);
        yield await makeScan(kind, format, { letters: from.letters, random });
      }
      for (const kind of photoKinds) {
        yield await makePhoto(kind, format, from.random.fork(`${round} ${format} ${kind.name}`));
      }
    }
  }
}
