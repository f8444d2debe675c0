import type { TextLine } from '../extract/layout.js';
import type { Fundstelle } from './vorschlag.js';

/** The text of a letter as one line of words, with the way back to its lines. */
export interface Brieftext {
  text: string;
  /** What stands around a place, cut to a sentence's length, with its page and box. */
  stelle: (from: number, to: number) => Fundstelle;
}

const mostCharacters = 200;
/** Far more than ten pages hold; a text layer may bring a megabyte. */
const longestText = 60_000;

/** Joins the lines of a letter; a word that was divided at the end of a line is whole again. */
export const brieftextOf = (lines: readonly TextLine[]): Brieftext => {
  const starts: { at: number; line: TextLine }[] = [];
  let text = '';
  for (const line of lines) {
    const words = line.text.replace(/\s+/g, ' ').trim();
    if (words === '') continue;
    if (text.length + words.length > longestText) break;
    const divided = /\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(words);
    text = divided ? text.slice(0, -1) : text === '' ? '' : `${text} `;
    starts.push({ at: text.length, line });
    text += words;
  }
  return {
    text,
    stelle: (from, to) => {
      const line = starts.findLast((one) => one.at <= from)?.line;
      const around = text.slice(Math.max(0, from - 40), Math.min(text.length, to + 80)).trim();
      return {
        text: around.slice(0, mostCharacters),
        seite: line?.page ?? null,
        box: line?.box ?? null,
      };
    },
  };
};
