import { describe, expect, it } from 'vitest';
import { tageZwischen } from '../fristen/kalender.js';
import { datesIn } from './dates.js';

describe('days as they are written in letters', () => {
  it.each([
    ['Musterstadt, den 03.11.2026', '2026-11-03'],
    ['3.11.26', '2026-11-03'],
    ['3. November 2026', '2026-11-03'],
    ['03. 11. 2026', '2026-11-03'],
    ['Datum 14. November 2026', '2026-11-14'],
    ['am 1. März 2026', '2026-03-01'],
    ['29.02.2024', '2024-02-29'],
    ['2026-11-03', '2026-11-03'],
    ['O3.11.2O26', '2026-11-03'],
    ['03.1l.2026', '2026-11-03'],
    ['03,11.2026', '2026-11-03'],
    ['3. Novernber 2026', '2026-11-03'],
    ['I4. Dezember 2026', '2026-12-14'],
    ['5. 0ktober 2026', '2026-10-05'],
    ['12.Nov.2026', '2026-11-12'],
  ])('%j is %s', (text, day) => {
    expect(datesIn(text).map(({ value }) => value)).toEqual([day]);
  });

  it.each([
    '31.11.2026',
    '29.02.2026',
    '03500 488-3200',
    'Version 1.2.3',
    '1.234,56 EUR',
    'DE12 3456 7890 1234 5678 90',
    '32-1212/14/7-2026',
    'Artikel 12 Satz 2',
    '192.168.10.12',
  ])('%j is no day', (text) => {
    expect(datesIn(text)).toEqual([]);
  });

  it('several days of a line come in their order with what they were read from', () => {
    const text = 'vom 01.10.2026 bis zum 5. Oktober 2026';
    const found = datesIn(text);
    expect(found.map(({ value }) => value)).toEqual(['2026-10-01', '2026-10-05']);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([
      '01.10.2026',
      '5. Oktober 2026',
    ]);
  });

  it('every day of a leap year is read in its three spellings', () => {
    const names = [
      'Januar',
      'Februar',
      'März',
      'April',
      'Mai',
      'Juni',
      'Juli',
      'August',
      'September',
      'Oktober',
      'November',
      'Dezember',
    ];
    for (let time = Date.UTC(2024, 0, 1); time < Date.UTC(2025, 0, 1); time += 86_400_000) {
      const iso = new Date(time).toISOString().slice(0, 10);
      const [year = '', month = '', day = ''] = iso.split('-');
      const spellings = [
        `${day}.${month}.${year}`,
        `${Number(day)}.${Number(month)}.24`,
        `${Number(day)}. ${names[Number(month) - 1]} ${year}`,
      ];
      for (const spelling of spellings)
        expect(datesIn(spelling).map(({ value }) => value)).toEqual([iso]);
    }
  });

  it('days between two dates are counted over the change of the year', () => {
    expect(tageZwischen('2026-12-30', '2027-01-02')).toBe(3);
    expect(tageZwischen('2026-11-03', '2026-11-01')).toBe(-2);
  });
});
