import { type PageText, textOfWords, type Word } from '#tools/page-text.js';

/** A line of a made-up page: left edge and top as shares of the page, then its text. */
export type PlacedLine = readonly [x: number, y: number, text: string];

const characterWidth = 0.0095;
const lineHeight = 0.012;

/** A page as recognition would deliver it; lines with the same height are one line of text unless `columns` is set. */
export const pageOf = (lines: readonly PlacedLine[], confidence = 0.93): PageText => {
  const words = lines.flatMap(([left, y, text], line): Word[] => {
    let x = left;
    return text.split(' ').map((word) => {
      const width = word.length * characterWidth;
      const box = { x, y, width, height: lineHeight };
      x += width + characterWidth;
      return { text: word, confidence, line, box };
    });
  });
  return { source: 'ocr', text: textOfWords(words), words, meanConfidence: confidence };
};

/** The same page as if the sheet had been scanned upside down. */
export const upsideDown = (page: PageText): PageText => ({
  ...page,
  words: page.words.map((word) => ({
    ...word,
    box: {
      ...word.box,
      x: 1 - word.box.x - word.box.width,
      y: 1 - word.box.y - word.box.height,
    },
  })),
});

/** A page that has words but no places, as the body of a mail. */
export const plainPage = (text: string): PageText => ({
  source: 'mail',
  text,
  words: [],
  meanConfidence: 1,
});
