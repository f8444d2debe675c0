import type { TextLine } from './layout.js';

const stampMark = /eingegangen|posteingang|\beingan[gs](?:sstempel)?\b|eing\.\s*am|empfangen am/i;
const longestStampLine = 34;

const isNear = (line: TextLine, stamp: TextLine): boolean => {
  if (line.page !== stamp.page) return false;
  if (line.box === null || stamp.box === null) return Math.abs(line.index - stamp.index) <= 2;
  const distance = Math.abs(line.box.y + line.box.height / 2 - stamp.box.y - stamp.box.height / 2);
  const shared =
    Math.min(line.box.x + line.box.width, stamp.box.x + stamp.box.width) -
    Math.max(line.box.x, stamp.box.x);
  return distance < 0.055 && shared > 0;
};

/** Lines of our own stamp of receipt: its mark and the short lines around it, which say nothing about the letter. */
export const receiptStampLines = (lines: readonly TextLine[]): ReadonlySet<TextLine> => {
  const marks = lines.filter(
    (line) => line.text.length <= longestStampLine && stampMark.test(line.text),
  );
  return new Set(
    lines.filter((line) =>
      marks.some(
        (mark) =>
          line === mark ||
          (isNear(line, mark) &&
            line.text.length <= longestStampLine &&
            ((line.box !== null && line.text.length <= 14) ||
              /\d{4}/.test(line.text) ||
              /poststelle|stadt|rathaus|anlagen?\b|uhr\b/i.test(line.text))),
      ),
    ),
  );
};
