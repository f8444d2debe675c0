import { foundMarks } from './suche.repository.js';

const fold = (letter: string): string =>
  letter.toLowerCase().replace('ä', 'ae').replace('ö', 'oe').replace('ü', 'ue').replace('ß', 'ss');

/** Folded text, and for each of its characters the place of the letter that it came from. */
const foldWithPlaces = (text: string): { folded: string; places: number[] } => {
  let folded = '';
  const places: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const letters = fold(text.charAt(at));
    folded += letters;
    for (let i = 0; i < letters.length; i += 1) places.push(at);
  }
  return { folded, places };
};

/** For each letter whether it was found: inside the marks of the database, or part of a searched word. */
const foundLetters = (text: string, found: boolean[], words: readonly string[]): boolean[] => {
  const { folded, places } = foldWithPlaces(text);
  for (const word of words) {
    const needle = [...word].map(fold).join('');
    for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1)) {
      for (let i = at; i < at + needle.length; i += 1) found[places[i] ?? 0] = true;
    }
  }
  return found;
};

const withoutMarks = (marked: string): { text: string; found: boolean[] } => {
  let text = '';
  let isFound = false;
  const found: boolean[] = [];
  for (const letter of marked.split('')) {
    if (letter === foundMarks.start) isFound = true;
    else if (letter === foundMarks.stop) isFound = false;
    else {
      text += letter;
      found.push(isFound);
    }
  }
  return { text, found };
};

/**
 * Text in alternating pieces, ordinary and found, beginning with an ordinary one; the page needs no markup
 * and a letter cannot bring any. Found are the marked places and every occurrence of the words.
 */
export const toFundstelle = (marked: string, words: readonly string[]): string[] => {
  const plain = withoutMarks(marked);
  const found = foundLetters(plain.text, plain.found, words);
  const pieces = [''];
  plain.text.split('').forEach((letter, at) => {
    const isOrdinaryPiece = pieces.length % 2 === 1;
    if ((found[at] ?? false) === isOrdinaryPiece) pieces.push('');
    pieces[pieces.length - 1] += letter;
  });
  return pieces;
};
