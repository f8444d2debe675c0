import { describe, expect, it } from 'vitest';
import { extractFields } from '../extract/extract-fields.js';
import type { SenderKind } from '../extract/reading.js';
import { erkenneFristen } from './erkennung.js';

const letterOf = (subject: string, body: string) =>
  [
    'Stadt Musterstadt',
    'Rathausplatz 1',
    '09999 Musterstadt',
    '',
    'Musterstadt, den 20.11.2026',
    '',
    subject,
    '',
    'Sehr geehrte Damen und Herren,',
    '',
    body,
    '',
    'Mit freundlichen Grüßen',
  ].join('\n');

const read = (
  body: string,
  known: { betreff?: string; von?: SenderKind; eingang?: string } = {},
) => {
  const text = letterOf(known.betreff ?? 'Ihr Schreiben', body);
  const source = 'textlayer' as const;
  const pages = [{ number: 1, text: { source, text, words: [], meanConfidence: 1 } }];
  const extraction = extractFields(pages, {
    knownOrganisationseinheiten: [],
    today: known.eingang ?? '2026-11-23',
    ownAddress: { name: 'Stadt Musterstadt', plz: '09999', ort: 'Musterstadt' },
  });
  const none = { page: null, box: null, raw: '', confidence: 1, reason: '' };
  const kind = { ...none, value: known.von ?? 'citizen' };
  return erkenneFristen({
    pages,
    extraction: { ...extraction, sender: { ...extraction.sender, kind } },
    eingang: known.eingang ?? '2026-11-23',
    ort: { land: 'SN' },
  });
};

const short = (found: ReturnType<typeof read>) =>
  found.map(({ schluessel, ende, ergebnis }) => [schluessel, ende, ergebnis]);

const objection = 'hiermit lege ich gegen Ihren Gebührenbescheid vom 26.10.2026 Widerspruch ein.';

describe('a remedy', () => {
  it('is examined from the date of the act, and asks for a decision within three months', () => {
    expect(short(read(objection))).toEqual([
      ['rechtsbehelf:widerspruch', '2026-11-30', 'fristgerecht'],
      ['gesetzlich:vwgo-75', '2027-02-23', null],
    ]);
  });

  it('says by which sentences it came to that', () => {
    const [first] = read(objection);
    expect(first?.grundlage).toBe('§ 70 Abs. 1 Satz 1 VwGO, § 122 Abs. 2 Nr. 1 AO');
    expect(first?.rechenweg.at(-2)).toBe('Eingegangen: Montag, 23.11.2026.');
    expect(first?.fundstelle?.text).toContain('Gebührenbescheid vom 26.10.2026 Widerspruch');
  });

  it('is to be examined shortly after the end, and late a good while after it', () => {
    expect(read(objection, { eingang: '2026-12-03' })[0]?.ergebnis).toBe('zu_pruefen');
    expect(read(objection, { eingang: '2026-12-18' })[0]?.ergebnis).toBe('verspaetet');
  });

  it('against a fine has two weeks from delivery, which the letter does not prove', () => {
    const text = 'ich erhebe Einspruch gegen den Bußgeldbescheid vom 16.11.2026.';
    expect(short(read(text))).toEqual([['rechtsbehelf:einspruch', '2026-11-30', 'fristgerecht']]);
    expect(read(text, { eingang: '2026-12-10' })[0]?.ergebnis).toBe('zu_pruefen');
    expect(read(text, { eingang: '2027-01-10' })[0]?.ergebnis).toBe('verspaetet');
  });

  it('without the date of the act cannot be computed', () => {
    const [first] = read('Ich lege Widerspruch ein, weil ich nicht einverstanden bin.');
    expect([first?.ergebnis, first?.ende]).toEqual(['zu_pruefen', null]);
  });

  it('in matters of the social courts follows the SGG', () => {
    const text = 'Wir legen gegen den Bescheid über Grundsicherung vom 02.11.2026 Widerspruch ein.';
    expect(short(read(text, { von: 'lawyer' }))).toEqual([
      ['rechtsbehelf:widerspruch', '2026-12-07', 'fristgerecht'],
      ['gesetzlich:sgg-88-widerspruch', '2027-02-23', null],
    ]);
  });

  it('is none where it is withdrawn or only instructed about', () => {
    expect(read('Hiermit nehme ich meinen Widerspruch vom 02.11.2026 zurück.')).toEqual([]);
    expect(
      read(
        'Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden.',
      ),
    ).toEqual([]);
  });
});

describe('a period', () => {
  it('that an act of another authority names is ours to keep', () => {
    const text =
      'Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Klage beim Verwaltungsgericht erhoben werden.';
    expect(short(read(text, { von: 'authority' }))).toEqual([
      ['gesetzlich:vwgo-74', '2026-12-23', null],
    ]);
  });

  it('that a court sets begins with receipt', () => {
    const text =
      'Es wird Ihnen aufgegeben, binnen zwei Wochen nach Zustellung dieser Verfügung Stellung zu nehmen.';
    expect(short(read(text, { von: 'court' }))).toEqual([
      ['gesetzt:2-woche:eingang', '2026-12-07', null],
    ]);
  });

  it('that a sender sets by the date of the letter begins with it', () => {
    const text = 'Zahlbar innerhalb von 14 Tagen ab Rechnungsdatum ohne Abzug.';
    expect(short(read(text, { von: 'company' }))).toEqual([
      ['gesetzt:14-tag:datum', '2026-12-04', null],
    ]);
  });

  it('that names a day keeps it, also on a holiday', () => {
    const [first] = read('Wir bitten um Ihre Antwort bis zum 25.12.2026.');
    expect([first?.ende, first?.art]).toEqual(['2026-12-25', 'gesetzt']);
    expect(first?.rechenweg.join(' ')).toContain('1. Weihnachtstag');
  });

  it.each([
    ['Ich bitte um Auskunft nach Art. 15 DSGVO über meine Daten.', 'dsgvo-12', '2026-12-23'],
    ['In der Anlage: Pfändungs- und Überweisungsbeschluss.', 'zpo-840', '2026-12-07'],
    ['Anliegend die Pfändungs- und Einziehungsverfügung.', 'ao-316', '2026-12-07'],
    ['Wir bitten um das Einvernehmen der Gemeinde nach § 36 BauGB.', 'baugb-36', '2027-01-23'],
  ])('by law: %s', (text, regel, ende) => {
    expect(short(read(text, { von: 'authority' }))).toEqual([[`gesetzlich:${regel}`, ende, null]]);
  });

  it('that the writers set themselves is none of ours', () => {
    expect(read('Eine Begründung werde ich innerhalb von vier Wochen nachreichen.')).toEqual([]);
  });

  it('is found in no letter that speaks of none', () => {
    expect(
      read('vielen Dank für Ihr Schreiben vom 02.11.2026. Wir haben es zur Kenntnis genommen.'),
    ).toEqual([]);
  });
});
