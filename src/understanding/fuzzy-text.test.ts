import { describe, expect, it } from 'vitest';
import { editDistance, foldedWords, foldWord, sameWord } from './fuzzy-text.js';

describe('comparing words that OCR may have damaged', () => {
  it.each([
    ['', '', 0],
    ['Haus', 'Haus', 0],
    ['Haus', 'Maus', 1],
    ['Haus', 'Hau', 1],
    ['kitten', 'sitting', 3],
  ])('%j and %j are %i edits apart', (a, b, distance) => {
    expect(editDistance(a, b, 5)).toBe(distance);
    expect(editDistance(b, a, 5)).toBe(distance);
  });

  it('distances above the limit are not counted out', () => {
    expect(editDistance('Hundesteuer', 'Wohngeld', 2)).toBe(3);
  });

  it('a name is the same with umlaut, without and spelled out', () => {
    expect(new Set(['Müller', 'Mueller', 'MULLER', 'Múller'].map(foldWord)).size).toBe(1);
    expect(foldWord('Weiß')).toBe(foldWord('Weiss'));
  });

  it('long words may have more faults than short ones', () => {
    expect(sameWord('amt', 'ant')).toBe(false);
    expect(sameWord('steuer', 'stener')).toBe(true);
    expect(sameWord('aufenthaltstitel', 'aufenthaltslitei')).toBe(true);
    expect(sameWord('rechnung', 'mahnung')).toBe(false);
  });

  it('punctuation and single letters are no words', () => {
    expect(foldedWords('z. B. Frau Dr. K. Öztürk-Weiß!')).toEqual([
      'frau',
      'dr',
      'ozturk',
      'weiss',
    ]);
  });
});
