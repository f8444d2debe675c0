import { foldedWords, sameWord } from '../fuzzy-text.js';
import type { NumberedPage, TextLine } from './layout.js';
import { placeOf } from './layout.js';
import type { Enclosure, Reading } from './reading.js';
import type { LetterStructure } from './structure.js';

const heading =
  /^\s*(?:anlagen?|anhang|anhänge|beigefügt|beilagen?)\b\s*(?:\(\s*\d+\s*\)|\d+)?\s*[.:]?\s*(.*)$/iu;
const inSentence =
  /\b(?:in der anlage|als anlage|beigefügt(?:e[nr]?)?|anbei|im anhang|füge ich (?:\p{L}+ ){0,4}bei|liegt (?:\p{L}+ ){0,4}bei)\b/iu;
const countForm = /anlagen?\s*(?:\(\s*(\d{1,2})\s*\)|:?\s*(\d{1,2})\s*$)/iu;
const bullet = /^\s*(?:[-–•*+·]|\d{1,2}[.)]|[a-z]\))\s*/u;
const noItem = /^(?:www|tel|fax|seite|bank|iban|mit freundlich|\W*$)/iu;
const mostItems = 12;

const reading = (line: TextLine, value: string): Reading => {
  const place = placeOf(line);
  return {
    value,
    raw: line.text,
    confidence: 0.85 * (0.6 + 0.4 * place.certainty),
    page: place.page,
    box: place.box,
    reason: 'am Ende des Schreibens als Anlage genannt',
  };
};

const itemsIn = (line: TextLine, text: string): Reading[] =>
  text
    .split(/\s*;\s*|,\s+(?=\p{Lu})/u)
    .map((part) =>
      part
        .replace(bullet, '')
        .replace(/[.,;]+$/, '')
        .trim(),
    )
    .filter((part) => part.length >= 3 && part.length <= 80 && !noItem.test(part))
    .map((part) => reading(line, part));

/** The enclosures that stand in a list at the end of the letter, and the page on which the list is. */
const listed = (
  lines: readonly TextLine[],
  structure: LetterStructure,
): { items: Reading[]; page: number | null } => {
  const from = structure.closing ?? structure.bodyStart;
  const at = lines.findIndex(
    (line) =>
      line.index > from &&
      line.text.length < 90 &&
      heading.test(line.text) &&
      !inSentence.test(line.text),
  );
  const head = lines[at];
  if (head === undefined) return { items: [], page: null };
  const items = itemsIn(head, heading.exec(head.text)?.[1] ?? '');
  let last = head;
  for (const line of lines.slice(at + 1)) {
    const apart = line.index - last.index > 1 || line.page !== head.page || line.text.length > 80;
    if (apart || items.length >= mostItems || noItem.test(line.text)) break;
    items.push(...itemsIn(line, line.text));
    last = line;
  }
  return { items, page: head.page };
};

/** What there is besides the letter itself: names of attached files, and the text of pages behind it. */
export interface PresentParts {
  fileNames: readonly string[];
}

const tellingWords = (text: string): string[] =>
  foldedWords(text).filter((word) => word.length >= 5 && !/^\d+$/.test(word));

const occurs = (item: string, words: readonly string[]): boolean => {
  const wanted = tellingWords(item);
  const hits = wanted.filter((word) =>
    words.some((other) => sameWord(word, other) || (word.length >= 7 && other.includes(word))),
  );
  return wanted.length > 0 && hits.length >= Math.ceil(wanted.length / 2);
};

/**
 * The enclosures that the letter names, each with whether it is there: among the attached files or on pages behind the
 * letter. `unclear` where there are more pages or files than can be told apart.
 */
export const findEnclosures = (input: {
  lines: readonly TextLine[];
  structure: LetterStructure;
  pages: readonly NumberedPage[];
  parts: PresentParts;
}): Enclosure[] => {
  const { lines, structure, pages, parts } = input;
  const { items, page } = listed(lines, structure);
  const behind = pages.filter(({ number }) => page !== null && number > page);
  const words = [
    ...behind.flatMap(({ text }) => foldedWords(text.text.slice(0, 20_000))),
    ...parts.fileNames.flatMap(foldedWords),
  ];
  const isSomethingThere = behind.length > 0 || parts.fileNames.length > 0;
  if (items.length > 0)
    return items.map((item) => ({
      ...item,
      state: !isSomethingThere ? 'missing' : occurs(item.value, words) ? 'found' : 'unclear',
    }));
  const announced = lines.find((line) => inSentence.test(line.text) || countForm.test(line.text));
  if (announced === undefined || isSomethingThere || announced.page !== pages.at(-1)?.number)
    return [];
  return [
    { ...reading(announced, 'Anlage'), reason: 'im Text als beigefügt genannt', state: 'missing' },
  ];
};
