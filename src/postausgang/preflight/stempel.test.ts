import { describe, expect, it } from 'vitest';
import type { Rechteck } from './layoutprofil.js';
import { vergleicheStempel } from './stempel.js';
import type { Seitenbild } from './tinte.js';

const dpi = 100;
const px = (mm: number): number => Math.round((mm * dpi) / 25.4);

const page = (parts: readonly Rechteck[]): Seitenbild => {
  const [width, height] = [px(210), px(297)];
  const data = new Uint8Array(width * height).fill(255);
  for (const { x, y, breite, hoehe } of parts)
    for (let row = px(y); row < px(y + hoehe); row += 1)
      data.fill(0, row * width + px(x), row * width + px(x + breite));
  return { width, height, data, dpi };
};

const text: Rechteck = { x: 25, y: 100, breite: 160, hoehe: 100 };
const marken: Rechteck[] = [0, 1, 2].map((line) => ({
  x: 200,
  y: 150 + line * 4.23,
  breite: 7.5,
  hoehe: 0.5,
}));
const codesOf = (nachher: readonly Rechteck[]): string[] =>
  vergleicheStempel(
    { vorher: page([text]), nachher: page([text, ...nachher]) },
    { seite: 1, marken },
  ).map((one) => one.code);

describe('the print copy of a checked letter', () => {
  it('passes when it has its marks and nothing else', () => {
    expect(codesOf(marken)).toEqual([]);
  });

  it.each([
    ['left', -1, 0],
    ['right', 1, 0],
    ['up', 0, -1],
    ['down', 0, 1],
  ])('is stopped when its marks are one millimetre too far %s', (_where, dx, dy) => {
    const moved = marken.map((one) => ({ ...one, x: one.x + dx, y: one.y + dy }));
    expect(codesOf(moved)).not.toEqual([]);
  });

  it('is stopped when a mark is missing, one too many, or the letter has changed', () => {
    expect(codesOf(marken.slice(1))).toEqual(['stempel-fehlt']);
    expect(codesOf([...marken, { x: 200, y: 170, breite: 7.5, hoehe: 0.5 }])).toEqual([
      'stempel-fremd',
    ]);
    const other = { vorher: page([text]), nachher: page([{ ...text, hoehe: 99 }, ...marken]) };
    expect(vergleicheStempel(other, { seite: 1, marken }).map((one) => one.code)).toEqual([
      'stempel-fremd',
    ]);
  });
});
