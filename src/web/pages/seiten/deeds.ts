import {
  type Arrangement,
  mergeWithPrevious,
  type Place,
  setAside,
  splitBefore,
  stepPage,
  toggleExcluded,
  turnPage,
} from './order.js';

/** What a key or a button does with the chosen page: the new arrangement, the chosen page, words for the ear. */
export interface Deed {
  arrangement: Arrangement;
  place: Place;
  said: string;
}

type Work = (now: Arrangement, place: Place) => Deed | undefined;

const pageAt = ({ letters }: Arrangement, { letter, page }: Place) => letters[letter]?.pages[page];

const split: Work = (now, place) => {
  const page = pageAt(now, place);
  if (page === undefined || place.page === 0) return undefined;
  return {
    arrangement: { ...now, letters: splitBefore(now.letters, place) },
    place: { letter: place.letter + 1, page: 0 },
    said: `Neuer Brief ab Seite ${page.stapelSeite}`,
  };
};

const merge: Work = (now, place) => {
  const before = now.letters[place.letter - 1];
  if (before === undefined) return undefined;
  return {
    arrangement: { ...now, letters: mergeWithPrevious(now.letters, place.letter) },
    place: { letter: place.letter - 1, page: before.pages.length + place.page },
    said: `Verbunden mit ${before.title}`,
  };
};

const turn: Work = (now, place) => {
  const letters = turnPage(now.letters, place);
  const page = letters[place.letter]?.pages[place.page];
  if (page === undefined) return undefined;
  const said = `Seite ${page.stapelSeite} gedreht, ${page.drehung} Grad`;
  return { arrangement: { ...now, letters }, place, said };
};

const exclude: Work = (now, place) => {
  const letters = toggleExcluded(now.letters, place);
  const page = letters[place.letter]?.pages[place.page];
  if (page === undefined) return undefined;
  const said = `Seite ${page.stapelSeite} ${page.ausgeschlossen ? 'ausgeschlossen' : 'wieder aufgenommen'}`;
  return { arrangement: { ...now, letters }, place, said };
};

const step =
  (by: -1 | 1): Work =>
  (now, place) => {
    const page = pageAt(now, place);
    const moved = stepPage(now.letters, place, by);
    if (page === undefined) return undefined;
    const target = moved.letters[moved.place.letter];
    return {
      arrangement: { ...now, letters: moved.letters },
      place: moved.place,
      said: `Seite ${page.stapelSeite} ist jetzt die ${moved.place.page + 1}. Seite von ${target?.title ?? ''}`,
    };
  };

const aside: Work = (now, place) => {
  const page = pageAt(now, place);
  if (page === undefined || now.letters.flatMap((letter) => letter.pages).length === 1)
    return undefined;
  const arrangement = setAside(now, place);
  const letter = Math.min(place.letter, arrangement.letters.length - 1);
  const last = (arrangement.letters[letter]?.pages.length ?? 1) - 1;
  return {
    arrangement,
    place: { letter, page: Math.min(place.page, last) },
    said: `Seite ${page.stapelSeite} ist ein Trennblatt und gehört zu keinem Brief`,
  };
};

/** Every action on the chosen page with its key, in the order of the buttons. */
export const deeds: readonly { key: string; label: string; work: Work }[] = [
  { key: 't', label: 'Hier trennen', work: split },
  { key: 'v', label: 'Mit vorigem Brief verbinden', work: merge },
  { key: ',', label: 'Nach vorn', work: step(-1) },
  { key: '.', label: 'Nach hinten', work: step(1) },
  { key: 'd', label: 'Drehen', work: turn },
  { key: 'x', label: 'Ausschließen', work: exclude },
  { key: 'b', label: 'Als Trennblatt', work: aside },
];

/** The page before or behind the chosen one, over the border of a letter too. */
export const neighbour = ({ letters }: Arrangement, place: Place, by: -1 | 1): Place => {
  const all = letters.flatMap((letter, at) =>
    letter.pages.map((_page, page) => ({ letter: at, page })),
  );
  const at = all.findIndex((one) => one.letter === place.letter && one.page === place.page);
  return all[at + by] ?? place;
};
