import { describe, expect, it } from 'vitest';
import {
  type Letter,
  mergeWithPrevious,
  movePage,
  splitBefore,
  stepPage,
  toggleExcluded,
  turnPage,
} from './order.js';

const letter = (title: string, ...numbers: number[]): Letter => ({
  id: title,
  title,
  changeable: true,
  pages: numbers.map((stapelSeite) => ({
    stapelSeite,
    drehung: 0,
    ausgeschlossen: false,
    leer: false,
    bild: null,
  })),
});
const numbersOf = (letters: readonly Letter[]): number[][] =>
  letters.map((one) => one.pages.map((page) => page.stapelSeite));
const letters = [letter('a', 1, 2, 3), letter('b', 4)];

describe('arranging the pages of a stack', () => {
  it('splits before a page and merges again', () => {
    const split = splitBefore(letters, { letter: 0, page: 1 });
    expect(numbersOf(split)).toEqual([[1], [2, 3], [4]]);
    expect(split.map((one) => one.id)).toEqual(['a', null, 'b']);
    expect(numbersOf(mergeWithPrevious(split, 1))).toEqual([[1, 2, 3], [4]]);
    expect(numbersOf(splitBefore(letters, { letter: 0, page: 0 }))).toEqual(numbersOf(letters));
  });

  it('moves pages within a letter and into another one', () => {
    expect(numbersOf(movePage(letters, { letter: 0, page: 0 }, { letter: 1, page: 1 }))).toEqual([
      [2, 3],
      [4, 1],
    ]);
    const stepped = stepPage(letters, { letter: 0, page: 2 }, 1);
    expect(numbersOf(stepped.letters)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(stepped.place).toEqual({ letter: 1, page: 0 });
  });

  it('lets a letter disappear with its last page, and loses no page', () => {
    const gone = stepPage(letters, { letter: 1, page: 0 }, -1);
    expect(numbersOf(gone.letters)).toEqual([[1, 2, 3, 4]]);
    expect(gone.place).toEqual({ letter: 0, page: 3 });
  });

  it('turns by quarters and excludes a page without removing it', () => {
    const turned = turnPage(turnPage(letters, { letter: 1, page: 0 }), { letter: 1, page: 0 });
    expect(turned[1]?.pages[0]?.drehung).toBe(180);
    const without = toggleExcluded(letters, { letter: 0, page: 1 });
    expect(without[0]?.pages[1]?.ausgeschlossen).toBe(true);
    expect(numbersOf(without)).toEqual(numbersOf(letters));
  });
});
