import type { Box, Word } from './page-text.js';

/** One found place: the rectangles of its words, one for each line that it runs over. */
export interface Fundstelle {
  seite: number;
  boxen: Box[];
}

/** Lower case, umlauts and ß as two letters, without the punctuation around a word. */
const fold = (word: string): string =>
  word
    .normalize('NFC')
    .toLowerCase()
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ß/g, 'ss')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

/** The words of a question as they are compared; at most sixteen. */
export const suchworte = (frage: string): string[] =>
  frage
    .split(/\s+/)
    .map(fold)
    .filter((word) => word !== '')
    .slice(0, 16);

/** What stands on the page as one word: a word, or the two halves of one that was divided at the line's end. */
interface Unit {
  folded: string;
  words: readonly Word[];
}

const unitsOf = (words: readonly Word[]): Unit[] => {
  const units: Unit[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const next = words[at + 1];
    if (word === undefined) break;
    const isDivided =
      next !== undefined && next.line !== word.line && /\p{L}[-\u00ad]$/u.test(word.text);
    if (isDivided && /^\p{Ll}/u.test(next.text)) {
      units.push({ folded: fold(word.text) + fold(next.text), words: [word, next] });
      at += 1;
    } else {
      units.push({ folded: fold(word.text), words: [word] });
    }
  }
  return units;
};

const union = (a: Box, b: Box): Box => {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
};

const boxesOf = (words: readonly Word[]): Box[] => {
  const lines = new Map<number, Box>();
  for (const { line, box } of words) {
    const known = lines.get(line);
    lines.set(line, known === undefined ? box : union(known, box));
  }
  return [...lines.values()];
};

/** Whether a unit fits the term at a place of the sequence: its ends may be parts of words. */
const fits = (folded: string, terms: readonly string[], index: number): boolean => {
  const term = terms[index] ?? '';
  if (terms.length === 1) return folded.includes(term);
  if (index === 0) return folded.endsWith(term);
  return index === terms.length - 1 ? folded.startsWith(term) : folded === term;
};

const fewestLetters = 4;

const tellsSomething = (term: string): boolean => term.length >= fewestLetters || /\d/.test(term);

/**
 * Whether a unit holds one of the words, also inside of a longer one. Of several words the short ones count only where
 * there are no others, and only as whole words: "und" is in "freundlich".
 */
const holdsOne = (folded: string, terms: readonly string[]): boolean => {
  if (terms.length === 1) return folded.includes(terms[0] ?? '');
  const telling = terms.filter(tellsSomething);
  return telling.length > 0
    ? telling.some((term) => folded.includes(term))
    : terms.includes(folded);
};

/** The places of one page: where the words stand in this order, and where any of them stands. */
export const fundstellenAuf = (
  page: { nummer: number; worte: readonly Word[] },
  terms: readonly string[],
): { folge: Fundstelle[]; einzeln: Fundstelle[] } => {
  const units = unitsOf(page.worte);
  const place = (found: readonly Unit[]): Fundstelle => ({
    seite: page.nummer,
    boxen: boxesOf(found.flatMap((unit) => unit.words)),
  });
  const folge: Fundstelle[] = [];
  const einzeln: Fundstelle[] = [];
  units.forEach((unit, at) => {
    if (holdsOne(unit.folded, terms)) einzeln.push(place([unit]));
    const stretch = units.slice(at, at + terms.length);
    const isWhole = stretch.length === terms.length && terms.length > 0;
    if (isWhole && stretch.every(({ folded }, index) => fits(folded, terms, index))) {
      folge.push(place(stretch));
    }
  });
  return { folge, einzeln };
};

/** The places of a document: those of the whole sequence where it occurs anywhere, otherwise those of its words. */
export const gesammelteFundstellen = (
  pages: readonly { nummer: number; worte: readonly Word[] }[],
  terms: readonly string[],
): Fundstelle[] => {
  const found = pages.map((page) => fundstellenAuf(page, terms));
  const folge = found.flatMap((one) => one.folge);
  return folge.length > 0 ? folge : found.flatMap((one) => one.einzeln);
};
