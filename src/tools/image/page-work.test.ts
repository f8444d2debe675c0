import { describe, expect, it } from 'vitest';
import { findComponents } from './components.js';
import { flattenBackground } from './flat-field.js';
import { crop, decodePgm, encodePgm, type GreyImage, quarterTurn, shrink } from './grey-image.js';
import { coveredShare, isBlank, measureInk, uncovered } from './ink.js';
import { resample } from './resample.js';
import { measureSkew } from './skew.js';

const blank = (width: number, height: number, value = 255): GreyImage => ({
  width,
  height,
  data: new Uint8Array(width * height).fill(value),
});

const draw = (
  image: GreyImage,
  left: number,
  top: number,
  width: number,
  height: number,
  value = 0,
) => {
  for (let y = top; y < top + height; y += 1)
    image.data.fill(value, y * image.width + left, y * image.width + left + width);
};

/** Lines of strokes like text: small upright bars in rows, falling by the given slope. */
const textPage = (degrees = 0, width = 1000, height = 1400): GreyImage => {
  const image = blank(width, height);
  const slope = Math.tan((degrees * Math.PI) / 180);
  for (let line = 0; line < 28; line += 1) {
    for (let x = 100; x < 900; x += 12) {
      const y = Math.round(100 + line * 40 + (x - 500) * slope);
      if ((x / 12 + line) % 7 > 1 && y > 0 && y < height - 20) draw(image, x, y, 4, 18);
    }
  }
  return image;
};

describe('a grey page', () => {
  it('survives being handed over as PGM', () => {
    const image = { width: 3, height: 2, data: Uint8Array.of(0, 10, 32, 200, 254, 255) };
    expect(decodePgm(encodePgm(image))).toEqual(image);
    expect(decodePgm(encodePgm(image).subarray(0, -1))).toBeUndefined();
    expect(decodePgm(Buffer.from('P5\n99999 99999\n255\n'))).toBeUndefined();
    expect(decodePgm(Buffer.from('P6\n1 1\n255\n   '))).toBeUndefined();
  });

  it('turned four times by a quarter is what it was', () => {
    const image = { width: 3, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    expect([...quarterTurn(image, 1).data]).toEqual([4, 1, 5, 2, 6, 3]);
    expect(quarterTurn(quarterTurn(quarterTurn(image, 1), 2), 1)).toEqual(image);
    expect(quarterTurn(quarterTurn(image, 1), 3)).toEqual(image);
  });

  it('shrinks to the mean of its squares and is cut out with white beyond its edge', () => {
    const image = { width: 4, height: 2, data: Uint8Array.of(0, 100, 40, 40, 100, 200, 40, 40) };
    expect(shrink(image, 2)).toEqual({ width: 2, height: 1, data: Uint8Array.of(100, 40) });
    expect([...crop(image, { left: 3, top: 1, right: 5, bottom: 3 }).data]).toEqual([
      40, 255, 255, 255,
    ]);
  });
});

describe('removing the background', () => {
  it('makes shaded recycled paper white and keeps print dark', () => {
    const page = textPage();
    for (let at = 0; at < page.data.length; at += 1) {
      const shade = 110 + (80 * (at % page.width)) / page.width;
      page.data[at] = (page.data[at] ?? 0) === 0 ? shade * 0.35 : shade;
    }
    const flat = flattenBackground(page);
    const paper = flat.data.filter((value) => value > 235).length / flat.data.length;
    expect(paper).toBeGreaterThan(0.8);
    expect(flat.data[110 * page.width + 102]).toBeLessThan(120);
  });
});

describe('patches of ink', () => {
  it('are found whole, also where their parts meet only further down', () => {
    const image = blank(40, 20);
    draw(image, 2, 2, 2, 10);
    draw(image, 10, 2, 2, 10);
    draw(image, 2, 12, 10, 2);
    draw(image, 30, 5, 1, 1);
    expect(findComponents(image, 128)).toEqual([
      { left: 2, top: 2, right: 12, bottom: 14, area: 60 },
      { left: 30, top: 5, right: 31, bottom: 6, area: 1 },
    ]);
  });

  it('tell a page with writing from a blank one with dust and a dark edge', () => {
    const dusty = blank(800, 1130);
    for (let at = 0; at < 400; at += 1) draw(dusty, (at * 37) % 790, (at * 91) % 1120, 2, 2);
    draw(dusty, 0, 0, 15, 1130, 30);
    expect(isBlank(measureInk(dusty, 100))).toBe(true);
    expect(isBlank(measureInk(textPage(), 100))).toBe(false);
  });

  it('do not call a page blank that bears only a signature', () => {
    const page = blank(800, 1130);
    for (let x = 300; x < 520; x += 1) draw(page, x, Math.round(900 + 35 * Math.sin(x / 12)), 2, 4);
    expect(isBlank(measureInk(page, 100))).toBe(false);
  });

  it('count as read when their centre lies in a word', () => {
    const { text } = measureInk(textPage(), 100);
    const upperHalf = [{ left: 0, top: 0, right: 1000, bottom: 650 }];
    expect(coveredShare(text, upperHalf)).toBeCloseTo(0.5, 1);
    expect(uncovered(text, upperHalf).every(({ top }) => top > 600)).toBe(true);
    expect(coveredShare([], [])).toBe(1);
  });
});

describe('a crooked page', () => {
  it.each([-3, -1.2, -0.4, 0, 0.8, 2.5])('of %d degrees is measured and levelled', (degrees) => {
    const page = textPage(degrees);
    const { angle, sideways } = measureSkew(page);
    expect(sideways).toBe(false);
    expect(Math.abs(angle - degrees)).toBeLessThan(0.15);
    const levelled = resample(page, 1, angle);
    expect(Math.abs(measureSkew(levelled.image).angle)).toBeLessThan(0.15);
  });

  it('on its side is recognised as such', () => {
    expect(measureSkew(quarterTurn(textPage(), 1)).sideways).toBe(true);
  });

  it('knows the way back from every place', () => {
    const page = blank(600, 800);
    draw(page, 420, 610, 9, 9);
    const { image, back } = resample(page, 0.5, 3);
    const [mark] = findComponents(image, 200);
    const place = back(
      ((mark?.left ?? 0) + (mark?.right ?? 0) - 1) / 2,
      ((mark?.top ?? 0) + (mark?.bottom ?? 0) - 1) / 2,
    );
    expect(Math.hypot(place.x - 424, place.y - 614)).toBeLessThan(2);
  });

  it('without enough strokes is left as it is', () => {
    expect(measureSkew(blank(500, 500))).toEqual({ angle: 0, sideways: false });
  });
});
