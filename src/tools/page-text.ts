/** A rectangle on a page as shares of its width and height, origin at the top left, 0 to 1. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One recognised or extracted word with its place on the page. */
export interface Word {
  text: string;
  /** 0 to 1; words of a PDF's own text layer have 1. */
  confidence: number;
  /** Number of the text line within the page in reading order, from 0. */
  line: number;
  box: Box;
}

/** Where the text of a page comes from; `none` marks a page without any text. */
export type TextSource = 'textlayer' | 'ocr' | 'mail' | 'none';

/** The text of one page in reading order; `text` has one line of the page per line. */
export interface PageText {
  source: TextSource;
  text: string;
  words: readonly Word[];
  /** Mean word confidence, 0 to 1; 0 where there are no words. */
  meanConfidence: number;
}

/** Joins words into lines by their line number; what `PageText.text` holds. */
export const textOfWords = (words: readonly Word[]): string => {
  const lines = new Map<number, string[]>();
  for (const word of words) {
    const line = lines.get(word.line);
    if (line === undefined) lines.set(word.line, [word.text]);
    else line.push(word.text);
  }
  return [...lines.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, texts]) => texts.join(' '))
    .join('\n');
};
