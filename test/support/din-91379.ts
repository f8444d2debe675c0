/**
 * The characters of DIN 91379 (data type E, the largest): single ones as ranges of code points in hexadecimal
 * and the sequences of a letter with combining marks.
 */
const singles =
  '9-a d 20-7e a0-ac ae-17e 187-188 18f 192 197 1a0-1a1 1af-1b0 1b7 1cd-1dc 1de-1df 1e2-1f0 ' +
  '1f4-1f5 1f8-1ff 212-213 218-21b 21e-21f 227-233 259 268 292 2b0 2b3 2b9-2ba 2be-2bf 2c6 2c8 ' +
  '2cc 2dc 2e2 386 388-38a 38c 38e-3a1 3a3-3ce 40d 410-42a 42c 42e-44a 44c 44e-44f 45d 1d48 ' +
  '1d57 1e02-1e03 1e06-1e07 1e0a-1e11 1e17 1e1c-1e2b 1e2f-1e37 1e3a-1e3b 1e40-1e49 1e52-1e5b ' +
  '1e5e-1e63 1e6a-1e6f 1e80-1e87 1e8c-1e97 1e9e 1ea0-1ef9 2018-201a 201c-201e 2020-2021 2026 ' +
  '2030 2032-2033 2039-203a 2070 2074-2079 207f-2089 20ac 2122 221e 2264-2265';

// Base letter, colon, then its marks; several marks on one letter are joined by a plus.
const sequences =
  '41:30b 43:300,304,306,308,315,323,326,328+306 44:302 46:300,304 47:300 48:304,326,331 ' +
  '4a:301,30c 4b:300,302,304,307,315,31b,326,35f+48,35f+68 4c:302,325,325+304,326 ' +
  '4d:300,302,306,310 4e:302,304,306,326 50:300,304,315,323 52:306,325,325+304 ' +
  '53:300,304,31b+304,331 54:300,304,308,315,31b 55:307 5a:300,304,306,308,327 61:30b ' +
  '63:300,304,306,308,315,323,326,328+306 64:302 66:300,304 67:300 68:304,326 6a:301 ' +
  '6b:300,302,304,307,315,31b,326,35f+68 6c:302,325,325+304,326 6d:300,302,306,310 ' +
  '6e:302,304,306,326 70:300,304,315,323 72:306,325,325+304 73:300,304,31b+304,331 ' +
  '74:300,304,315,31b 75:307 7a:300,304,306,308,327 c7:306 db:304 e7:306 fb:304 ff:301 ' +
  '10c:315,323 10d:315,323 113:30d 12a:301 12b:301 14d:30d 17d:326,327 17e:326,327 1e32:304 ' +
  '1e33:304 1e62:304 1e63:304 1e6c:304 1e6d:304 1ea0:308 1ea1:308 1ecc:308 1ecd:308 ' +
  '1ee4:304,308 1ee5:304,308';

const characterOf = (hex: string): string => String.fromCodePoint(Number.parseInt(hex, 16));

/** Every single character that is printed; line ends, tabs and the soft hyphen are left out. */
export const din91379Characters = (): string[] =>
  singles
    .split(' ')
    .flatMap((range) => {
      const [from = '', to = from] = range.split('-');
      const first = Number.parseInt(from, 16);
      const count = Number.parseInt(to, 16) - first + 1;
      return Array.from({ length: count }, (_, index) => String.fromCodePoint(first + index));
    })
    .filter((character) => !/[\p{Cc}\p{Z}\u00ad]/u.test(character));

/** Every sequence of a letter with its marks. */
export const din91379Sequences = (): string[] =>
  sequences.split(' ').flatMap((group) => {
    const [base = '', marks = ''] = group.split(':');
    return marks.split(',').map((one) => [base, ...one.split('+')].map(characterOf).join(''));
  });
