import { describe, expect, it } from 'vitest';
import { removeBorders } from './borders.js';
import { flattenBackground } from './flat-field.js';
import type { GreyImage } from './grey-image.js';
import { measureInk } from './ink.js';
import { stretchLevels } from './levels.js';
import { measureQuality } from './page-quality.js';
import { removeRules } from './rules.js';

const dpi = 250;

const blank = (width = 1000, height = 1000, value = 255): GreyImage => ({
  width,
  height,
  data: new Uint8Array(width * height).fill(value),
});

const draw = (
  image: GreyImage,
  [left, top, width, height]: readonly [number, number, number, number],
  value = 0,
): void => {
  for (let y = top; y < top + height; y += 1)
    image.data.fill(value, y * image.width + left, y * image.width + left + width);
};

/** Rows of upright strokes of the size of characters. */
const textPage = (ink = 0, paper = 255): GreyImage => {
  const image = blank(1000, 1000, paper);
  for (let line = 0; line < 20; line += 1)
    for (let x = 100; x < 900; x += 14) draw(image, [x, 60 + line * 44, 4, 20], ink);
  return image;
};

const darkPixels = ({ data }: GreyImage): number => data.filter((value) => value < 128).length;

describe('ruled lines', () => {
  it('of a table vanish, also slanted and broken ones, while the text in the cells stays', () => {
    const page = textPage();
    const before = darkPixels(page);
    for (let line = 0; line < 4; line += 1)
      for (let x = 80; x < 920; x += 1)
        if (x % 9 !== 0) draw(page, [x, 40 + line * 44 + Math.floor(x / 400), 1, 3]);
    for (const x of [80, 500, 918]) draw(page, [x, 40, 2, 180]);
    const { image, found } = removeRules(page, dpi);
    expect(found).toBeGreaterThan(0);
    expect(Math.abs(darkPixels(image) - before)).toBeLessThan(before * 0.02);
  });

  it('are not seen in plain text, which stays as it is', () => {
    const page = textPage();
    expect(removeRules(page, dpi)).toEqual({ image: page, found: 0 });
  });

  it('under words go whole, also where the characters stand on them', () => {
    const page = blank();
    for (let x = 120; x < 780; x += 14) draw(page, [x, 470, 4, 30]);
    const before = darkPixels(page);
    draw(page, [110, 498, 680, 3]);
    const { image } = removeRules(page, dpi);
    // What stood on the line may lose the row that it shares with it, nothing of the line is left between or below.
    expect(darkPixels(image)).toBeLessThanOrEqual(before);
    expect(darkPixels(image)).toBeGreaterThan(before * 0.9);
    expect(image.data[500 * 1000 + 122]).toBe(255);
  });

  it('leave the feet of the digits that stand on them', () => {
    const page = blank();
    // A 2 ends in a level foot as thick as its strokes; most of the line is covered by such feet.
    for (let x = 120; x < 780; x += 20) draw(page, [x, 496, 14, 4]);
    for (let x = 120; x < 780; x += 20) draw(page, [x + 10, 470, 4, 26]);
    const before = darkPixels(page);
    draw(page, [110, 500, 680, 2]);
    const { image } = removeRules(page, dpi);
    expect(darkPixels(image)).toBe(before);
    expect(image.data[498 * 1000 + 125]).toBe(0);
    expect(image.data[500 * 1000 + 125]).toBe(255);
  });

  it('leave the strokes that cross them', () => {
    const page = blank();
    draw(page, [100, 500, 700, 3]);
    for (let x = 120; x < 780; x += 40) draw(page, [x, 485, 4, 30]);
    const { image } = removeRules(page, dpi);
    expect(image.data[500 * 1000 + 122]).toBe(0);
    expect(image.data[500 * 1000 + 110]).toBe(255);
  });
});

describe('the dark edges of a sheet', () => {
  it('that was photographed on a table vanish, print beside them and a short mark in the margin stay', () => {
    const page = textPage();
    const before = darkPixels(page);
    draw(page, [4, 10, 6, 900]);
    draw(page, [4, 10, 900, 5]);
    expect(removeBorders(page, dpi, 128)).toBeGreaterThan(0);
    expect(darkPixels(page)).toBe(before);
    draw(page, [20, 500, 8, 40]);
    const marked = darkPixels(page);
    expect(removeBorders(page, dpi, 128)).toBe(0);
    expect(darkPixels(page)).toBe(marked);
  });
});

describe('the background', () => {
  it('of a ring of coffee goes, the print on its rim stays', () => {
    const page = textPage(20, 240);
    const data = page.data.map((value, at) => {
      const radius = Math.hypot((at % 1000) - 500, Math.floor(at / 1000) - 500);
      return radius > 250 && radius < 300 ? value * 0.75 : value;
    });
    const flat = flattenBackground({ ...page, data });
    const ringPaper = flat.data[(500 - 12) * 1000 + 775] ?? 0;
    expect(ringPaper).toBeGreaterThan(235);
    expect(darkPixels(flat)).toBeGreaterThan(darkPixels(page) * 0.97);
  });
});

describe('pale print', () => {
  it('is darkened and says how pale it was', () => {
    const { image, ink } = stretchLevels(textPage(150, 255));
    expect(ink).toBeCloseTo(150, 0);
    expect(image.data[65 * 1000 + 101]).toBeLessThan(60);
  });

  it('that is dark enough is left alone', () => {
    const page = textPage(30, 255);
    expect(stretchLevels(page)).toEqual({ image: page, ink: null });
  });
});

describe('the quality of a picture', () => {
  const measure = (page: GreyImage) =>
    measureQuality(page, dpi, { flat: page, ink: measureInk(page, dpi) });

  it('of sharp black print is good', () => {
    expect(measure(textPage())).toEqual({ dpi, edgeMm: 0.1, contrast: 1, clipped: 0 });
  });

  it('shows blur as wide edges and pale print as little contrast', () => {
    const page = textPage(200, 240);
    const data = page.data.map((_value, at) => {
      let sum = 0;
      for (let step = -2; step <= 2; step += 1) sum += page.data[at + step] ?? 240;
      return sum / 5;
    });
    const { edgeMm, contrast } = measure({ ...page, data });
    expect(edgeMm).toBeGreaterThan(0.4);
    expect(contrast).toBeLessThan(0.2);
  });

  it('counts the characters that the edge cuts', () => {
    const page = textPage();
    for (let line = 0; line < 9; line += 1) draw(page, [0, 60 + line * 44, 6, 20]);
    expect(measure(page).clipped).toBe(9);
  });
});
