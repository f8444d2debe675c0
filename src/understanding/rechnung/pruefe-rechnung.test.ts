import { describe, expect, it } from 'vitest';
import { ciiRechnung } from '#sample/rechnung/cii.js';
import { buerobedarf, strassenbau } from '#sample/rechnung/muster-rechnungen.js';
import { ublRechnung } from '#sample/rechnung/ubl.js';
import type { Rechnung } from '#tools/rechnung/begriffe.js';
import { checkDigitsOf, readLeitwegId } from '#tools/rechnung/leitweg-id.js';
import { readRechnung } from '#tools/rechnung/read-rechnung.js';
import { profileOf, pruefeRechnung } from '#understanding/index.js';

const readXmlText = (xml: string): Rechnung => {
  const read = readRechnung(Buffer.from(xml));
  if (read.outcome !== 'rechnung') throw new Error('no invoice');
  return read.rechnung;
};

const rulesOf = (xml: string): string[] => pruefeRechnung(readXmlText(xml)).map((one) => one.regel);

/** One change to an XML that has to be there. */
const changed = (xml: string, from: string | RegExp, to: string): string => {
  const made = xml.replace(from, to);
  if (made === xml) throw new Error('nothing changed');
  return made;
};

const ubl = ublRechnung(strassenbau);
const cii = ciiRechnung(strassenbau);

describe('an invoice in both syntaxes', () => {
  it.each([
    ['road works', strassenbau],
    ['office supplies', buerobedarf],
  ])('has the same business terms: %s', (_name, muster) => {
    const { syntax: _ubl, ...fromUbl } = readXmlText(ublRechnung(muster));
    const { syntax: _cii, ...fromCii } = readXmlText(ciiRechnung(muster));
    const withoutCurrency = JSON.parse(
      JSON.stringify(fromUbl).replaceAll(',"scheme":"EUR"', ''),
    ) as typeof fromUbl;
    const plain = JSON.parse(
      JSON.stringify(fromCii).replaceAll(',"scheme":"EUR"', ''),
    ) as typeof fromCii;
    expect(withoutCurrency).toEqual(plain);
  });

  it('breaks no rule', () => {
    for (const muster of [strassenbau, buerobedarf]) {
      expect(rulesOf(ublRechnung(muster))).toEqual([]);
      expect(rulesOf(ciiRechnung(muster))).toEqual([]);
    }
  });

  it('is read whatever the prefixes are', () => {
    const other = ubl
      .replaceAll('cbc:', 'x:')
      .replaceAll('xmlns:cbc', 'xmlns:x')
      .replace('xmlns:cbc=', 'xmlns:x=');
    expect(readXmlText(other).terms['BT-1']?.[0]?.value).toBe('RE-2026-04711');
    const foreign = changed(
      ubl,
      '<cbc:ID>RE-2026',
      '<f:ID xmlns:f="urn:foreign">other</f:ID><cbc:ID>RE-2026',
    );
    expect(readXmlText(foreign).terms['BT-1']).toEqual([{ value: 'RE-2026-04711' }]);
  });

  it('keeps its decimals as they were written', () => {
    const line = readXmlText(ubl).groups['BG-25']?.[0];
    expect(line?.terms['BT-129']).toEqual([{ value: '182.5' }]);
    expect(readXmlText(cii).groups['BG-22']?.[0]?.terms['BT-112']).toEqual([{ value: '7317.61' }]);
  });

  it('names its profile', () => {
    expect(profileOf(readXmlText(ubl))).toBe('XRechnung 3.0');
    expect(profileOf(readXmlText(ciiRechnung(strassenbau, 'urn:cen.eu:en16931:2017')))).toBe(
      'EN 16931',
    );
  });
});

describe('a broken invoice', () => {
  it.each([
    ['BR-CO-10', /(<ram:LineTotalAmount>)\d+(\.\d\d<\/ram:LineTotalAmount><ram:Allow)/, '$15555$2'],
    ['BR-CO-11', '<ram:AllowanceTotalAmount>150.00', '<ram:AllowanceTotalAmount>150.01'],
    ['BR-CO-13', /<ram:TaxBasisTotalAmount>\d/, '<ram:TaxBasisTotalAmount>9'],
    [
      'BR-CO-14',
      /<ram:TaxTotalAmount currencyID="EUR">\d/,
      '<ram:TaxTotalAmount currencyID="EUR">9',
    ],
    ['BR-CO-15', /<ram:GrandTotalAmount>\d/, '<ram:GrandTotalAmount>8'],
    ['BR-CO-16', /<ram:DuePayableAmount>\d/, '<ram:DuePayableAmount>8'],
    ['BR-CO-17', /<ram:CalculatedAmount>\d/, '<ram:CalculatedAmount>8'],
    ['BR-CO-26', /<ram:SpecifiedTaxRegistration>.*?<\/ram:SpecifiedTaxRegistration>/, ''],
    ['BR-S-08', /<ram:BasisAmount>\d/, '<ram:BasisAmount>9'],
    ['BR-S-05', '<ram:RateApplicablePercent>19<', '<ram:RateApplicablePercent>0<'],
    ['BR-DEC-18', /(<ram:DuePayableAmount>[\d.]+)/, '$10'],
    ['BR-02', '<ram:ID>RE-2026-04711</ram:ID>', ''],
    ['BR-06', '<ram:Name>Tiefbau Hallbach &amp; Söhne GmbH</ram:Name>', ''],
    ['BR-25', '<ram:Name>Asphaltdeckschicht</ram:Name>', ''],
    [
      'BR-DE-1',
      /<ram:SpecifiedTradeSettlementPaymentMeans>.*?<\/ram:SpecifiedTradeSettlementPaymentMeans>|<ram:PaymentReference>.*?<\/ram:PaymentReference>/gs,
      '',
    ],
    ['BR-DE-2', /<ram:DefinedTradeContact>.*?<\/ram:DefinedTradeContact>/, ''],
    ['BR-DE-15', /<ram:BuyerReference>.*?<\/ram:BuyerReference>/, ''],
    ['BR-DE-19', 'DE02120300000000202051', 'DE03120300000000202051'],
    [
      'BR-DE-23-a',
      /<ram:PayeePartyCreditorFinancialAccount>.*?<\/ram:PayeePartyCreditorFinancialAccount>/,
      '',
    ],
    ['PST-LEITWEG', '14999001-20-49', '14999001-20-48'],
    ['PST-WERT', /<ram:DuePayableAmount>[\d.]+/, '<ram:DuePayableAmount>viel'],
    ['PST-WERT', '>20261102<', '>20261342<'],
  ])('is found by %s', (rule, from, to) => {
    expect(rulesOf(changed(cii, from, to))).toContain(rule);
  });

  it('says what was expected', () => {
    const wrong = changed(ubl, /(<cbc:PayableAmount currencyID="EUR">)7317.61/, '$17317.62');
    expect(pruefeRechnung(readXmlText(wrong))).toEqual([
      {
        regel: 'BR-CO-16',
        schwere: 'fehler',
        satz: 'Der Zahlbetrag (BT-115) stimmt nicht.',
        zahlen: 'Angegeben sind 7.317,62, gerechnet 7.317,61.',
      },
    ]);
  });
});

describe('a Leitweg-ID', () => {
  it.each(['04011000-12345-03', '991-33333TEST-33', '14999001-20-49', ' 14999001-37 '])(
    'is valid: %s',
    (text) => expect(readLeitwegId(text).state).toBe('gueltig'),
  );
  it.each([
    ['04011000-12345-04', 'pruefziffer-falsch'],
    ['04011000-12354-03', 'pruefziffer-falsch'],
    ['17011000-12345-03', 'form-falsch'],
    ['0401-12345-03', 'form-falsch'],
    ['05 158 004 - 11023 - 45', 'form-falsch'],
    ['Frau Müller', 'keine'],
    ['4500001872', 'keine'],
    ['', 'keine'],
  ])('is not valid: %s', (text, state) => expect(readLeitwegId(text).state).toBe(state));

  it('shows every single wrong digit and every swap of neighbours', () => {
    const sound = '14999001-20-49';
    const wrong = new Set<string>();
    for (const [at, one] of [...sound].entries()) {
      if (one === '-') continue;
      for (const digit of '0123456789')
        if (digit !== one) wrong.add(sound.slice(0, at) + digit + sound.slice(at + 1));
      const next = sound[at + 1] ?? one;
      if (next !== one && next !== '-')
        wrong.add(sound.slice(0, at) + next + one + sound.slice(at + 2));
    }
    expect([...wrong].filter((text) => readLeitwegId(text).state === 'gueltig')).toEqual([]);
    expect(checkDigitsOf('14999001-20')).toBe('49');
  });
});
