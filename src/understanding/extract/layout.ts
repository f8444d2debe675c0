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
  /** As it stands on the page; character by character beside `text`. */
  original: string;
  words: readonly Word[];
  /** On the page held upright, for questions of layout; null for text without places. */
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

type Turn = 0 | 90 | 180 | 270;

/** How the page was lying when its boxes were measured: words of a line follow each other in this direction. */
const turnOf = (words: readonly Word[]): Turn => {
  let across = 0;
  let down = 0;
  words.forEach((word, index) => {
    const before = words[index - 1];
    if (before === undefined || before.line !== word.line) return;
    across += Math.sign(word.box.x - before.box.x);
    down +=
      Math.sign(word.box.y - before.box.y) * (Math.abs(word.box.y - before.box.y) > 0.004 ? 1 : 0);
  });
  if (Math.abs(across) >= Math.abs(down)) return across < 0 ? 180 : 0;
  return down > 0 ? 90 : 270;
};

/** The same box on the page when it is held so that it can be read. */
const upright = ({ x, y, width, height }: Box, turn: Turn): Box => {
  switch (turn) {
    case 0:
      return { x, y, width, height };
    case 90:
      return { x: y, y: 1 - x - width, width: height, height: width };
    case 180:
      return { x: 1 - x - width, y: 1 - y - height, width, height };
    case 270:
      return { x: 1 - y - height, y: x, width: height, height: width };
  }
};

/** A gap wider than this share of the page separates columns; words of one sentence never stand so far apart. */
const columnGap = 0.035;

const splitAtGaps = (words: readonly Word[], turn: Turn): Word[][] => {
  const parts: Word[][] = [];
  let current: Word[] = [];
  let edge = 0;
  for (const word of words) {
    const box = upright(word.box, turn);
    if (current.length > 0 && box.x - edge > columnGap) {
      parts.push(current);
      current = [];
    }
    current.push(word);
    edge = box.x + box.width;
  }
  if (current.length > 0) parts.push(current);
  return parts;
};

const lineOf = (
  page: number,
  original: string,
  words: readonly Word[],
  turn: Turn,
): Omit<TextLine, 'index'> => ({
  page,
  text: plainPunctuation(original),
  original,
  words,
  box: boxAround(words.map((word) => upright(word.box, turn))),
});

const linesOfPage = ({ number, text }: NumberedPage): Omit<TextLine, 'index'>[] => {
  if (text.words.length === 0) {
    return text.text
      .split('\n')
      .flatMap((line) => line.split(/\t+| {3,}/))
      .map((line) => lineOf(number, line.trim(), [], 0));
  }
  const turn = turnOf(text.words);
  const byLine = new Map<number, Word[]>();
  for (const word of text.words) {
    const line = byLine.get(word.line);
    if (line === undefined) byLine.set(word.line, [word]);
    else line.push(word);
  }
  return [...byLine.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, words]) => splitAtGaps(words, turn))
    .map((words) => lineOf(number, words.map((word) => word.text).join(' '), words, turn));
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

/** Whether two lines stand beside each other. */
export const onSameRow = (a: TextLine, b: TextLine): boolean => {
  if (a.box === null || b.box === null || a.page !== b.page) return false;
  const middle = (box: Box): number => box.y + box.height / 2;
  return Math.abs(middle(a.box) - middle(b.box)) < Math.max(a.box.height, b.box.height) * 0.6;
};

/** The next line to the right on the same row, at most a quarter of the page away; the following line where there are no places. */
export const rightOf = (line: TextLine, lines: readonly TextLine[]): TextLine | undefined => {
  const box = line.box;
  if (box === null) return lines[lines.indexOf(line) + 1];
  const edge = box.x + box.width;
  return lines
    .filter(
      (other) =>
        other !== line &&
        onSameRow(line, other) &&
        (other.box?.x ?? 0) >= edge - 0.005 &&
        (other.box?.x ?? 1) - edge < 0.25,
    )
    .sort((a, b) => (a.box?.x ?? 0) - (b.box?.x ?? 0))[0];
};

/** The next line to the left on the same row, at most a quarter of the page away; none where there are no places. */
export const leftOf = (line: TextLine, lines: readonly TextLine[]): TextLine | undefined => {
  const box = line.box;
  if (box === null) return undefined;
  const edgeOf = (other: TextLine): number => (other.box?.x ?? 0) + (other.box?.width ?? 0);
  return lines
    .filter(
      (other) =>
        other !== line &&
        onSameRow(line, other) &&
        edgeOf(other) <= box.x + 0.005 &&
        box.x - edgeOf(other) < 0.25,
    )
    .sort((a, b) => edgeOf(b) - edgeOf(a))[0];
};
