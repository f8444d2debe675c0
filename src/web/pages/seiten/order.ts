import type { Seitenordnung } from '#posteingang/trennung/seitenordnung.schema.js';

export type SheetPage = Seitenordnung['briefe'][number]['seiten'][number];

/** A letter while a person arranges it; `id` is null for one that is new. */
export interface Letter {
  id: string | null;
  title: string;
  changeable: boolean;
  pages: readonly SheetPage[];
}

/** Where a page stands. */
export interface Place {
  letter: number;
  page: number;
}

/** The letters as the server knows them. */
export const lettersOf = (order: Seitenordnung): Letter[] =>
  order.briefe.map((letter) => ({
    id: letter.id,
    title: `Eingang ${letter.eingangsnummer}`,
    changeable: letter.aenderbar,
    pages: letter.seiten,
  }));

const replaced = (letters: readonly Letter[], at: number, by: readonly Letter[]): Letter[] => [
  ...letters.slice(0, at),
  ...by,
  ...letters.slice(at + 1),
];

/** A new letter begins with this page. */
export const splitBefore = (letters: readonly Letter[], { letter, page }: Place): Letter[] => {
  const whole = letters[letter];
  if (whole === undefined || page === 0) return [...letters];
  return replaced(letters, letter, [
    { ...whole, pages: whole.pages.slice(0, page) },
    { id: null, title: 'Neuer Brief', changeable: true, pages: whole.pages.slice(page) },
  ]);
};

/** The letter becomes part of the one before. */
export const mergeWithPrevious = (letters: readonly Letter[], at: number): Letter[] => {
  const [before, gone] = [letters[at - 1], letters[at]];
  if (before === undefined || gone === undefined) return [...letters];
  const merged = { ...before, pages: [...before.pages, ...gone.pages] };
  return [...letters.slice(0, at - 1), merged, ...letters.slice(at + 1)];
};

const changePage = (
  letters: readonly Letter[],
  place: Place,
  change: (page: SheetPage) => SheetPage,
): Letter[] =>
  letters.map((letter, at) =>
    at === place.letter
      ? { ...letter, pages: letter.pages.map((one, of) => (of === place.page ? change(one) : one)) }
      : letter,
  );

const quarter = { 0: 90, 90: 180, 180: 270, 270: 0 } as const;

/** A quarter turn clockwise. */
export const turnPage = (letters: readonly Letter[], place: Place): Letter[] =>
  changePage(letters, place, (page) => ({ ...page, drehung: quarter[page.drehung] }));

/** Taken out, or taken in again. */
export const toggleExcluded = (letters: readonly Letter[], place: Place): Letter[] =>
  changePage(letters, place, (page) => ({ ...page, ausgeschlossen: !page.ausgeschlossen }));

/** Moves a page to a place among the pages of a letter; a letter without pages disappears. */
export const movePage = (letters: readonly Letter[], from: Place, to: Place): Letter[] => {
  const moved = letters[from.letter]?.pages[from.page];
  if (moved === undefined || letters[to.letter] === undefined) return [...letters];
  return letters
    .map((letter, at) => {
      const left = letter.pages.filter((_page, of) => at !== from.letter || of !== from.page);
      if (at !== to.letter) return { ...letter, pages: left };
      return { ...letter, pages: [...left.slice(0, to.page), moved, ...left.slice(to.page)] };
    })
    .filter((letter) => letter.pages.length > 0);
};

/** One step towards the front or the end, over the border of a letter too. */
export const stepPage = (
  letters: readonly Letter[],
  { letter, page }: Place,
  step: -1 | 1,
): { letters: Letter[]; place: Place } => {
  const own = letters[letter];
  const inside = page + step;
  if (own !== undefined && inside >= 0 && inside < own.pages.length) {
    const place = { letter, page: inside };
    return { letters: movePage(letters, { letter, page }, place), place };
  }
  const target = letters[letter + step];
  if (own === undefined || target === undefined)
    return { letters: [...letters], place: { letter, page } };
  const to = { letter: letter + step, page: step === 1 ? 0 : target.pages.length };
  const vanishes = own.pages.length === 1 && step === 1;
  return {
    letters: movePage(letters, { letter, page }, to),
    place: vanishes ? { ...to, letter } : to,
  };
};

/** What is sent to the server. */
export const wishOf = (order: Seitenordnung, letters: readonly Letter[]) => ({
  version: order.version,
  trennseiten: order.trennseiten.map((sheet) => sheet.stapelSeite),
  briefe: letters.map(({ id, pages }) => ({
    id,
    seiten: pages.map(({ stapelSeite, drehung, ausgeschlossen }) => ({
      stapelSeite,
      drehung,
      ausgeschlossen,
    })),
  })),
});
