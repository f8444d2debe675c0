import { describe, expect, it } from 'vitest';
import {
  formatAktenzeichen,
  formatGeschaeftszeichen,
  geschaeftszeichenSchluessel,
  parseGeschaeftszeichen,
} from './geschaeftszeichen.js';

const vorgang = {
  organisationseinheit: '32',
  aktenplankennzeichen: '1212',
  akte: 14,
  vorgang: 7,
  jahr: 2026,
};

describe('the Geschäftszeichen', () => {
  it('names unit, Aktenplan, Akte, Vorgang, year and Dokument in this order', () => {
    expect(formatGeschaeftszeichen(vorgang)).toBe('32-1212/14/7-2026');
    expect(formatGeschaeftszeichen({ ...vorgang, dokument: 3 })).toBe('32-1212/14/7-2026/3');
    expect(formatAktenzeichen({ ...vorgang, aktenplankennzeichen: '12.12' })).toBe('32-1212/14');
  });

  it.each([
    ['32-1212/14/7-2026'],
    [' 32 - 1212 / 14 / 7 - 2026 '],
    ['Az.: 32–1212/14/7–2026'],
    ['Unser Zeichen: 32-1212/14/7-2026.'],
    ['Geschäftszeichen 32-12.12/14/7-26'],
    ['32-1212\\14\\7-2026'],
  ])('is read although it is written as %s', (text) => {
    expect(parseGeschaeftszeichen(text)).toEqual(vorgang);
  });

  it('is read with the number of the Dokument and a unit of letters', () => {
    expect(parseGeschaeftszeichen('StA-OB 2-3110/4/12-2025/30')).toEqual({
      organisationseinheit: 'StA-OB2',
      aktenplankennzeichen: '3110',
      akte: 4,
      vorgang: 12,
      jahr: 2025,
      dokument: 30,
    });
  });

  it.each(['', '14/7-2026', 'DE89 3704 0044 0532 0130 00', '32-1212/14', '5 K 1234/26'])(
    'is not guessed from %j',
    (text) => {
      expect(parseGeschaeftszeichen(text)).toBeUndefined();
    },
  );

  it('comes back unchanged from formatting what was read', () => {
    for (const text of ['32-1212/14/7-2026', 'OB-1110/1/1-2024/999', '63.2-6110/120/45-2019']) {
      const parts = parseGeschaeftszeichen(text);
      expect(parts && formatGeschaeftszeichen(parts)).toBe(text);
    }
  });
});

describe('the key of a Geschäftszeichen', () => {
  it('is the same for what recognition makes of it', () => {
    const key = geschaeftszeichenSchluessel('32-1218/16/7-2050');
    for (const misread of ['3Z-I2lB/l6/7-2O5O', '32 –1218 / 1G/7-20S0', '32-|2!8/16/7.2050']) {
      expect(geschaeftszeichenSchluessel(misread)).toBe(key);
    }
  });

  it('differs where a digit differs', () => {
    expect(geschaeftszeichenSchluessel('32-1212/14/7-2026')).not.toBe(
      geschaeftszeichenSchluessel('32-1212/14/9-2026'),
    );
  });

  it('keeps letters of a Kürzel whether or not they carry dots', () => {
    expect(geschaeftszeichenSchluessel('ÖPNV-1/1/1-2026')).toBe(
      geschaeftszeichenSchluessel('OPNV-1/1/1-2026'),
    );
  });
});
