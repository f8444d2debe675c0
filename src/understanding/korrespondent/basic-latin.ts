/**
 * Letters of DIN 91379 that are no base letter with marks, in basic Latin letters. What decomposes (é, č, ș …) needs no
 * line here.
 */
const letters: Readonly<Record<string, string>> = {
  æ: 'ae',
  ǽ: 'ae',
  œ: 'oe',
  ø: 'oe',
  å: 'aa',
  ß: 'ss',
  ð: 'd',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ĸ: 'k',
  ł: 'l',
  ŋ: 'n',
  ŉ: 'n',
  þ: 'th',
  ŧ: 't',
  ə: 'e',
  ǝ: 'e',
  ɨ: 'i',
  ʒ: 'z',
  ǥ: 'g',
  ƶ: 'z',
  ɵ: 'o',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
};

/**
 * A name in small basic Latin letters, as it is looked up whatever letters of DIN 91379 it is written with: ü = ue,
 * ß = ss, ł = l, ø = oe; marks above and below are dropped, as are the apostrophe-like letters of transliterations.
 */
export const basicLatin = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{ASCII}]/gu, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/[\p{M}ʹʺʻʼʾʿˈˌ’‘]/gu, '')
    .replace(/[^\p{ASCII}]/gu, (letter) => letters[letter] ?? ' ');
