import type { PageText } from '#tools/page-text.js';
import { foldWord } from '../fuzzy-text.js';

/** What a page is found by among a million others: equal numbers in both lists speak for the same text. */
export interface PageFingerprint {
  /** Bands of MinHashes over the words: pages with most of their words in common share some. */
  bands: number[];
  /** Hashes of numbers with five digits and more: signs, accounts, invoices. */
  marks: number[];
  /** How many different words there are to compare. */
  words: number;
}

/** With fewer words a page says too little to be recognised by its text. */
export const fewestWords = 25;

const bandCount = 12;
const rowsPerBand = 4;
const mostMarks = 16;

/** FNV-1a over the characters, as a signed number of 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
};

/** A second hash of the same word, one for each row; mixes as murmur3 does at its end. */
const mixed = (hash: number, row: number): number => {
  let value = hash ^ Math.imul(row + 1, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
};

const smallest = (hashes: readonly number[], row: number): number => {
  let least = 0xffffffff;
  for (const hash of hashes) {
    const value = mixed(hash, row);
    if (value < least) least = value;
  }
  return least;
};

/** Words of at least five letters in folded form, words divided at the end of a line in one. */
export const wordSetOf = (text: string): Set<string> =>
  new Set(
    text
      .replace(/(\p{L})-\s*\n\s*(\p{Ll})/gu, '$1$2')
      .split(/[^\p{L}\p{M}]+/u)
      .map(foldWord)
      .filter((word) => word.length >= 5),
  );

/** The keys of a page; null where it has too few words. */
export const fingerprintOf = (page: Pick<PageText, 'text'>): PageFingerprint | null => {
  const words = [...wordSetOf(page.text)];
  if (words.length < fewestWords) return null;
  const hashes = words.map(hashOf);
  const bands = Array.from({ length: bandCount }, (_, band) => {
    let key = Math.imul(band + 1, 0x27d4eb2f);
    for (let row = 0; row < rowsPerBand; row += 1)
      key = Math.imul(key ^ smallest(hashes, band * rowsPerBand + row), 0x01000193);
    return key | 0;
  });
  const numbers = page.text.match(/\d[\d./-]{3,}\d/g) ?? [];
  const marks = [...new Set(numbers.map((number) => number.replace(/\D/g, '')))]
    .filter((digits) => digits.length >= 5)
    .slice(0, mostMarks)
    .map((digits) => hashOf(digits) | 0);
  return { bands, marks, words: words.length };
};
