/** Letters that OCR puts where a digit stands, and the digits that they may stand for, likeliest first. */
const digitsBehind: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  U: '0',
  ö: '0',
  Ö: '0',
  C: '0',
  c: '0',
  '°': '0',
  I: '1',
  l: '1',
  i: '1',
  '|': '1',
  '!': '1',
  ']': '1',
  '[': '1',
  j: '1',
  J: '1',
  ı: '1',
  t: '1',
  L: '1',
  Z: '2',
  z: '2',
  E: '3',
  A: '4',
  h: '4',
  S: '5',
  s: '5',
  '§': '5',
  $: '5',
  G: '6',
  b: '6',
  T: '7',
  '?': '7',
  B: '8',
  '&': '8',
  ß: '8',
  g: '9',
  q: '9',
};

/** The digit that this character is or stands for, or null where it looks like none. */
export const digitOf = (character: string): string | null =>
  character >= '0' && character <= '9' ? character : (digitsBehind[character] ?? null);

/** Replaces look-alike letters by digits; characters that look like no digit stay. */
export const foldDigits = (text: string): string =>
  [...text].map((character) => digitOf(character) ?? character).join('');

const digitTwins = new Set([
  '17',
  '71',
  '14',
  '41',
  '38',
  '83',
  '56',
  '65',
  '68',
  '86',
  '08',
  '80',
  '06',
  '60',
  '39',
  '93',
  '35',
  '53',
  '58',
  '85',
  '27',
  '72',
  '49',
  '94',
  '09',
  '90',
  '89',
  '98',
]);

/** Whether OCR takes one of these digits for the other now and then; symmetric. */
export const digitsLookAlike = (a: string, b: string): boolean => digitTwins.has(a + b);

/** Brings every kind of dash, slash, quote and blank to one form without changing the length. */
export const plainPunctuation = (text: string): string =>
  text
    .replace(/[\u2010-\u2015\u2212\u00ad\u2043\uff0d\u00ac~]/g, '-')
    .replace(/[\u2044\u2215\uff0f\\]/g, '/')
    .replace(/[\u00a0\u2000-\u200a\u202f\t]/g, ' ')
    // Recognition sets underscores where paper is creased; between digits they were dashes.
    .replace(/(?<=\d)_(?=\d)/g, '-')
    .replace(/_/g, ' ')
    .replace(/[“”„‟]/g, '"')
    .replace(/[’‘‚]/g, "'");
