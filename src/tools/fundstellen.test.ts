import { expect, test } from 'vitest';
import { fundstellenAuf, suchworte } from './fundstellen.js';
import type { Word } from './page-text.js';

/** Words in a row of equal width, one line of the page for each line of the text. */
const page = (...lines: string[]): { nummer: number; worte: Word[] } => ({
  nummer: 3,
  worte: lines.flatMap((text, line) =>
    text.split(' ').map((word, at) => ({
      text: word,
      confidence: 1,
      line,
      box: { x: at * 0.1, y: line * 0.1, width: 0.08, height: 0.05 },
    })),
  ),
});

const find = (question: string, ...lines: string[]) =>
  fundstellenAuf(page(...lines), suchworte(question));

test('a word is found in any case, in both spellings of umlauts and inside longer words', () => {
  const { folge } = find('GEBÜHREN', 'Der Gebuehrenbescheid und die Gebühren.');
  expect(folge.map((place) => place.boxen)).toEqual([
    [{ x: 0.1, y: 0, width: 0.08, height: 0.05 }],
    [{ x: 0.4, y: 0, width: 0.08, height: 0.05 }],
  ]);
});

test('a sequence of words is one place, with one rectangle for each line', () => {
  const { folge } = find('lege ich Einspruch', 'hiermit lege ich', 'Einspruch ein');
  expect(folge).toHaveLength(1);
  expect(folge[0]?.seite).toBe(3);
  expect(folge[0]?.boxen).toHaveLength(2);
  expect(folge[0]?.boxen[0]?.x).toBeCloseTo(0.1);
  expect(folge[0]?.boxen[0]?.width).toBeCloseTo(0.18);
});

test('a word that was divided at the end of a line is found with both halves', () => {
  const { folge } = find('Verfügung', 'gegen die Ver-', 'fügung vom Montag');
  expect(folge[0]?.boxen).toHaveLength(2);
});

test('words that do not stand beside each other are found one by one', () => {
  const { folge, einzeln } = find('Meyer Bescheid', 'Bescheid an Frau Meyer');
  expect(folge).toEqual([]);
  expect(einzeln).toHaveLength(2);
});

test('of several words the short ones are not lit, and alone only as whole words', () => {
  const { einzeln } = find('Damen und Herren', 'Guten Tag und', 'freundliche Damen');
  expect(einzeln.map((place) => place.boxen)).toEqual([
    [{ x: 0.1, y: 0.1, width: 0.08, height: 0.05 }],
  ]);
  expect(find('und der', 'freundliche Damen und').einzeln).toHaveLength(1);
});

test('a question of punctuation only finds nothing', () => {
  expect(find(' ., ', 'Ein Satz. Und noch einer.').folge).toEqual([]);
});
