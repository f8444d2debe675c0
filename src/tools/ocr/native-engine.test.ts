import { expect, it } from 'vitest';
import { parseTsv } from './native-engine.js';

it('words are taken from the table of the engine, line by line, without empty ones', () => {
  const row = (level: number, line: number, word: number, text: string, confidence = '91.5') =>
    [level, 1, 1, 1, line, word, 10 * word, 20 * line, 8, 12, confidence, text].join('\t');
  const table = [
    'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext',
    row(1, 0, 0, '', '-1'),
    row(4, 1, 0, '', '-1'),
    row(5, 1, 1, 'Straße'),
    row(5, 1, 2, ' '),
    row(5, 2, 1, '"Zitat"', '0.000000'),
    '',
  ].join('\n');
  expect(parseTsv(table)).toEqual([
    {
      ...{ text: 'Straße', confidence: 0.915, line: 0 },
      box: { left: 10, top: 20, right: 18, bottom: 32 },
    },
    {
      ...{ text: '"Zitat"', confidence: 0, line: 1 },
      box: { left: 10, top: 40, right: 18, bottom: 52 },
    },
  ]);
});
