import { describe, expect, it } from 'vitest';
import { feiertagAm, feiertageIm, type Land, laender, type Ort, ruhetagAm } from './feiertage.js';
import { ostersonntag, plusTage, tagOf } from './kalender.js';
import { berechneNachRegel } from './rechner.js';
import { findRegel } from './regeln.js';

/*
 * Every holiday of Saxony 2024 to 2035 (§ 1 SächsSFG) with the Werktag after it, from a printed table of Easter Sundays and the weekdays of another
 * calendar: Neujahr, Karfreitag, Ostermontag, 1. Mai, Himmelfahrt, Pfingstmontag, 3. and 31. October, Buß- und Bettag, Christmas.
 */
const sachsen: readonly (readonly [jahr: number, tage: string])[] = [
  [
    2024,
    '01-01>01-02 03-29>04-02 04-01>04-02 05-01>05-02 05-09>05-10 05-20>05-21 10-03>10-04 10-31>11-01 11-20>11-21 12-25>12-27 12-26>12-27',
  ],
  [
    2025,
    '01-01>01-02 04-18>04-22 04-21>04-22 05-01>05-02 05-29>05-30 06-09>06-10 10-03>10-06 10-31>11-03 11-19>11-20 12-25>12-29 12-26>12-29',
  ],
  [
    2026,
    '01-01>01-02 04-03>04-07 04-06>04-07 05-01>05-04 05-14>05-15 05-25>05-26 10-03>10-05 10-31>11-02 11-18>11-19 12-25>12-28 12-26>12-28',
  ],
  [
    2027,
    '01-01>01-04 03-26>03-30 03-29>03-30 05-01>05-03 05-06>05-07 05-17>05-18 10-03>10-04 10-31>11-01 11-17>11-18 12-25>12-27 12-26>12-27',
  ],
  [
    2028,
    '01-01>01-03 04-14>04-18 04-17>04-18 05-01>05-02 05-25>05-26 06-05>06-06 10-03>10-04 10-31>11-01 11-22>11-23 12-25>12-27 12-26>12-27',
  ],
  [
    2029,
    '01-01>01-02 03-30>04-03 04-02>04-03 05-01>05-02 05-10>05-11 05-21>05-22 10-03>10-04 10-31>11-01 11-21>11-22 12-25>12-27 12-26>12-27',
  ],
  [
    2030,
    '01-01>01-02 04-19>04-23 04-22>04-23 05-01>05-02 05-30>05-31 06-10>06-11 10-03>10-04 10-31>11-01 11-20>11-21 12-25>12-27 12-26>12-27',
  ],
  [
    2031,
    '01-01>01-02 04-11>04-15 04-14>04-15 05-01>05-02 05-22>05-23 06-02>06-03 10-03>10-06 10-31>11-03 11-19>11-20 12-25>12-29 12-26>12-29',
  ],
  [
    2032,
    '01-01>01-02 03-26>03-30 03-29>03-30 05-01>05-03 05-06>05-07 05-17>05-18 10-03>10-04 10-31>11-01 11-17>11-18 12-25>12-27 12-26>12-27',
  ],
  [
    2033,
    '01-01>01-03 04-15>04-19 04-18>04-19 05-01>05-02 05-26>05-27 06-06>06-07 10-03>10-04 10-31>11-01 11-16>11-17 12-25>12-27 12-26>12-27',
  ],
  [
    2034,
    '01-01>01-02 04-07>04-11 04-10>04-11 05-01>05-02 05-18>05-19 05-29>05-30 10-03>10-04 10-31>11-01 11-22>11-23 12-25>12-27 12-26>12-27',
  ],
  [
    2035,
    '01-01>01-02 03-23>03-27 03-26>03-27 05-01>05-02 05-03>05-04 05-14>05-15 10-03>10-04 10-31>11-01 11-21>11-22 12-25>12-27 12-26>12-27',
  ],
];

const ostern = [
  '2024-03-31',
  '2025-04-20',
  '2026-04-05',
  '2027-03-28',
  '2028-04-16',
  '2029-04-01',
  '2030-04-21',
  '2031-04-13',
  '2032-03-28',
  '2033-04-17',
  '2034-04-09',
  '2035-03-25',
];

const namen = [
  'Neujahr',
  'Karfreitag',
  'Ostermontag',
  '1. Mai',
  'Christi Himmelfahrt',
  'Pfingstmontag',
  'Tag der Deutschen Einheit',
  'Reformationstag',
  'Buß- und Bettag',
  '1. Weihnachtstag',
  '2. Weihnachtstag',
];

const ort: Ort = { land: 'SN' };
const pairs = (tage: string) => tage.split(' ').map((pair) => pair.split('>') as [string, string]);

describe('Easter', () => {
  it('falls on the days of the table', () => {
    expect(ostern.map((_day, index) => ostersonntag(2024 + index))).toEqual(ostern);
  });

  it('falls on its earliest and latest days', () => {
    expect([ostersonntag(1818), ostersonntag(2038)]).toEqual(['1818-03-22', '2038-04-25']);
  });
});

describe('the holidays of Saxony', () => {
  it.each(sachsen)('of %i are the eleven of the table', (jahr, tage) => {
    const found = feiertageIm(jahr, ort);
    expect(found.map(({ tag }) => tag)).toEqual(pairs(tage).map(([day]) => `${jahr}-${day}`));
    expect(found.map(({ name }) => name).sort()).toEqual([...namen].sort());
  });

  it.each(
    sachsen.flatMap(([jahr, tage]) =>
      pairs(tage).map(([day, next]) => [`${jahr}-${day}`, `${jahr}-${next}`] as const),
    ),
  )('end no period: § 67 OWiG that runs out on %s ends on %s', (day, next) => {
    const result = berechneNachRegel({
      regel: findRegel('owig-67')!,
      tag: plusTage(day, -14),
      ort,
    });
    expect(result?.rechnerisch).toBe(day);
    expect(result?.ende).toBe(next);
    expect(result?.rechenweg.join(' ')).toContain(feiertagAm(day, ort));
  });

  it('have Fronleichnam only where the commune has it', () => {
    const there: Ort = { land: 'SN', gemeinde: ['fronleichnam'] };
    expect(feiertagAm('2026-06-04', there)).toBe('Fronleichnam');
    expect(feiertagAm('2026-06-04', ort)).toBeUndefined();
    const regel = findRegel('owig-67')!;
    expect(berechneNachRegel({ regel, tag: '2026-05-21', ort })?.ende).toBe('2026-06-04');
    expect(berechneNachRegel({ regel, tag: '2026-05-21', ort: there })?.ende).toBe('2026-06-05');
  });

  it('are neither Christmas Eve nor New Year\u2019s Eve nor Heilige Drei Könige', () => {
    for (const day of ['2026-12-24', '2026-12-31', '2026-01-06'])
      expect(ruhetagAm(day, ort)).toBeUndefined();
  });
});

describe('the holidays of the other Länder', () => {
  const alone: readonly (readonly [Land, number, number])[] = [
    ['BW', 2026, 12],
    ['BY', 2026, 12],
    ['BE', 2026, 10],
    ['BE', 2025, 11],
    ['BB', 2026, 10],
    ['HB', 2026, 10],
    ['HH', 2026, 10],
    ['HE', 2026, 10],
    ['MV', 2026, 11],
    ['MV', 2022, 10],
    ['NI', 2026, 10],
    ['NW', 2026, 11],
    ['RP', 2026, 11],
    ['SL', 2026, 12],
    ['SN', 2026, 11],
    ['ST', 2026, 11],
    ['SH', 2026, 10],
    ['TH', 2026, 11],
  ];
  it.each(alone)('%s has in %i so many: %i', (land, jahr, count) => {
    expect(feiertageIm(jahr, { land })).toHaveLength(count);
  });

  it('know the day that only one Land has', () => {
    const day = (land: Land, tag: string) => feiertagAm(tag, { land });
    expect(day('TH', '2026-09-20')).toBe('Weltkindertag');
    expect(day('BE', '2025-05-08')).toBe('Tag der Befreiung');
    expect(day('BE', '2026-05-08')).toBeUndefined();
    expect(day('NW', '2026-11-18')).toBeUndefined();
    expect(feiertagAm('2026-08-08', { land: 'BY', gemeinde: ['friedensfest'] })).toBe(
      'Augsburger Friedensfest',
    );
    expect(feiertagAm('2026-08-15', { land: 'SL' })).toBe('Mariä Himmelfahrt');
  });

  it('share nine days', () => {
    const sets = Object.keys(laender).map(
      (land) => new Set(feiertageIm(2026, { land: land as Land }).map(({ tag }) => tag)),
    );
    const [first = new Set<string>(), ...others] = sets;
    const common = [...first].filter((day) => others.every((one) => one.has(day)));
    expect(common).toHaveLength(9);
    expect(common).toContain(tagOf(2026, 10, 3));
  });

  it('name both holidays where two fall on one day', () => {
    expect(feiertagAm('2008-05-01', ort)).toBe('1. Mai und Christi Himmelfahrt');
  });
});
