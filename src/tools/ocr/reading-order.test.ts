import { describe, expect, it } from 'vitest';
import type { EngineWord } from './engine.js';
import { inReadingOrder } from './reading-order.js';

const dpi = 250;
const page = { width: 2067, height: 2923 };

/** Words of one line as the engine returns them, from a place in pixels. */
const line = (number: number, x: number, y: number, text: string): EngineWord[] => {
  let left = x;
  return text.split(' ').map((word) => {
    const box = { left, top: y, right: left + word.length * 18, bottom: y + 32 };
    left = box.right + 12;
    return { text: word, confidence: 0.9, line: number, box };
  });
};

const linesOf = (words: readonly EngineWord[]): string[] => {
  const lines: string[][] = [];
  for (const { line: number, text } of inReadingOrder(words, page, dpi))
    lines[number] = [...(lines[number] ?? []), text];
  return lines.map((texts) => texts.join(' '));
};

describe('reading order', () => {
  it('puts the address window before the information block beside it', () => {
    const words = [
      ...line(0, 200, 500, 'Stadt Lohwerda'),
      ...line(0, 1200, 502, 'Ihr Zeichen: 32-1'),
      ...line(1, 200, 550, 'Rathausmarkt 1'),
      ...line(1, 1200, 552, 'Datum: 14.11.2026'),
      ...line(2, 200, 600, '05110 Lohwerda'),
      ...line(3, 200, 800, 'Widerspruch'),
    ];
    expect(linesOf(words)).toEqual([
      'Stadt Lohwerda',
      'Rathausmarkt 1',
      '05110 Lohwerda',
      'Ihr Zeichen: 32-1',
      'Datum: 14.11.2026',
      'Widerspruch',
    ]);
  });

  it('keeps the cells of a table in their row, also where the engine took the columns apart', () => {
    const words = [
      ...line(0, 200, 1200, 'Lohnsteuer'),
      ...line(1, 200, 1260, 'Auszahlung'),
      ...line(2, 1600, 1202, '184,83 EUR'),
      ...line(3, 1600, 1262, '2.480,07 EUR'),
    ];
    expect(linesOf(words)).toEqual(['Lohnsteuer 184,83 EUR', 'Auszahlung 2.480,07 EUR']);
  });

  it('leaves columns of running text as the engine read them', () => {
    const left = Array.from({ length: 10 }, (_v, at) =>
      line(at, 200, 600 + at * 50, `eins zwei drei vier fünf ${at}`),
    );
    const right = Array.from({ length: 10 }, (_v, at) =>
      line(10 + at, 1150, 600 + at * 50, `sechs sieben acht neun zehn ${at}`),
    );
    const words = [...left, ...right].flat();
    expect(inReadingOrder(words, page, dpi)).toEqual(words);
  });
});
