import { describe, expect, it } from 'vitest';
import { plainPage } from '#test/support/page-of.js';
import { repairByKnown, repairTown } from '../korrespondent/repair-sender.js';
import { extractFields } from './extract-fields.js';

const own = { plz: '09999', ort: 'Musterstadt', name: 'Stadt Musterstadt' };
const read = (pages: string | readonly string[], fileNames: readonly string[] = []) =>
  extractFields(
    [pages].flat().map((text, index) => ({ number: index + 1, text: plainPage(text) })),
    {
      knownOrganisationseinheiten: ['20', '32'],
      ownAddress: own,
      today: '2026-11-20',
      fileNames,
    },
  );

const letter = (subject: string, body: string, end = ''): string =>
  `Erika Muster\nLindenstraße 12\n09999 Musterstadt\n\nStadt Musterstadt\nSteueramt\nRathausplatz 1\n09999 Musterstadt\n\n3. November 2026\n\n${subject}\n\nSehr geehrte Damen und Herren,\n\n${body}\n\nMit freundlichen Grüßen\n\nErika Muster\n${end}`;

describe('legal remedies', () => {
  it.each([
    [
      'Widerspruch gegen den Bescheid vom 12.10.2026',
      'hiermit lege ich Widerspruch ein.',
      'widerspruch',
    ],
    [
      'Ihr Bußgeldbescheid',
      'gegen Ihren Bußgeldbescheid vom 12. Oktober 2026 lege ich Einspruch ein.',
      'einspruch',
    ],
    [
      'In der Verwaltungsstreitsache',
      'erheben wir Klage gegen den Bescheid vom 12.10.2026.',
      'klage',
    ],
    ['Grundsteuer', 'dem Bescheid vom 12.10.2026 widerspreche ich.', 'widerspruch'],
  ])('%s: it is lodged, against the decision of the day', (subject, body, art) => {
    const { legalRemedy } = read(letter(subject, body));
    expect(legalRemedy?.art.value).toBe(art);
    expect(legalRemedy?.bescheidVom?.value).toBe('2026-10-12');
  });

  it.each([
    [
      'Bescheid',
      'Rechtsbehelfsbelehrung: Gegen diesen Bescheid kann innerhalb eines Monats Widerspruch erhoben werden.',
    ],
    ['Rücknahme', 'meinen Widerspruch nehme ich zurück.'],
    ['Sachstand', 'wann ergeht der Widerspruchsbescheid?'],
    ['Werbung', 'hiermit lege ich Widerspruch zur Datenverarbeitung und Werbung ein.'],
    ['Hund', 'ich melde meinen Hund an.'],
  ])('%s: %s lodges none', (subject, body) => {
    expect(read(letter(subject, body)).legalRemedy).toBeNull();
  });
});

describe('numbers behind their labels', () => {
  it.each([
    ['Kassenzeichen: 5.0100.123456.7', 'kassenzeichen', '5.0100.123456.7'],
    ['Kassenzeichen 233O.5O3896.2', 'kassenzeichen', '2330.503896.2'],
    ['Rechnungs-Nr.: RE-10442', 'rechnungsnummer', 'RE-10442'],
    ['Kundennummer: 44 718 22', 'kundennummer', '44 718 22'],
  ] as const)('%s', (line, kind, wanted) => {
    const found = read(letter('Zahlung', `siehe\n${line}\nDanke.`));
    const [first] =
      kind === 'kassenzeichen'
        ? found.kassenzeichen
        : kind === 'rechnungsnummer'
          ? found.rechnungsnummern
          : found.kundennummern;
    expect(first?.value).toBe(wanted);
    if (wanted !== first?.raw) expect(first?.reason).toContain('berichtigt: O als 0');
  });

  it('a Leitweg-ID counts only with right check digits, misread ones are put right by them', () => {
    const ids = (id: string) => read(letter('Rechnung', `Leitweg-ID: ${id}`)).leitwegIds;
    expect(ids('04011000-1234512345-06')[0]?.value).toBe('04011000-1234512345-06');
    expect(ids('O4011000-1234512345-O6')[0]).toMatchObject({
      value: '04011000-1234512345-06',
      raw: 'O4011000-1234512345-O6',
    });
    expect(ids('04011000-1234512345-07')).toHaveLength(0);
  });

  it('an IBAN goes on in the next line, and one wrong digit is put right where only one way fits, never silently', () => {
    const ibans = (body: string) => read(letter('Zahlung', body)).ibans;
    expect(ibans('mein Konto ab: DE89 3704 0044\n0532 0130 00 bei der Bank')[0]?.value).toBe(
      'DE89370400440532013000',
    );
    const [repaired] = ibans('auf DE89 3704 0044 0532 0180 00 bitte');
    expect(repaired).toMatchObject({
      value: 'DE89370400440532013000',
      raw: 'DE89 3704 0044 0532 0180 00',
    });
    expect(repaired?.reason).toContain('falsch gelesen');
    expect(ibans('auf DE89 3704 0044 0532 1130 77 bitte')).toHaveLength(0);
  });
});

describe('the stamp of receipt and the address zone', () => {
  it('the day on the stamp is a field, not the day of the letter', () => {
    const { stampDate, letterDate } = read(
      `EINGEGANGEN\n5. Nov. 2026\nStadt Musterstadt\n\n${letter('Hundesteuer', 'ich melde meinen Hund an.')}`,
    );
    expect(stampDate?.value).toBe('2026-11-05');
    expect(letterDate?.value).toBe('2026-11-03');
  });

  it('a stamp before the day of the letter or after today is no stamp of ours', () => {
    for (const day of ['1. Nov. 2026', '25. Nov. 2026'])
      expect(
        read(`EINGEGANGEN\n${day}\n\n${letter('Hund', 'ich melde ihn an.')}`).stampDate,
      ).toBeNull();
  });

  it('the address zone has all its lines', () => {
    expect(read(letter('Hund', 'ich melde ihn an.')).anschriftfeld?.value).toBe(
      'Stadt Musterstadt\nSteueramt\nRathausplatz 1\n09999 Musterstadt',
    );
  });
});

describe('enclosures named against enclosures present', () => {
  const named = letter(
    'Nachreichung',
    'anbei die Unterlagen.',
    '\nAnlagen:\n- Mietvertrag\n- Einkommensnachweis',
  );

  it('on a single page without files they are missing', () => {
    expect(read(named).enclosures.map(({ value, state }) => [value, state])).toEqual([
      ['Mietvertrag', 'missing'],
      ['Einkommensnachweis', 'missing'],
    ]);
  });

  it('a page behind the letter or an attached file of that name is one', () => {
    const state = (pages: string[], files: string[] = []) =>
      read(pages, files).enclosures.map((one) => one.state);
    expect(state([named, 'Mietvertrag\nzwischen …'])).toEqual(['found', 'unclear']);
    expect(state([named], ['Einkommensnachweis_2026.pdf'])).toEqual(['unclear', 'found']);
  });

  it('a letter that only says that something is enclosed, and brings nothing, is told so', () => {
    const [one] = read(letter('Hund', 'den Nachweis finden Sie in der Anlage.')).enclosures;
    expect(one?.state).toBe('missing');
    expect(read(letter('Hund', 'ich melde ihn an.')).enclosures).toHaveLength(0);
  });
});

describe('senders put right by what is known', () => {
  const sender = (name: string, street: string, town: string) =>
    read(`${name}\n${street}\n${town}\n\n${letter('Hund', 'x').split('\n').slice(4).join('\n')}`)
      .sender;
  const towns = [
    { plz: '05112', ort: 'Lohwerda' },
    { plz: '05116', ort: 'Lohwerda' },
    { plz: '43017', ort: 'Nordersundhafen' },
  ];

  it('a misread postal code or town is put right by the list, and the reason names what was read', () => {
    const plz = repairTown(sender('Jan Kunze', 'Ring 3', '65112 Lohwerda'), towns).plz;
    expect(plz).toMatchObject({ value: '05112', raw: '65112' });
    expect(plz?.reason).toContain('gelesen „65112“');
    const ort = repairTown(sender('Jan Kunze', 'Ring 3', '43017 Nordersundhafcn'), towns).ort;
    expect(ort).toMatchObject({ value: 'Nordersundhafen', raw: 'Nordersundhafcn' });
  });

  it('where two codes are possible nothing is changed, and the doubt is said', () => {
    const plz = repairTown(sender('Jan Kunze', 'Ring 3', '05118 Lohwerda'), [
      { plz: '05110', ort: 'Lohwerda' },
      { plz: '05116', ort: 'Lohwerda' },
    ]).plz;
    expect(plz?.value).toBe('05118');
    expect(plz?.confidence).toBeLessThanOrEqual(0.5);
  });

  it('a town that is not known stays as it is', () => {
    const given = sender('Jan Kunze', 'Ring 3', '12345 Fremdstadt');
    expect(repairTown(given, towns)).toEqual({ ...given, plz: given.plz });
  });

  it('a known sender at the same address gives name and code their letters back', () => {
    const known = { name: 'Heiko Ziegenbalg', strasse: 'Am Wehr 9', plz: '05110', ort: 'Lohwerda' };
    const right = repairByKnown(sender('Heiko Ziegenhalg', 'Am Wehr 9', '85118 Lohwerda'), known);
    expect(right.name).toMatchObject({ value: 'Heiko Ziegenbalg', raw: 'Heiko Ziegenhalg' });
    expect(right.plz).toMatchObject({ value: '05110', raw: '85118' });
    const other = sender('Heike Ziegenbalg', 'Am Wehr 9', '05110 Lohwerda');
    expect(repairByKnown(other, known)).toEqual(other);
  });
});
