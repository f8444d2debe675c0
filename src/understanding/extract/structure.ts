import { foldedWords, sameWord } from '../fuzzy-text.js';
import type { TextLine } from './layout.js';

/** Where the parts of a letter begin, as indices of lines; the end of the letter where a part is missing. */
export interface LetterStructure {
  /** "Sehr geehrte …"; null where the letter has none, as invoices and forms. */
  salutation: number | null;
  /** First line of the running text. */
  bodyStart: number;
  /** "Mit freundlichen Grüßen"; null where there is none. */
  closing: number | null;
}

const startsWithWords = (line: TextLine, patterns: readonly (readonly string[])[]): boolean => {
  const words = foldedWords(line.text);
  return patterns.some((pattern) =>
    pattern.every((word, index) => sameWord(words[index] ?? '', word)),
  );
};

const salutations = [
  ['sehr', 'geehrte'],
  ['sehr', 'geehrter'],
  ['guten', 'tag'],
  ['guten', 'morgen'],
  ['hallo'],
  ['liebe'],
  ['lieber'],
  ['werte'],
  ['werter'],
  ['sehr', 'verehrte'],
  ['grußgott'],
];
const closings = [
  ['mit', 'freundlichen', 'grußen'],
  ['mit', 'freundlichem', 'gruß'],
  ['freundliche', 'grußen'],
  ['freundliche', 'gruße'],
  ['mit', 'besten', 'grußen'],
  ['beste', 'gruße'],
  ['viele', 'gruße'],
  ['hochachtungsvoll'],
  ['mit', 'kollegialen', 'grußen'],
  ['mfg'],
  ['mit', 'freundlicher', 'empfehlung'],
  ['schone', 'gruße'],
  ['gruße'],
  ['mit', 'vorzuglicher', 'hochachtung'],
].map((words) => words.map((word) => word.replace('ß', 'ss').replace(/([aou])e/g, '$1')));

const isSentence = (line: TextLine): boolean =>
  line.text.length > 55 && /[a-zäöü]{3}/.test(line.text);

/** Finds salutation, running text and closing of a letter; tolerant of single wrong characters. */
export const structureOf = (lines: readonly TextLine[]): LetterStructure => {
  const salutation = lines.find((line) => startsWithWords(line, salutations))?.index ?? null;
  const from = salutation ?? 0;
  const closing =
    lines.find(
      (line) => line.index > from && line.text.length < 60 && startsWithWords(line, closings),
    )?.index ?? null;
  const firstSentence = lines.find((line, position) => {
    const next = lines[position + 1];
    return isSentence(line) && next !== undefined && isSentence(next);
  });
  const end = (lines.at(-1)?.index ?? -1) + 1;
  return { salutation, bodyStart: salutation ?? firstSentence?.index ?? end, closing };
};
