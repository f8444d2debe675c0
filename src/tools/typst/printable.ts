import { type Coverage, missingCharacters } from './glyphs.js';

const replacement = '\ufffd';
// Marks that turn the direction of text could show something else than what was written.
const direction = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Makes any text printable: what the font cannot draw becomes U+FFFD and is counted. */
export const createPrintable = (covers: Coverage) => {
  let replaced = 0;
  const printable = (text: string): string => {
    const clean = text
      .normalize('NFC')
      .replaceAll(direction, '')
      .replaceAll(/\p{Variation_Selector}|\u200d/gu, '')
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll('\t', '    ')
      .replaceAll(/[^\P{Cc}\n]/gu, '');
    const missing = new Set(missingCharacters(clean, covers));
    if (missing.size === 0) return clean;
    return [...clean]
      .map((character) => {
        if (!missing.has(character)) return character;
        replaced += 1;
        return replacement;
      })
      .join('');
  };
  return { printable, replaced: () => replaced };
};
