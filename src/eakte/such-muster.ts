/** The words of a query, without operators; composed characters, so that ü is one letter. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFC')
    .split(/[\s,;"()]+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((word) => word !== '');

const foldedLength = (word: string): number => word.replace(/[äöüßÄÖÜẞ]/g, 'xx').length;

/**
 * LIKE patterns, one for each word of at least `minLength` letters, the longest first; for `such_falte`d
 * text. Shorter words would read the whole index, so they are left out.
 */
export const likePatterns = (text: string, minLength = 3): string[] =>
  [...new Set(wordsOf(text))]
    .filter((word) => foldedLength(word) >= minLength)
    .sort((one, other) => other.length - one.length)
    .slice(0, 8)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);

/** Whether a query uses an operator of the search (a phrase, an exclusion, an alternative). */
export const hasOperators = (text: string): boolean => /["“„]|(^|\s)-\S|\sor\s/i.test(text);

/** Most words of a query that are looked at. */
const mostWords = 24;

/**
 * The query with what the parser of web searches cannot bear taken out: runs of dashes nest as negations
 * until its stack is full.
 */
export const tameQuery = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/-+(?=[-\s"]|$)|(?<=-)-+/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, mostWords)
    .join(' ');
