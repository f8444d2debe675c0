import type { Box, PageText, Word } from '#tools/page-text.js';
import { plainPunctuation } from './ocr-characters.js';
import type { Place } from './reading.js';

/** A line of a page, or the part of it that stands apart from the rest by a wide gap. */
export interface TextLine {
  page: number;
  /** Position in reading order over all pages. */
  index: number;
  /** With plain punctuation, see `plainPunctuation`. */
  text: string;
  words: readonly Word[];
  box: Box | null;
}

/** One page of a letter as given to the extraction. */
export interface NumberedPage {
  number: number;
  text: PageText;
}

/** The smallest rectangle around some others; null for none. */
export const boxAround = (boxes: readonly Box[]): Box | null => {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
};

/** A gap wider than this share of the page separates columns; words of one sentence never stand so far apart. */
const columnGap = 0.035;

const splitAtGaps = (words: readonly Word[]): Word[][] => {
  const parts: Word[][] = [];
  let current: Word[] = [];
  for (const word of words) {
    const last = current.at(-1);
    if (last !== undefined && word.box.x - (last.box.x + last.box.width) > columnGap) {
      parts.push(current);
      current = [];
    }
    current.push(word);
  }
  if (current.length > 0) parts.push(current);
  return parts;
};

const lineOfWords = (page: number, words: readonly Word[]): Omit<TextLine, 'index'> => ({
  page,
  text: plainPunctuation(words.map((word) => word.text).join(' ')),
  words,
  box: boxAround(words.map((word) => word.box)),
});

const linesOfPage = ({ number, text }: NumberedPage): Omit<TextLine, 'index'>[] => {
  if (text.words.length === 0) {
    return text.text
      .split('\n')
      .flatMap((line) => line.split(/\t+| {3,}/))
      .map((line) => ({ page: number, text: plainPunctuation(line.trim()), words: [], box: null }));
  }
  const byLine = new Map<number, Word[]>();
  for (const word of text.words) {
    const line = byLine.get(word.line);
    if (line === undefined) byLine.set(word.line, [word]);
    else line.push(word);
  }
  return [...byLine.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, words]) => splitAtGaps(words))
    .map((words) => lineOfWords(number, words));
};

/** All lines of a letter in reading order; columns beside each other come as lines of their own. */
export const linesOf = (pages: readonly NumberedPage[]): TextLine[] =>
  pages.flatMap(linesOfPage).map((line, index) => ({ ...line, index }));

/** Where the characters `start` to `end` of a line stand on the page. */
export const placeIn = (line: TextLine, start: number, end: number): Place => {
  let offset = 0;
  const hit: Word[] = [];
  for (const word of line.words) {
    const wordEnd = offset + word.text.length;
    if (wordEnd > start && offset < end) hit.push(word);
    offset = wordEnd + 1;
  }
  return {
    page: line.page,
    box: boxAround(hit.map((word) => word.box)),
    certainty: hit.length === 0 ? 1 : Math.min(...hit.map((word) => word.confidence)),
  };
};

/** The place of a whole line. */
export const placeOf = (line: TextLine): Place => placeIn(line, 0, line.text.length);
