import { expect, test } from 'vitest';
import { formatDate, formatInstant, formatSeconds, formatSize } from './format.js';

test('a day is written the German way and never shifted by a time zone', () => {
  expect(formatDate('2026-01-01')).toBe('01.01.2026');
  expect(formatDate(null)).toBe('–');
});

test('an instant is told in German time, in summer and in winter', () => {
  expect(formatInstant('2026-01-31T23:30:00Z')).toBe('01.02.2026, 00:30 Uhr');
  expect(formatInstant('2026-07-01T10:00:00Z')).toBe('01.07.2026, 12:00 Uhr');
});

test('sizes and durations use the largest unit that people still picture', () => {
  expect([999, 1_000, 345_678, 12_340_000, 2_000_000_000].map(formatSize)).toEqual([
    '999 Byte',
    '1 KB',
    '346 KB',
    '12,3 MB',
    '2 GB',
  ]);
  expect([59, 60, 3_660, 200_000].map(formatSeconds)).toEqual([
    '59 Sek.',
    '1 Min.',
    '1 Std. 1 Min.',
    '2 Tage',
  ]);
});
