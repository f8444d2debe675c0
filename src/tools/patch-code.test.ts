import { describe, expect, it } from 'vitest';
import { type GreyImage, quarterTurn } from './image/grey-image.js';
import { patchWidths, readPatchCodes } from './patch-code.js';

const dpi = 100;
const pixels = (mm: number): number => Math.round((mm * dpi) / 25.4);

/** An A4 page with a patch whose bars stand upright, `lengthMm` long. */
const pageWith = (patch: string, lengthMm = 64): GreyImage => {
  const page: GreyImage = { width: 827, height: 1169, data: new Uint8Array(827 * 1169).fill(245) };
  let x = 200;
  for (const [index, width] of patchWidths(patch).entries()) {
    for (let y = 300; index % 2 === 0 && y < 300 + pixels(lengthMm); y += 1)
      page.data.fill(20, y * page.width + x, y * page.width + x + pixels(width));
    x += pixels(width);
  }
  return page;
};

const textsOf = (page: GreyImage): string[] =>
  readPatchCodes(page, dpi, 150).map((code) => code.text);

describe('a patch code', () => {
  it.each(['1', '2', '3', '4', '6', 'T'])('%s is read with its place', (patch) => {
    const [code, ...more] = readPatchCodes(pageWith(patch), dpi, 150);
    expect(more).toEqual([]);
    expect(code).toMatchObject({ format: 'PatchCode', text: patch });
    expect(code?.box.x).toBeCloseTo(200 / 827, 1);
    expect(code?.box.height).toBeGreaterThan(0.15);
  });

  it('T is read from a page that lies on its side, and upside down as 3', () => {
    expect(textsOf(quarterTurn(pageWith('T'), 1))).toEqual(['T']);
    expect(textsOf(quarterTurn(pageWith('T'), 2))).toEqual(['3']);
  });

  it('with a stroke of a pen through it is one code', () => {
    const page = pageWith('T');
    for (let x = 150; x < 400; x += 1)
      for (let y = 400; y < 404; y += 1) page.data[y * page.width + x] = 30;
    expect(textsOf(page)).toEqual(['T']);
  });

  it('is not seen in bars that are too short, in a bar code or on an empty page', () => {
    expect(textsOf(pageWith('T', 15))).toEqual([]);
    const bars = pageWith('T');
    bars.data.fill(245);
    for (let x = 100; x < 500; x += 1)
      for (let y = 300; y < 500; y += 1)
        if ((x * 7919) % 11 < 5) bars.data[y * bars.width + x] = 20;
    expect(textsOf(bars)).toEqual([]);
    expect(textsOf({ width: 200, height: 300, data: new Uint8Array(60_000).fill(255) })).toEqual(
      [],
    );
  });
});
