import { createRandomStream, type RandomStream } from '../random.js';

/** What OCR commonly reads instead of a character. */
const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'Oo',
  '1': 'lI|7',
  '2': 'Z',
  '3': '8',
  '4': 'A',
  '5': 'S',
  '6': 'G8',
  '7': '1',
  '8': 'B3',
  '9': 'g',
  O: '0Q',
  o: '0ec',
  l: '1I|',
  I: 'l1|',
  i: 'l!',
  S: '5',
  s: 'S',
  B: '8',
  G: '6C',
  Z: '2',
  e: 'co',
  c: 'eo',
  a: 'o',
  n: 'ur',
  u: 'nv',
  m: 'nw',
  h: 'b',
  b: 'h6',
  t: 'f',
  f: 't',
  r: 't',
  v: 'y',
  ä: 'a',
  ö: 'o',
  ü: 'u',
  ß: 'B',
  d: 'cl',
  '/': 'Il1|',
  '-': '_.~',
  '.': ',',
  ',': '.',
  D: 'O',
  g: '9q',
  q: 'g',
};
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

const pick = (options: string, random: RandomStream): string =>
  options[Math.floor(random() * options.length)] ?? '';

const damage = (character: string, random: RandomStream): string => {
  const kind = random();
  if (character === ' ') return kind < 0.5 ? '' : '  ';
  const similar = lookAlikes[character];
  if (kind < 0.5 && similar !== undefined) return pick(similar, random);
  if (kind < 0.72) return pick(letters, random);
  if (kind < 0.86) return '';
  return character + pick(`${letters} .,'`, random);
};

/**
 * The text as a poor scan would give it: each character but line ends is damaged with probability `rate`
 * (taken for a look-alike, replaced, lost, or joined by another). The same seed gives the same faults.
 */
export const addOcrNoise = (text: string, rate: number, seed: number): string => {
  const random = createRandomStream(seed);
  let result = '';
  for (const character of text) {
    result += character !== '\n' && random() < rate ? damage(character, random) : character;
  }
  return result;
};

/** The text without some of its sentences, at least one always left; for training and for measuring. */
export const dropSentences = (text: string, share: number, seed: number): string => {
  const random = createRandomStream(seed);
  const sentences = text.split(/(?<=[.!?:])\s+|\n+/);
  const kept = sentences.filter(() => random() >= share);
  return (kept.length > 0 ? kept : sentences.slice(0, 1)).join('\n');
};
