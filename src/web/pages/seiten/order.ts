import type { Seitenordnung } from '#posteingang/trennung/seitenordnung.schema.js';

export type SheetPage = Seitenordnung['briefe'][number]['seiten'][number];
/** A page that is a cover or separator sheet and belongs to no letter. */
export type Trennseite = Seitenordnung['trennseiten'][number];

/** A letter while a person arranges it; `id` is null for one that is new. */
export interface Letter {
  id: string | null;
  title: string;
  changeable: boolean;
  /** Why it cannot be changed, and what to do. */
  note: string | null;
  pages: readonly SheetPage[];
}

/** All pages of a stack while a person arranges them: in letters, or set aside as sheets. */
export interface Arrangement {
  letters: readonly Letter[];
  sheets: readonly Trennseite[];
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
    note: letter.hinweis,
    pages: letter.seiten,
  }));

/** The pages as the server knows them. */
export const arrangementOf = (order: Seitenordnung): Arrangement => ({
  letters: lettersOf(order),
  sheets: order.trennseiten,
});

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
    {
      id: null,
      title: 'Neuer Brief',
      changeable: true,
      note: null,
      pages: whole.pages.slice(page),
    },
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

/** Sets a page aside as a sheet; a letter without pages disappears. */
export const setAside = ({ letters, sheets }: Arrangement, place: Place): Arrangement => {
  const page = letters[place.letter]?.pages[place.page];
  if (page === undefined) return { letters, sheets };
  const { stapelSeite, drehung, leer, bild } = page;
  const sheet = { stapelSeite, drehung, leer, bild, grund: 'von Hand' };
  return {
    letters: letters
      .map((letter, at) =>
        at === place.letter
          ? { ...letter, pages: letter.pages.filter((_page, of) => of !== place.page) }
          : letter,
      )
      .filter((letter) => letter.pages.length > 0),
    sheets: [...sheets, sheet].sort((a, b) => a.stapelSeite - b.stapelSeite),
  };
};

/** Where a sheet would lie as a page: behind the page before it in the stack, in a letter that may change. */
const placeBehind = (letters: readonly Letter[], stapelSeite: number): Place | undefined => {
  const open = letters.flatMap((letter, at) =>
    letter.changeable
      ? letter.pages.map((page, of) => ({ letter: at, page: of, number: page.stapelSeite }))
      : [],
  );
  const before = open.filter(({ number }) => number < stapelSeite);
  const last = before.reduce<(typeof open)[number] | undefined>(
    (best, one) => (best === undefined || one.number > best.number ? one : best),
    undefined,
  );
  if (last !== undefined) return { letter: last.letter, page: last.page + 1 };
  const first = open[0];
  return first === undefined ? undefined : { letter: first.letter, page: first.page };
};

/** Takes a sheet back as a page of the letter before it; undefined where no letter may change. */
export const takeBack = (
  { letters, sheets }: Arrangement,
  stapelSeite: number,
): { arrangement: Arrangement; place: Place } | undefined => {
  const sheet = sheets.find((one) => one.stapelSeite === stapelSeite);
  const place = placeBehind(letters, stapelSeite);
  if (sheet === undefined || place === undefined) return undefined;
  const { grund: _grund, ...page } = sheet;
  const own = letters[place.letter];
  if (own === undefined) return undefined;
  const pages = [
    ...own.pages.slice(0, place.page),
    { ...page, ausgeschlossen: false },
    ...own.pages.slice(place.page),
  ];
  return {
    arrangement: {
      letters: replaced(letters, place.letter, [{ ...own, pages }]),
      sheets: sheets.filter((one) => one !== sheet),
    },
    place,
  };
};

const pagesKey = (letter: Letter): string =>
  letter.pages.map((page) => `${page.stapelSeite}/${page.drehung}/${page.ausgeschlossen}`).join();

/** The first letter that a change would touch although it must stay; undefined when the change is allowed. */
export const touchedInVain = (
  before: readonly Letter[],
  after: readonly Letter[],
): Letter | undefined =>
  before.find((letter) => {
    const same = after.find((one) => one.id === letter.id);
    return !letter.changeable && (same === undefined || pagesKey(same) !== pagesKey(letter));
  });

/** Whether two arrangements are the same to the server. */
export const isSame = (a: Arrangement, b: Arrangement): boolean =>
  JSON.stringify(wishOf(0, a)) === JSON.stringify(wishOf(0, b));

/** What is sent to the server. */
export const wishOf = (version: number, { letters, sheets }: Arrangement) => ({
  version,
  trennseiten: sheets.map((sheet) => sheet.stapelSeite),
  briefe: letters.map(({ id, pages }) => ({
    id,
    seiten: pages.map(({ stapelSeite, drehung, ausgeschlossen }) => ({
      stapelSeite,
      drehung,
      ausgeschlossen,
    })),
  })),
});
