import { describe, expect, it } from 'vitest';
import { formatBetrag, parseBetrag, parseMenge, produkt } from './betraege.js';
import type { Block } from './bloecke.schema.js';
import { briefsumme, druckbloecke, pruefeBetraege } from './druckbloecke.js';
import { girocodeText, parseIban } from './konto.js';

const konto = {
  inhaber: 'Stadt Lohwerda',
  iban: 'DE89370400440532013000',
  bic: 'COBADEFFXXX',
  bank: 'Musterbank',
};
const position = (betrag: string, menge = '') => ({
  bezeichnung: 'Gebühr',
  grundlage: '',
  menge,
  betrag,
});
const tabelle = (...positionen: ReturnType<typeof position>[]): Block => ({
  art: 'betragstabelle',
  positionen,
  summentext: 'Gesamtbetrag',
});
const zahlung = (given: Partial<Extract<Block, { art: 'zahlung' }>> = {}): Block => ({
  art: 'zahlung',
  betrag: '',
  kassenzeichen: '5.0815.000123.4',
  faellig: '',
  empfaenger: '',
  iban: '',
  bic: '',
  bank: '',
  girocode: true,
  ...given,
});

describe('an amount', () => {
  it.each([
    ['51', '51,00'],
    ['51,5', '51,50'],
    ['1.234,56', '1.234,56'],
    ['1234567,00 €', '1.234.567,00'],
    ['-20,00', '\u221220,00'],
    ['12,-', '12,00'],
    ['1.234', '1.234,00'],
  ])('written as %s is printed as %s', (written, printed) => {
    const value = parseBetrag(written);
    expect(value === undefined ? '' : formatBetrag(value)).toBe(printed);
  });

  it.each(['12.50', '1,234.56', '12,345', 'zwölf', '', '1..2', '--3', '1.23,00'])(
    'is not read out of %s, which could mean something else',
    (written) => {
      expect(parseBetrag(written)).toBeUndefined();
    },
  );

  it('is multiplied and summed without the errors of binary fractions', () => {
    const cent = parseBetrag('0,10');
    const menge = parseMenge('3');
    if (cent === undefined || menge === undefined) throw new Error('not read');
    expect(produkt(menge, cent).toString()).toBe('0.3');
    const many = tabelle(...Array.from({ length: 1_000 }, () => position('0,10')));
    expect(briefsumme([many])?.toFixed(2)).toBe('100.00');
    expect(briefsumme([tabelle(position('0,05', '0,1'))])?.toFixed(2)).toBe('0.01');
  });
});

describe('a table of amounts', () => {
  it('shows products and the sum, and asks for what is missing', () => {
    const [good] = druckbloecke([tabelle(position('10,25', '4'), position('-1,00'))]);
    expect(good).toMatchObject({ mitMenge: true, mitGrundlage: false, summe: '40,00' });
    const unfinished = [tabelle(position('10,25'), position('12.5'))];
    expect(druckbloecke(unfinished)[0]).toMatchObject({ summe: '[Betrag]' });
    expect(pruefeBetraege(unfinished, konto)).toMatchObject([
      { stufe: 'fehler', code: 'betrag-ungueltig', text: expect.stringContaining('Zeile 2') },
    ]);
  });
});

describe('a payment', () => {
  it('asks for the sum of the tables on the account of the letterhead', () => {
    const bloecke = [tabelle(position('40,00')), tabelle(position('2,50')), zahlung()];
    expect(pruefeBetraege(bloecke, konto)).toEqual([]);
    const printed = druckbloecke(bloecke, konto)[2];
    expect(printed).toMatchObject({ art: 'zahlung', girocode: expect.stringContaining('<svg') });
    expect(JSON.stringify(printed)).toContain('DE89 3704 0044 0532 0130 00');
    expect(JSON.stringify(printed)).toContain('42,50 EUR');
  });

  it('without account, reference or amount is a fault, and no code is printed', () => {
    const bloecke = [zahlung({ kassenzeichen: '', betrag: 'viel' })];
    expect(druckbloecke(bloecke)[0]).toMatchObject({ girocode: '' });
    expect(pruefeBetraege(bloecke)).toMatchObject([
      {
        code: 'zahlung-unvollstaendig',
        text: 'In den Zahlungsangaben fehlt: ein Betrag über 0 Euro, das Kassenzeichen, der Empfänger der Zahlung, eine gültige IBAN.',
      },
    ]);
  });

  it('refuses an account number with a wrong digit', () => {
    expect(parseIban('DE89 3704 0044 0532 0130 01')).toBeUndefined();
    expect(parseIban('de89 3704 0044 0532 0130 00')).toBe('DE89370400440532013000');
    expect(parseIban('DE8937040044053201300')).toBeUndefined();
  });
});

describe('the text of a GiroCode after EPC069-12', () => {
  const transfer = (betrag: string, empfaenger = 'Stadt Lohwerda') =>
    girocodeText({
      empfaenger,
      iban: konto.iban,
      bic: '',
      betrag: parseBetrag(betrag) as NonNullable<ReturnType<typeof parseBetrag>>,
      verwendungszweck: '5.0815.000123.4',
    });

  it('has its eleven lines in their order', () => {
    expect(transfer('1.042,50')?.split('\n')).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      '',
      'Stadt Lohwerda',
      'DE89370400440532013000',
      'EUR1042.50',
      '',
      '',
      '5.0815.000123.4',
    ]);
  });

  it('is refused beyond the limits of the guideline', () => {
    expect(transfer('0')).toBeUndefined();
    expect(transfer('1.000.000.000')).toBeUndefined();
    expect(transfer('1', 'x'.repeat(71))).toBeUndefined();
    expect(transfer('999.999.999,99')).toContain('EUR999999999.99');
  });
});
