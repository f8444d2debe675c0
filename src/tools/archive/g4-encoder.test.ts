import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../image/grey-image.js';
import { encodeG4, isBilevel } from './g4-encoder.js';
import { readG4Tiff, writeG4Tiff } from './g4-tiff.js';

/** What the image library, whose decoder is not ours, makes of our code. */
const decoded = async (image: GreyImage): Promise<number[]> => {
  const { data, info } = await sharp(writeG4Tiff(image), { failOn: 'warning' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([image.width, image.height, 1]);
  return [...data];
};

/** Counted numbers that look random, the same each time. */
const numbers = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const picture = (
  width: number,
  height: number,
  dark: (x: number, y: number) => boolean,
): GreyImage => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, (_value, at) =>
    dark(at % width, Math.floor(at / width)) ? 0 : 255,
  ),
});

const expectSame = async (image: GreyImage): Promise<void> => {
  const back = await decoded(image);
  const wrong = back.findIndex((value, at) => value !== image.data[at]);
  expect(
    wrong === -1
      ? 'same'
      : `pixel ${wrong % image.width} of row ${Math.floor(wrong / image.width)}`,
  ).toBe('same');
};

describe('fax group 4', () => {
  it.each([
    ['white', () => false],
    ['black', () => true],
    ['a chessboard', (x: number, y: number) => (x + y) % 2 === 0],
    ['upright stripes', (x: number) => x % 7 < 3],
    ['level stripes', (_x: number, y: number) => y % 5 < 2],
    ['a slope', (x: number, y: number) => Math.abs(x - y * 3) < 20],
  ])('gives back %s', async (_name, dark) => {
    await expectSame(picture(203, 61, dark));
  });

  it.each([1, 2, 7, 8, 9, 31])('gives back noise that is %i pixels wide', async (width) => {
    const random = numbers(width);
    await expectSame(picture(width, 50, () => random() < 0.4));
  });

  it('gives back noise of every density', async () => {
    for (const share of [0.002, 0.02, 0.2, 0.5, 0.98]) {
      const random = numbers(Math.round(share * 1000));
      await expectSame(picture(1234, 40, () => random() < share));
    }
  });

  it('knows the code word of every run, black and white, up to several thousand pixels', async () => {
    // Row n begins with n white or black pixels and then changes for good; every other row is plain.
    const widest = 5300;
    for (const first of [true, false]) {
      const runs = [
        ...Array.from({ length: 200 }, (_value, run) => run),
        ...Array.from({ length: 82 }, (_value, step) => step * 64 + (step % 64)),
      ].filter((run) => run < widest);
      await expectSame(
        picture(widest, runs.length * 2, (x, y) => {
          if (y % 2 === 1) return false;
          const run = runs[y / 2] ?? 0;
          return first ? x >= 10 && x < 10 + run : x >= run;
        }),
      );
    }
  });

  it('needs a small part of the bytes for a page with text', () => {
    const page = picture(2480, 3508, (x, y) => y % 50 < 25 && x % 40 < 12 && x > 200 && x < 2200);
    expect(encodeG4(page).length).toBeLessThan((2480 * 3508) / 8 / 15);
  });

  it('is taken only where there is nothing between black and white', () => {
    expect(isBilevel(picture(10, 10, (x) => x < 3))).toBe(true);
    expect(isBilevel({ width: 2, height: 1, data: Uint8Array.of(0, 254) })).toBe(false);
  });

  it('is read back from our own TIFF and from no other file', () => {
    const tiff = writeG4Tiff(picture(40, 30, (x) => x < 20));
    expect(readG4Tiff(tiff)).toMatchObject({ width: 40, height: 30 });
    expect(readG4Tiff(tiff.subarray(0, tiff.length - 1))).toBeUndefined();
    expect(readG4Tiff(Buffer.from(tiff).fill(0, 10, 40))).toBeUndefined();
    expect(readG4Tiff(Buffer.alloc(0))).toBeUndefined();
  });
});
