import { join } from 'node:path';
import { ConfigSchema } from '#config/schema.js';
import { projectRoot } from '#infrastructure/project-root.js';

import { createBriefsatz, type Satzauftrag } from '#postausgang/briefsatz.js';
import { loadLetterheads } from '#postausgang/letterhead.js';
import type { Block, Empfaenger } from '#postausgang/postausgang.schema.js';
import { loadVorlagen } from '#postausgang/vorlagen.js';
import type { Typesetter } from '#tools/typst/typesetter.js';
import { din91379Characters, din91379Sequences } from './din-91379.js';

/** A letter to be set for a test or a benchmark. */
export interface Probe {
  vorlage: string;
  /** `vorgabe`: the template's own text; `zeichen`: every character of DIN 91379; `lang`: a table of 40 pages. */
  inhalt: 'vorgabe' | 'alles' | 'zeichen' | 'lang';
  form?: 'A' | 'B';
  grossdruck?: boolean;
  empfaenger?: Partial<Empfaenger>;
}

const wappen = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 48"><path d="M2 2h36v24c0 12-8 17-18 20C10 43 2 38 2 26z" fill="#1f3b5b"/><path d="M8 30h6v-8h4v8h4V16h4v14h6v6H8z" fill="#fff"/></svg>`;

const satz = (text: string, fussnote?: string): Block => ({
  art: 'absatz',
  laeufe: [{ text, ...(fussnote === undefined ? {} : { fussnote }) }],
});
const begruendung =
  'Nach § 18 Abs. 1 des Straßengesetzes bedarf die Benutzung der Straße über den Gemeingebrauch hinaus der Erlaubnis. Die verbleibende Gehwegbreite unterschreitet die Mindestanforderungen der Verkehrssicherheit, sodass Fußgängerinnen und Fußgänger auf die Fahrbahn ausweichen müssten. ';

const betragstabelle: Block = {
  art: 'betragstabelle',
  summentext: 'Gesamtbetrag',
  positionen: [
    {
      bezeichnung: 'Sondernutzung des Gehwegs, je m² und Monat',
      grundlage: 'Nr. 3.1',
      menge: '12',
      betrag: '8,50',
    },
    {
      bezeichnung: 'Verwaltungsgebühr für die Erlaubnis',
      grundlage: 'Nr. 1.2',
      menge: '',
      betrag: '51,00',
    },
    { bezeichnung: 'abzüglich geleisteter Vorschuss', grundlage: '', menge: '', betrag: '-20,00' },
  ],
};
const zahlung: Block = {
  ...{ art: 'zahlung', betrag: '', kassenzeichen: '5.0815.000123.4', faellig: '23. Dezember 2026' },
  ...{ empfaenger: '', iban: '', bic: '', bank: '', girocode: true },
};
const belehrung: Block = {
  art: 'rechtsbehelfsbelehrung',
  text: 'Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch bei der Stadt Lohwerda, Marktplatz 1, 05110 Lohwerda, erhoben werden.',
};

const tabelle = (rows: number): Block => ({
  art: 'tabelle',
  spalten: ['Nr.', 'Flurstück', 'Bemerkung', 'Fläche in m²'],
  ausrichtung: ['rechts', 'links', 'links', 'rechts'],
  zeilen: Array.from({ length: rows }, (_, index) => [
    String(index + 1),
    `Flur ${(index % 12) + 1}, Flurstück ${100 + index}/${(index % 7) + 1}`,
    'Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung',
    `${index + 1}.204,50`,
  ]),
  summenzeile: true,
});

const alles: readonly Block[] = [
  satz(
    `auf Ihren Antrag ergeht folgende Entscheidung. ${begruendung}`,
    'Gesetz in der Fassung vom 3. März 2024.',
  ),
  { art: 'ueberschrift', text: 'Entscheidung' },
  { art: 'liste', nummeriert: true, punkte: ['Der Antrag wird abgelehnt.', begruendung] },
  {
    art: 'liste',
    nummeriert: false,
    punkte: ['Lageplan im Maßstab 1 : 500', 'Nachweis der Haftpflichtversicherung'],
  },
  betragstabelle,
  satz('Bitte überweisen Sie den Gesamtbetrag unter Angabe des Kassenzeichens.'),
  zahlung,
  { art: 'ueberschrift', text: 'Begründung' },
  satz(begruendung.repeat(3)),
  tabelle(4),
  satz(
    'https://www.lohwerda.example/verwaltung/ordnungsamt/sondernutzung?antrag=0123456789012345678901234567890123456789',
  ),
  belehrung,
];

/** Every character of DIN 91379 and every sequence, in a paragraph, a list, a table and a note. */
const zeichen = (): Block[] => {
  const singles = din91379Characters().join(' ');
  const sequences = din91379Sequences();
  return [
    satz(singles, sequences.join(' ')),
    {
      art: 'absatz',
      laeufe: [
        { text: singles, fett: true },
        { text: sequences.join(' '), kursiv: true },
      ],
    },
    {
      art: 'absatz',
      laeufe: [{ text: `${singles} ${sequences.join(' ')}`, fett: true, kursiv: true }],
    },
    { art: 'ueberschrift', text: sequences.slice(0, 30).join('') },
    { art: 'liste', nummeriert: true, punkte: [sequences.join('')] },
    {
      art: 'tabelle',
      spalten: ['Zeichen', 'Folgen'],
      ausrichtung: [],
      zeilen: [[singles, sequences.join(' ')]],
      summenzeile: false,
    },
  ];
};

/** Sets letters of all templates with made-up data. */
export const createLetterSamples = (typesetter: Typesetter) => {
  const config = join(projectRoot(), 'config');
  const vorlagen = loadVorlagen(join(config, 'templates'));
  const standard = loadLetterheads(join(config, 'letterheads'))('');
  const briefsatz = createBriefsatz({
    typesetter,
    vorlagen,
    letterheads: () => ({
      ...standard,
      files: { 'wappen/stadt.svg': Buffer.from(wappen) },
      wappen: 'stadt.svg',
      wappenText: 'Wappen der Stadt Lohwerda',
      konto: {
        ...{ inhaber: 'Stadt Lohwerda', iban: 'DE89370400440532013000' },
        ...{ bic: 'COBADEFFXXX', bank: 'Musterbank Lohwerda' },
      },
    }),
    behoerde: ConfigSchema.parse({
      behoerde: {
        ...{ name: 'Stadt Lohwerda', strasse: 'Marktplatz 1', plz: '05110', ort: 'Lohwerda' },
        ...{ telefon: '03999 48-0', email: 'poststelle@lohwerda.example' },
        internet: 'www.lohwerda.example',
      },
    }).behoerde,
  });
  const bloeckeOf = ({ inhalt, vorlage }: Probe): Block[] => {
    switch (inhalt) {
      case 'vorgabe':
        return vorlagen.get(vorlage).inhalt.bloecke;
      case 'alles':
        return [...alles];
      case 'zeichen':
        return zeichen();
      case 'lang':
        return [satz(begruendung), tabelle(1_000), belehrung];
    }
  };
  const auftrag = (probe: Probe): Satzauftrag => ({
    vorlage: probe.vorlage,
    datum: '2026-11-23',
    code: 'O1.7Kq3fYx2Tn5w.1',
    kontext: {
      vorgang: { id: 'v', geschaeftszeichen: '32-1212/14/7-2026', betreff: 'Sondernutzung' },
      einheit: {
        id: 'e',
        kuerzel: '32',
        name: 'Ordnungsamt',
        email: null,
        telefon: '03999 48-3200',
      },
      verfasser: {
        id: 'p',
        name: 'Katharina Schönbächler',
        email: 'k.schoenbaechler@lohwerda.example',
      },
    },
    brief: {
      empfaenger: {
        ...{ name: 'Frau Dr. Jana Nguyễn-Böhm', zusatz: 'c/o Bürgerverein Lohwerda e. V.' },
        ...{ strasse: 'Gartenstraße 4', plz: '05110', ort: 'Lohwerda', land: '', email: null },
        ...probe.empfaenger,
      },
      betreff: 'Sondernutzung auf dem Marktplatz',
      inhalt: {
        anrede: 'Sehr geehrte Frau Dr. Nguyễn-Böhm,',
        bloecke: bloeckeOf(probe),
        grussformel: 'Mit freundlichen Grüßen',
        unterzeichner: '',
        anlagen: ['Lageplan vom 12. November 2026'],
        ihrZeichen: 'JN-7/26',
        ihreNachrichtVom: '16.11.2026',
        ...(probe.form === undefined ? {} : { form: probe.form }),
        ...(probe.grossdruck === undefined ? {} : { grossdruck: probe.grossdruck }),
      },
    },
  });
  return {
    auftrag,
    setze: briefsatz.setze,
    briefsatz,
    vorlagen: vorlagen.list().map(({ name }) => name),
    vorlage: vorlagen.get,
  };
};
