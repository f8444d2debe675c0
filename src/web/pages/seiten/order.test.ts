import { describe, expect, it } from 'vitest';
import {
  type Letter,
  mergeWithPrevious,
  movePage,
  setAside,
  splitBefore,
  stepPage,
  takeBack,
  toggleExcluded,
  touchedInVain,
  turnPage,
} from './order.js';

const letter = (title: string, ...numbers: number[]): Letter => ({
  id: title,
  title,
  changeable: true,
  note: null,
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

  it('sets a page aside as a sheet and takes it back where it lay', () => {
    const aside = setAside({ letters, sheets: [] }, { letter: 0, page: 1 });
    expect(numbersOf(aside.letters)).toEqual([[1, 3], [4]]);
    expect(aside.sheets).toMatchObject([{ stapelSeite: 2, grund: 'von Hand' }]);
    const back = takeBack(aside, 2);
    expect(back?.place).toEqual({ letter: 0, page: 1 });
    expect(numbersOf(back?.arrangement.letters ?? [])).toEqual([[1, 2, 3], [4]]);
    expect(back?.arrangement.sheets).toEqual([]);
    const filed = aside.letters.map((one) => ({ ...one, changeable: false }));
    expect(takeBack({ ...aside, letters: filed }, 2)).toBeUndefined();
  });

  it('names the letter that a change must not touch', () => {
    const filed = letters.map((one, at) => ({ ...one, changeable: at === 0 }));
    expect(touchedInVain(filed, splitBefore(filed, { letter: 0, page: 1 }))).toBeUndefined();
    expect(touchedInVain(filed, mergeWithPrevious(filed, 1))?.title).toBe('b');
    expect(touchedInVain(filed, stepPage(filed, { letter: 0, page: 2 }, 1).letters)?.title).toBe(
      'b',
    );
    expect(touchedInVain(filed, turnPage(filed, { letter: 1, page: 0 }))?.title).toBe('b');
  });
});
