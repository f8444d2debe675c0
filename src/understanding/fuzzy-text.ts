/**
 * Number of single-character edits between two strings, counted only up to `limit`:
 * whatever lies above answers `limit + 1`, so that long strings cost little.
 */
export const editDistance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    let best = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const value = Math.min(
        (previous[j - 1] ?? 0) + same,
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
      );
      current.push(value);
      if (value < best) best = value;
    }
    if (best > limit) return limit + 1;
    previous = current;
  }
  return Math.min(previous[b.length] ?? 0, limit + 1);
};

const plainLetters: Readonly<Record<string, string>> = { ä: 'a', ö: 'o', ü: 'u', ß: 'ss' };

/**
 * A word in the form in which names and nouns are compared: small letters without accents and
 * umlauts and with rn as m: Müller, Mueller and the OCR reading Muller are one word, so are Amt and Arnt.
 */
export const foldWord = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/([aou])e/g, '$1')
    .replace(/rn/g, 'm')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '');

/** The words of a text in folded form, in their order; single letters and empty ones are left out. */
export const foldedWords = (text: string): string[] =>
  text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map(foldWord)
    .filter((word) => word.length > 1);

/** How many wrong characters a word of this length may have and still count as the same word. */
export const allowedEdits = (length: number): number => (length >= 9 ? 2 : length >= 5 ? 1 : 0);

/** Whether two folded words are the same but for what OCR does to a word of that length. */
export const sameWord = (a: string, b: string): boolean => {
  if (a === b) return true;
  const limit = allowedEdits(Math.min(a.length, b.length));
  return limit > 0 && editDistance(a, b, limit) <= limit;
};
