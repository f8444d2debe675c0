import { describe, expect, it } from 'vitest';
import { type PlacedLine, pageOf, plainPage, upsideDown } from '#test/support/page-of.js';
import type { PageText } from '#tools/page-text.js';
import { type ExtractionContext, extractFields } from './extract-fields.js';

const context: ExtractionContext = {
  ownDomainNames: ['stadt-muster.example'],
  ownAddress: { plz: '09999', ort: 'Musterstadt', name: 'Stadt Musterstadt' },
  knownOrganisationseinheiten: ['20', '30', '32'],
  today: '2026-11-20',
};
const extract = (...pages: PageText[]) =>
  extractFields(
    pages.map((text, index) => ({ number: index + 1, text })),
    context,
  );

const citizen: PlacedLine[] = [
  [0.12, 0.05, 'Erika Mustermann'],
  [0.12, 0.065, 'Lindenstraße 12 b'],
  [0.12, 0.08, '09999 Musterstadt'],
  [0.12, 0.095, 'Tel. 03500 12345'],
  [0.12, 0.15, 'Stadtverwaltung Musterstadt'],
  [0.12, 0.165, 'Steueramt'],
  [0.12, 0.18, 'Rathausplatz 1'],
  [0.12, 0.195, '09999 Musterstadt'],
  [0.58, 0.24, 'EINGEGANGEN'],
  [0.58, 0.257, '18. Nov. 2026'],
  [0.58, 0.274, 'Poststelle'],
  [0.6, 0.3, 'Musterstadt, den 3. November 2026'],
  [0.12, 0.34, 'Widerspruch gegen den Hundesteuerbescheid vom 12.10.2026'],
  [0.12, 0.355, 'Ihr Zeichen: 20-2110/3/9-2026'],
  [0.12, 0.4, 'Sehr geehrte Damen und Herren,'],
  [0.12, 0.42, 'gegen den Bescheid vom 12.10.2026 lege ich Widerspruch ein, weil mein Hund Bello'],
  [0.12, 0.435, 'am 01.09.2026 gestorben ist. Zu viel gezahlte 96,00 EUR überweisen Sie bitte auf'],
  [0.12, 0.45, 'DE89 3704 0044 0532 0130 00. Ich bitte um Antwort bis zum 15.12.2026.'],
  [0.12, 0.5, 'Mit freundlichen Grüßen'],
  [0.12, 0.55, 'Erika Mustermann'],
];

describe('the fields of a letter', () => {
  it.each([
    ['upright', pageOf(citizen)],
    ['upside down', upsideDown(pageOf(citizen))],
  ])("a citizen's letter that was scanned %s is read completely", (_, page) => {
    const letter = extract(page);
    const { sender } = letter;
    expect(sender.kind?.value).toBe('citizen');
    expect(sender.name?.value).toBe('Erika Mustermann');
    expect(sender.organisation).toBeNull();
    expect([sender.street?.value, sender.plz?.value, sender.ort?.value]).toEqual([
      'Lindenstraße 12 b',
      '09999',
      'Musterstadt',
    ]);
    expect(letter.letterDate?.value).toBe('2026-11-03');
    expect(letter.subject?.value).toBe('Widerspruch gegen den Hundesteuerbescheid vom 12.10.2026');
    expect(letter.geschaeftszeichen[0]).toMatchObject({ value: '20-2110/3/9-2026', role: 'ours' });
    expect(letter.ibans.map(({ value }) => value)).toEqual(['DE89370400440532013000']);
    expect(letter.amounts.map(({ value }) => value)).toEqual([9_600]);
    expect(letter.deadlines.map(({ value }) => value)).toEqual([
      { art: 'datum', datum: '2026-12-15' },
    ]);
    expect(letter.recipientLines).toContain('Steueramt');
  });

  it('every value says in German why it was taken and where it stands', () => {
    const { letterDate, subject, sender } = extract(pageOf(citizen));
    for (const reading of [letterDate, subject, sender.name, sender.plz]) {
      expect(reading?.reason).toMatch(/\p{L}{4}/u);
      expect(reading?.page).toBe(1);
      expect(reading?.box?.width).toBeGreaterThan(0.02);
    }
    expect(letterDate?.box?.y).toBeCloseTo(0.3, 2);
  });

  it("a lawyer's letter on DIN 5008 paper: the firm is the sender, the columns tell the signs apart", () => {
    const letter = extract(
      pageOf([
        [0.12, 0.04, 'Rechtsanwälte Sommer & Winter'],
        [0.12, 0.15, 'Rechtsanwälte Sommer & Winter · Marktgasse 5 · 01234 Nordheim'],
        [0.12, 0.18, 'Stadt Musterstadt'],
        [0.12, 0.195, 'Rechtsamt'],
        [0.12, 0.21, 'Rathausplatz 1'],
        [0.12, 0.225, '09999 Musterstadt'],
        [0.6, 0.18, 'Ihr Zeichen:'],
        [0.78, 0.18, '30-1320/4/7-2026'],
        [0.6, 0.195, 'Unser Zeichen:'],
        [0.78, 0.195, '412/26 Wi'],
        [0.6, 0.21, 'Datum:'],
        [0.78, 0.21, '16.11.2026'],
        [0.12, 0.34, 'Max Beispiel ./. Stadt Musterstadt'],
        [0.12, 0.355, 'wegen Schadensersatz'],
        [0.12, 0.4, 'Sehr geehrte Damen und Herren,'],
        [
          0.12,
          0.42,
          'in vorbezeichneter Sache zeigen wir die Vertretung unseres Mandanten an und bitten',
        ],
        [
          0.12,
          0.435,
          'binnen zwei Wochen um Übersendung der Akten an unsere Kanzlei zur Einsicht.',
        ],
        [0.12, 0.47, 'Mit freundlichen Grüßen'],
        [0.12, 0.52, 'Dr. Petra Winter'],
        [0.12, 0.535, 'Rechtsanwältin'],
      ]),
    );
    expect(letter.sender.kind?.value).toBe('lawyer');
    expect(letter.sender.organisation?.value).toBe('Rechtsanwälte Sommer & Winter');
    expect(letter.sender.name?.value).toBe('Dr. Petra Winter');
    expect(letter.sender.ort?.value).toBe('Nordheim');
    expect(letter.letterDate?.value).toBe('2026-11-16');
    expect(letter.subject?.value).toBe('Max Beispiel ./. Stadt Musterstadt wegen Schadensersatz');
    expect(letter.geschaeftszeichen[0]).toMatchObject({ value: '30-1320/4/7-2026', role: 'ours' });
    expect(letter.foreignReferences[0]?.value).toBe('412/26 Wi');
    expect(letter.deadlines.map(({ value }) => value)).toEqual([{ art: 'dauer', tage: 14 }]);
  });

  it('a mail takes sender, subject and day from its header', () => {
    const letter = extractFields(
      [
        {
          number: 1,
          text: plainPage(
            'Hallo,\n\nder Gehweg vor Nr. 7 ist kaputt.\n\nViele Grüße\nTom Berg\n\nVon: Ordnungsamt <32@stadt-muster.example>',
          ),
        },
      ],
      {
        ...context,
        mail: {
          fromName: 'Tom Berg',
          fromAddress: 'Tom.Berg@post.example',
          subject: 'AW: Re: Gehweg, 32-1212/14/7-2026',
          date: '2026-11-19T08:15:00Z',
        },
      },
    );
    expect(letter.sender.name?.value).toBe('Tom Berg');
    expect(letter.sender.email?.value).toBe('tom.berg@post.example');
    expect(letter.subject?.value).toBe('Gehweg, 32-1212/14/7-2026');
    expect(letter.letterDate?.value).toBe('2026-11-19');
    expect(letter.geschaeftszeichen[0]).toMatchObject({ value: '32-1212/14/7-2026', page: null });
  });

  it.each([
    ['Amtsgericht Nordheim', 'court'],
    ['Nordland Versicherung AG', 'insurer'],
    ['Finanzamt Nordheim', 'authority'],
    ['Elektro Sommer GmbH', 'company'],
    ['Kanzlei Dr. Winter', 'lawyer'],
  ])('%s is known as %s', (name, kind) => {
    const letter = extract(
      plainPage(
        `${name}\nMarktgasse 5\n01234 Nordheim\n\nStadt Musterstadt\nRathausplatz 1\n09999 Musterstadt\n\nDatum 16.11.2026\n\nAnfrage\n\nSehr geehrte Damen und Herren,\n\nwir bitten um Auskunft.`,
      ),
    );
    expect(letter.sender.kind?.value).toBe(kind);
    expect(letter.sender.organisation?.value).toBe(name);
  });

  it('a letter dated tomorrow has no date rather than a wrong one', () => {
    expect(
      extract(plainPage('Datum 21.11.2026\n\nSehr geehrte Damen und Herren,')).letterDate,
    ).toBeNull();
  });

  it('a page without text gives nothing and no error', () => {
    const letter = extract({ source: 'none', text: '', words: [], meanConfidence: 0 });
    expect(letter.legibility).toEqual({ words: 0, meanConfidence: 0, oddShare: 0 });
    expect([letter.subject, letter.letterDate, letter.sender.name]).toEqual([null, null, null]);
    expect(letter.geschaeftszeichen).toEqual([]);
  });

  it('a page of a megabyte is understood by its beginning, so that other letters need not wait', () => {
    const flood = 'Zeile 17 vom 01.11.2026 über 12,50 EUR, Az. 32-1212/14/7-2026\n'.repeat(16_000);
    const letter = extract(
      plainPage(`Betreff: Messreihe\n\nSehr geehrte Damen und Herren,\n\n${flood}`),
    );
    expect(letter.subject?.value).toBe('Messreihe');
    expect(letter.text.length).toBeLessThanOrEqual(100_000);
    expect(letter.amounts.length).toBeLessThan(1_000);
  });
});
