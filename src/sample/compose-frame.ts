import { type Contact, drawPersonName, isFemale } from './contacts.js';
import { addDays, longDate, numericDate, printedIban, shortDate } from './german-format.js';
import type { Block, LetterStyle } from './letter.js';
import type { Municipality } from './municipality.js';
import type { Random } from './random.js';
import type { PrintedReference } from './reference.js';

/** Chooses layout and type for a sender: private people write plainly, organisations on letterheads. */
export const drawStyle = (contact: Contact, random: Random): LetterStyle => {
  const accent = random.pick(['#1f4e79', '#7a1f2b', '#2f5d3a', '#444444', '#5b3f78', '#8a5a00']);
  if (contact.art === 'court') {
    return {
      layout: 'court',
      font: random.pick(['Libertinus Serif', 'Noto Sans']),
      sizePt: 11,
      accent: '#000000',
    };
  }
  if (contact.art === 'citizen') {
    const font = random.weighted<LetterStyle['font']>({
      'Noto Sans': 42,
      'Libertinus Serif': 30,
      'DejaVu Sans Mono': 16,
      'New Computer Modern': 12,
    });
    const sizePt =
      font === 'DejaVu Sans Mono' ? random.pick([9.5, 10]) : random.pick([10.5, 11, 11, 12, 12.5]);
    return { layout: random.chance(0.75) ? 'citizen' : 'din', font, sizePt, accent: '#000000' };
  }
  const font = random.weighted<LetterStyle['font']>({
    'Noto Sans': 60,
    'Libertinus Serif': 32,
    'New Computer Modern': 8,
  });
  return { layout: 'din', font, sizePt: random.pick([9.5, 10, 10.5, 11]), accent };
};

const drawPhone = (random: Random): string =>
  random.chance(0.5)
    ? `03500 ${random.int(20000, 79999)}`
    : `0171 39200${String(random.int(10, 99))}`;

/** The address field; often, not always, with the office. Some people name the wrong one. */
export const composeRecipient = (
  {
    municipality,
    kuerzel,
    einschreiben,
  }: { municipality: Municipality; kuerzel: string; einschreiben: boolean },
  random: Random,
): { block: Block; addressedTo?: string } => {
  const offices = municipality.organisationseinheiten.filter(({ ebene }) => ebene === 'amt');
  const named = random.chance(0.55)
    ? offices.find((office) => office.kuerzel === kuerzel)
    : random.chance(0.09)
      ? random.pick(offices)
      : undefined;
  const { strasse, plz, ort } = municipality.anschrift;
  const lines = [
    random.pick([
      'Stadt Lohwerda',
      'Stadtverwaltung Lohwerda',
      'Stadt Lohwerda',
      'Rathaus Lohwerda',
    ]),
    ...(named === undefined ? [] : [named.name]),
    random.chance(0.85) ? strasse : 'Postfach 10 01 20',
    `${plz} ${ort}`,
  ];
  const block: Block = einschreiben
    ? {
        type: 'recipient',
        mark: random.pick([
          'Einschreiben',
          'Einschreiben Einwurf',
          'Per Einschreiben mit Rückschein',
        ]),
        lines,
      }
    : { type: 'recipient', lines };
  return named === undefined ? { block } : { block, addressedTo: named.kuerzel };
};

const senderLines = (contact: Contact, random: Random): string[] => {
  const lines = [contact.name, contact.strasse, `${contact.plz} ${contact.ort}`];
  if (random.chance(0.45)) lines.push(`Tel. ${drawPhone(random)}`);
  if (contact.email !== undefined && random.chance(0.45)) lines.push(contact.email);
  return lines;
};

/** Head of the sheet: a sender block or a letterhead. */
export const composeHead = (contact: Contact, random: Random): Block =>
  contact.art === 'citizen'
    ? { type: 'sender', lines: senderLines(contact, random) }
    : {
        type: 'letterhead',
        name: contact.name,
        lines: [contact.strasse, `${contact.plz} ${contact.ort}`],
      };

const printedDate = (datum: string, random: Random): string =>
  random.pick([numericDate(datum), longDate(datum), numericDate(datum)]);

/** The date line of a private letter. */
export const composeDate = (
  contact: Contact,
  { datum, random }: { datum: string; random: Random },
): Block => ({
  type: 'date',
  text: random.pick([
    `${contact.ort}, den ${numericDate(datum)}`,
    `${contact.ort}, ${longDate(datum)}`,
    numericDate(datum),
    longDate(datum),
    `${contact.ort}, ${shortDate(datum)}`,
  ]),
});

/** The information block beside the address: references, contact and date. */
export const composeInfo = (
  {
    contact,
    datum,
    reference,
    fremdesZeichen,
    bescheidVom,
  }: {
    contact: Contact;
    datum: string;
    reference: PrintedReference | undefined;
    fremdesZeichen: string | undefined;
    bescheidVom: string;
  },
  random: Random,
): Block => {
  const rows: [string, string][] = [];
  const court = contact.art === 'court';
  if (court && fremdesZeichen !== undefined)
    rows.push([random.pick(['Geschäftszeichen', 'Aktenzeichen']), fremdesZeichen]);
  if (reference?.placement === 'info') rows.push([reference.label, reference.printed]);
  if (contact.art !== 'citizen' && random.chance(0.4))
    rows.push(['Ihre Nachricht vom', bescheidVom]);
  if (!court && fremdesZeichen !== undefined) {
    rows.push([
      contact.art === 'insurer'
        ? 'Schadennummer'
        : random.pick(['Unser Zeichen', 'Unser Az.', 'Unser Zeichen']),
      fremdesZeichen,
    ]);
  }
  if (contact.art !== 'citizen')
    rows.push([
      random.pick(['Auskunft gibt', 'Ansprechpartner', 'Bearbeitung']),
      drawPersonName(random),
    ]);
  if (random.chance(0.7)) rows.push(['Telefon', drawPhone(random)]);
  if (contact.email !== undefined && random.chance(0.6)) rows.push(['E-Mail', contact.email]);
  rows.push(['Datum', printedDate(datum, random)]);
  return { type: 'info', rows };
};

/** Small print at the foot of a letterhead. */
export const composeFooter = (
  contact: Contact,
  { iban, random }: { iban: string; random: Random },
): Block | undefined => {
  if (contact.art === 'citizen' || contact.art === 'court') return undefined;
  const register =
    contact.art === 'company' ? ` · Registergericht Lohwerda, HRB ${random.int(1000, 29000)}` : '';
  return {
    type: 'footer',
    lines: [
      `${contact.name}${register}`,
      `Bankverbindung: ${printedIban(iban)}${contact.email === undefined ? '' : ` · ${contact.email}`}`,
    ],
  };
};

const salutations = {
  citizen: [
    'Sehr geehrte Damen und Herren,',
    'Sehr geehrte Damen und Herren,',
    'Guten Tag,',
    'Hallo,',
    'Liebe Stadtverwaltung,',
    'Sehr geehrtes Amt,',
  ],
  other: ['Sehr geehrte Damen und Herren,', 'Sehr geehrte Damen und Herren,', 'Guten Tag,'],
} as const;

/** The salutation; sometimes with the name of the clerk who wrote before. */
export const composeSalutation = (
  contact: Contact,
  { clerk, random }: { clerk: string | undefined; random: Random },
): Block => {
  if (clerk !== undefined && random.chance(0.3)) {
    const family = clerk.split(' ').slice(1).join(' ');
    return {
      type: 'salutation',
      text: isFemale(clerk) ? `Sehr geehrte Frau ${family},` : `Sehr geehrter Herr ${family},`,
    };
  }
  return {
    type: 'salutation',
    text: random.pick(contact.art === 'citizen' ? salutations.citizen : salutations.other),
  };
};

const titles: Readonly<
  Record<Contact['art'], readonly (readonly [female: string, male: string])[]>
> = {
  citizen: [],
  lawyer: [['Rechtsanwältin', 'Rechtsanwalt']],
  court: [
    [
      'Justizbeschäftigte als Urkundsbeamtin der Geschäftsstelle',
      'Justizbeschäftigter als Urkundsbeamter der Geschäftsstelle',
    ],
    ['Richterin', 'Richter'],
    ['Geschäftsstelle', 'Geschäftsstelle'],
  ],
  company: [
    ['Buchhaltung', 'Buchhaltung'],
    ['Geschäftsführerin', 'Geschäftsführer'],
    ['i. A.', 'i. A.'],
    ['Bauleiterin', 'Bauleiter'],
  ],
  insurer: [
    ['Schadenabteilung', 'Schadenabteilung'],
    ['Sachbearbeitung Haftpflicht', 'Sachbearbeitung Haftpflicht'],
  ],
  authority: [
    ['Im Auftrag', 'Im Auftrag'],
    ['Sachbearbeiterin', 'Sachbearbeiter'],
  ],
};

/** Closing words and signature. */
export const composeClosing = (contact: Contact, random: Random): Block[] => {
  const text = random.pick(
    contact.art === 'citizen'
      ? [
          'Mit freundlichen Grüßen',
          'Mit freundlichem Gruß',
          'Hochachtungsvoll',
          'Viele Grüße',
          'Freundliche Grüße',
          'MfG',
        ]
      : [
          'Mit freundlichen Grüßen',
          'Mit freundlichen Grüßen',
          'Freundliche Grüße',
          'Hochachtungsvoll',
        ],
  );
  const name = contact.art === 'citizen' ? contact.name : drawPersonName(random);
  const titleList = titles[contact.art];
  const signature: Block = {
    type: 'signature',
    name,
    hand: random.chance(contact.art === 'court' ? 0.4 : 0.88),
  };
  return [
    { type: 'closing', text },
    titleList.length === 0
      ? signature
      : { ...signature, title: random.pick(titleList)[isFemale(name) ? 0 : 1] },
  ];
};

/** A day shortly before today on which the letter was written. */
export const drawLetterDay = (today: string, random: Random): string =>
  addDays(today, -random.weighted({ 1: 3, 2: 5, 3: 5, 4: 3, 5: 2, 8: 1, 12: 0.5 }));
