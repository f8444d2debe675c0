import { describe, expect, it } from 'vitest';
import { formatPages, pagesText, parsePages } from './page-numbers.js';

describe('page numbers as people write them', () => {
  it('are read one by one and as stretches', () => {
    expect(parsePages('2, 5–7', 9)).toEqual([2, 5, 6, 7]);
    expect(parsePages('7-8;2 ,2', 9)).toEqual([2, 7, 8]);
    expect(formatPages([2, 5, 6, 7])).toBe('2, 5–7');
    expect(pagesText([3])).toBe('Seite 3');
  });

  it('are refused when they are none, or when the item has no such page', () => {
    for (const text of ['', 'zwei', '2,', '0', '7-5', '10', '1-1000000'])
      expect(parsePages(text, 9)).toBeUndefined();
  });
});
