import { describe, expect, it } from 'vitest';
import { plainPage } from '#test/support/page-of.js';
import { findDeadlines } from './deadlines.js';
import { linesOf } from './layout.js';
import { findAmounts, findIbans, ibanIsValid } from './money.js';

const linesIn = (text: string) => linesOf([{ number: 1, text: plainPage(text) }]);

describe('money in letters', () => {
  it.each([
    ['Gesamtbetrag: 1.234,56 €', 123_456],
    ['in Höhe von EUR 12,00', 1_200],
    ['zahle ich 45 Euro im Monat', 4_500],
    ['12.000,00 EUR', 1_200_000],
    ['Gesamtbetrag 2.580,63', 258_063],
    ['100,-- EUR', 10_000],
  ])('%j names %i cents', (text, cents) => {
    expect(findAmounts(linesIn(text)).map(({ value }) => value)).toEqual([cents]);
  });

  it('the total comes before the items', () => {
    const amounts = findAmounts(
      linesIn('Aushub 10,00 EUR\nBordstein 20,00 EUR\nRechnungsbetrag 30,00 EUR'),
    );
    expect(amounts.map(({ value }) => value)).toEqual([3_000, 1_000, 2_000]);
  });

  it('numbers without a currency are no money, nor is a percentage beside a sum', () => {
    expect(findAmounts(linesIn('Zimmer 3.12, Telefon 488-3200'))).toEqual([]);
    expect(findAmounts(linesIn('Summe zzgl. 19,00 % Umsatzsteuer'))).toEqual([]);
  });

  it('an IBAN counts only with right check digits, also where OCR read letters for digits', () => {
    expect(ibanIsValid('DE89370400440532013000')).toBe(true);
    expect(ibanIsValid('DE89370400440532013001')).toBe(false);
    const read = (text: string) => findIbans(linesIn(text)).map(({ value }) => value);
    expect(read('IBAN: DE89 3704 0044 0532 0130 00')).toEqual(['DE89370400440532013000']);
    expect(read('IBAN DE89 37O4 OO44 O532 Ol3O OO')).toEqual(['DE89370400440532013000']);
    expect(read('IBAN: DE89 3704 0044 0532 0130 01')).toEqual([]);
    expect(read('Konto AT61 1904 3002 3457 3201')).toEqual(['AT611904300234573201']);
  });
});

describe('periods that a letter sets', () => {
  const read = (text: string) =>
    findDeadlines(linesIn(text), '2026-11-20').map(({ value }) => value);
  it.each([
    ['Bitte antworten Sie bis zum 12.12.2026.', { art: 'datum', datum: '2026-12-12' }],
    ['spätestens am 1. Dezember 2026', { art: 'datum', datum: '2026-12-01' }],
    ['Nach dem 11.12.2026 geben wir den Vorgang ab.', { art: 'datum', datum: '2026-12-11' }],
    ['binnen zwei Wochen nach Zustellung', { art: 'dauer', tage: 14 }],
    ['innerhalb von 10 Tagen', { art: 'dauer', tage: 10 }],
    ['innerhalb eines Monats', { art: 'dauer', tage: 30 }],
  ])('%j', (text, deadline) => {
    expect(read(text)).toEqual([deadline]);
  });

  it('a day in the past behind "nach dem" and a mere date set no period', () => {
    expect(read('Nach dem 11.10.2026 war niemand mehr da.')).toEqual([]);
    expect(read('Ihr Bescheid vom 11.10.2026')).toEqual([]);
  });
});
