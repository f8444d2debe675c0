import type { PageText } from '#tools/page-text.js';
import { sameVorgang } from '../aktenzeichen/zeichen-parts.js';
import { digitsLookAlike } from '../extract/ocr-characters.js';
import { editDistance, foldWord, sameWord } from '../fuzzy-text.js';
import { nameLikeness } from '../korrespondent/compare-sender.js';

/** A page to compare. */
export interface ComparedPage {
  text: PageText;
  /** What the letter says about itself, as far as it was read. */
  facts: LetterFacts;
}

/** Who wrote when under which sign of ours: no two of them may differ in one letter. */
export interface LetterFacts {
  name: string | null;
  /** ISO 8601 day. */
  datum: string | null;
  geschaeftszeichen: string | null;
}

/** Whether two pages are the same one that came twice, and on what grounds. */
export interface PageLikeness {
  same: boolean;
  /** 0 to 1. */
  sicherheit: number;
  /** Share of the words of the shorter page that the other one has, recognition faults allowed. */
  words: number;
  /** Words and numbers that were clearly read and stand on one page only, on the page with fewer of them. */
  contradictions: number;
  gruende: string[];
}

interface Token {
  text: string;
  isNumber: boolean;
  /** Read well enough, and long enough, to contradict. */
  solid: boolean;
  /** Read so surely that it is no misreading of something like it. */
  sure: boolean;
}

interface Tokens {
  all: Token[];
  counts: Map<string, number>;
  /** Two or three neighbours in one piece, as recognition divides and joins words. */
  joined: Set<string>;
}

/** Marks that come onto the paper on its way: our stamp, the line that a fax machine prints. */
const wayMarks =
  /eingegangen|eingang|poststelle|empfangen|^\s*\d{1,2}\.\d{1,2}\.\d{2,4}\s+\d{1,2}:\d{2}.*(?:->|→|\bs(?:eite)?\.?\s*\d)/iu;
/** Recognition this sure is hardly ever wrong about a whole word. */
const surely = 0.86;

const linesOf = (page: PageText): { text: string; confidence: number }[][] => {
  if (page.words.length === 0)
    return page.text
      .split('\n')
      .map((line) => line.split(/\s+/).map((text) => ({ text, confidence: 1 })));
  const lines = new Map<number, { text: string; confidence: number }[]>();
  for (const { line, text, confidence } of page.words)
    lines.set(line, [...(lines.get(line) ?? []), { text, confidence }]);
  return [...lines.values()];
};

/** The words in their order without the marks of the way and the lines around a stamp, divided ones put together. */
const wordsOf = (page: PageText): { text: string; confidence: number }[] => {
  const lines = linesOf(page);
  const marked = lines.map((line) => wayMarks.test(line.map(({ text }) => text).join(' ')));
  const kept = lines.filter(
    (line, at) =>
      marked[at] !== true &&
      !(line.length <= 4 && (marked[at - 1] === true || marked[at + 1] === true)),
  );
  const words: { text: string; confidence: number }[] = [];
  for (const line of kept)
    for (const [at, word] of line.entries()) {
      const last = words.at(-1);
      if (
        at === 0 &&
        last !== undefined &&
        /\p{L}-$/u.test(last.text) &&
        /^\p{Ll}/u.test(word.text)
      )
        words[words.length - 1] = {
          text: last.text.slice(0, -1) + word.text,
          confidence: Math.min(last.confidence, word.confidence),
        };
      else words.push(word);
    }
  return words;
};

const joinedOf = (all: readonly Token[]): Set<string> => {
  const joined = new Set<string>();
  for (const isNumber of [true, false]) {
    const own = all.filter((token) => token.isNumber === isNumber).map(({ text }) => text);
    for (const [at, text] of own.entries()) {
      const two = text + (own[at + 1] ?? '');
      joined.add(two).add(two + (own[at + 2] ?? ''));
    }
  }
  return joined;
};

const tokensOf = (page: PageText): Tokens => {
  const all = wordsOf(page).flatMap(({ text, confidence }): Token[] => {
    const digits = text.replace(/\D/g, '');
    const letters = foldWord(text.replace(/[^\p{L}\p{M}]/gu, ''));
    const tokens: Token[] = [];
    if (digits.length >= 2)
      tokens.push({
        text: digits,
        isNumber: true,
        // Recognition spoils one digit, hardly ever two: a long number contradicts also when it was read badly.
        solid: confidence >= (digits.length >= 4 ? 0.5 : surely),
        sure: confidence >= surely,
      });
    if (letters.length >= 3) {
      const isName = /^\p{Lu}/u.test(text);
      tokens.push({
        text: letters,
        isNumber: false,
        solid: confidence >= surely && (letters.length >= 4 || isName),
        sure: confidence >= surely,
      });
    }
    return tokens;
  });
  const counts = new Map<string, number>();
  for (const { text } of all) counts.set(text, (counts.get(text) ?? 0) + 1);
  return { all, counts, joined: joinedOf(all) };
};

const sameNumber = (a: string, b: string): boolean => {
  if (a.length !== b.length || a.length < 4) return a === b;
  const wrong = [...a].filter((digit, at) => digit !== b[at]);
  const at = [...a].findIndex((digit, index) => digit !== b[index]);
  return wrong.length === 1 && digitsLookAlike(a[at] ?? '', b[at] ?? '');
};

/** Whether a token of one page stands on the other, as it is, misread, divided or joined. */
const standsIn = (token: Token, other: Tokens): boolean => {
  if (other.counts.has(token.text)) return true;
  if (token.isNumber) {
    if (token.text.length >= 4 && other.joined.has(token.text)) return true;
    // Two numbers that were both read surely and differ by a digit are two numbers.
    return other.all.some(
      (one) => one.isNumber && !(token.sure && one.sure) && sameNumber(token.text, one.text),
    );
  }
  if (token.text.length >= 5 && other.joined.has(token.text)) return true;
  const most = Math.max(1, Math.floor(token.text.length * 0.34));
  return other.all.some(
    (one) =>
      !one.isNumber &&
      (sameWord(token.text, one.text) ||
        ((token.text.length === 3 || !(token.sure && one.sure)) &&
          editDistance(token.text, one.text, most) <= most)),
  );
};

/** Whether a number is on the other page only as one that looks like it. */
const isDoubtful = (token: Token, other: Tokens): boolean =>
  !other.counts.has(token.text) && !other.joined.has(token.text);

/** Places of tokens that together are one token of the other page. */
const joinedPlaces = (own: Tokens, other: Tokens): Set<number> => {
  const places = new Set<number>();
  for (const [at, { text }] of own.all.entries()) {
    const two = text + (own.all[at + 1]?.text ?? '');
    const three = two + (own.all[at + 2]?.text ?? '');
    if (other.counts.has(three)) for (const step of [0, 1, 2]) places.add(at + step);
    else if (other.counts.has(two)) for (const step of [0, 1]) places.add(at + step);
  }
  return places;
};

interface Missing {
  share: number;
  numbers: number;
  words: number;
  /** Numbers that stand on the other page only with a digit that looks like the one read. */
  doubts: number;
}

const missingIn = (own: Tokens, other: Tokens): Missing => {
  const seen = new Map<string, boolean>();
  const joined = joinedPlaces(own, other);
  const numbers = new Set<string>();
  const words = new Set<string>();
  const doubts = new Set<string>();
  let missing = 0;
  for (const [at, token] of own.all.entries()) {
    const key = `${token.text} ${token.sure ? 's' : ''}`;
    const known = joined.has(at) || (seen.get(key) ?? standsIn(token, other));
    seen.set(key, known);
    if (
      known &&
      token.isNumber &&
      token.text.length >= 4 &&
      !joined.has(at) &&
      isDoubtful(token, other)
    )
      doubts.add(token.text);
    if (known) continue;
    missing += 1;
    if (token.solid) (token.isNumber ? numbers : words).add(token.text);
  }
  return {
    share: missing / Math.max(1, own.all.length),
    numbers: numbers.size,
    words: words.size,
    doubts: doubts.size,
  };
};

/** What the facts of two letters contradict each other in; a fact that one lacks contradicts nothing. */
const contradictingFacts = (a: LetterFacts, b: LetterFacts): number =>
  [
    a.name !== null && b.name !== null && nameLikeness(a.name, b.name) < 0.85,
    a.datum !== null && b.datum !== null && a.datum !== b.datum,
    a.geschaeftszeichen !== null &&
      b.geschaeftszeichen !== null &&
      !sameVorgang(a.geschaeftszeichen, b.geschaeftszeichen),
  ].filter(Boolean).length;

/** Below 0.9, from where an item follows another by itself, as soon as a number was taken for one like it. */
const certaintyOf = (words: number, doubts: number): number =>
  Math.min(0.99, 0.86 + 0.13 * Math.max(0, (words - 0.8) / 0.2)) - (doubts > 0 ? 0.12 : 0);

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/**
 * Compares two pages that may be one. Serial letters have nearly all words in common and differ in names and numbers:
 * so a page counts as the same only where neither has a word or number, surely read, that the other lacks while the
 * other has one that this one lacks.
 */
export const comparePages = (a: ComparedPage, b: ComparedPage): PageLikeness => {
  const [one, other] = [tokensOf(a.text), tokensOf(b.text)];
  const [lost, extra] = [missingIn(one, other), missingIn(other, one)];
  const words = 1 - Math.min(lost.share, extra.share);
  const contradictions =
    Math.min(lost.numbers, extra.numbers) +
    Math.min(lost.words, extra.words) +
    2 * contradictingFacts(a.facts, b.facts);
  const shortest = Math.min(one.all.length, other.all.length);
  const same =
    words >= 0.8 &&
    contradictions === 0 &&
    // A page that holds the other and much more is another page.
    Math.max(lost.share, extra.share) <= 0.35 &&
    shortest >= 30;
  return {
    same,
    sicherheit: same ? certaintyOf(words, lost.doubts + extra.doubts) : 0,
    words,
    contradictions,
    gruende: [
      `${percent(words)} der Wörter stimmen überein, kein Name und keine Zahl widerspricht`,
    ],
  };
};
