import { addDays, money, numericDate, printedIban } from './german-format.js';
import type { Block, Draft } from './letter.js';
import type { Random } from './random.js';
import type { KindText } from './texts/letter-kind.js';

/** A table or form of a letter with the sum that it ends in. */
export interface TablePart {
  block: Block;
  totalCents?: number;
}

const goods: Readonly<
  Record<string, readonly (readonly [name: string, unit: string, low: number, high: number])[]>
> = {
  '11': [
    ['Kopierpapier A4, 80 g, Karton', 'Kt.', 1890, 2790],
    ['Aktenordner breit, grau', 'St.', 189, 420],
    ['Toner schwarz', 'St.', 5900, 12900],
    ['Bildschirm 27 Zoll', 'St.', 17900, 28900],
    ['Bürodrehstuhl', 'St.', 21900, 48900],
    ['Wartung Scanstation', 'Std.', 8900, 12500],
    ['Versandtaschen C4', 'Pk.', 890, 2100],
    ['Dokumentenkamera', 'St.', 12900, 25900],
  ],
  '22': [
    ['Druck Informationsblatt, 4-seitig', 'Tsd.', 8900, 16900],
    ['Bewirtung, belegte Platten', 'St.', 4900, 8900],
    ['Anmietung Tontechnik', 'Tag', 19000, 42000],
    ['Fachbuch Verwaltungsrecht', 'St.', 4400, 9800],
    ['Reinigung Sitzungssaal', 'Std.', 2900, 3900],
    ['Kurierfahrt', 'Fahrt', 1900, 4900],
  ],
  '71': [
    ['Asphaltdeckschicht fräsen', 'm²', 690, 1490],
    ['Bordstein setzen', 'm', 2900, 5400],
    ['Gehwegplatten verlegen', 'm²', 3900, 6900],
    ['Verkehrssicherung einrichten', 'psch.', 49000, 120000],
    ['Leuchtmast 6 m', 'St.', 44000, 79000],
    ['Aushub Bodenklasse 4', 'm³', 2100, 4300],
    ['LED-Leuchtenkopf', 'St.', 26900, 45900],
  ],
  '81': [
    ['Hecke schneiden', 'm', 320, 790],
    ['Rasen mähen, Grünanlage', '100 m²', 1290, 2490],
    ['Fallschutzsand austauschen', 'm³', 8900, 13900],
    ['Schaukelsitz mit Kette', 'St.', 11900, 19900],
    ['Baumpflege, Totholz entfernen', 'Std.', 7900, 11900],
    ['Abfuhr Grünschnitt', 't', 4900, 9900],
  ],
  '52': [
    ['Pflege und Betreuung', 'Tag', 8900, 12400],
    ['Unterkunft', 'Tag', 1690, 2390],
    ['Verpflegung', 'Tag', 890, 1290],
    ['Investitionskosten', 'Tag', 990, 1890],
  ],
};

const invoice = (kennzeichen: string, random: Random): TablePart => {
  const list = goods[kennzeichen.slice(0, 2)] ?? goods['22'] ?? [];
  let net = 0;
  const rows = random
    .shuffle(list)
    .slice(0, random.int(2, 5))
    .map(([name, unit, low, high], index) => {
      const price = Math.round(random.int(low, high) / 10) * 10;
      const amount = random.int(1, 24);
      net += price * amount;
      return [String(index + 1), name, `${amount} ${unit}`, money(price), money(price * amount)];
    });
  const tax = Math.round(net * 0.19);
  return {
    totalCents: net + tax,
    block: {
      type: 'table',
      head: ['Pos.', 'Bezeichnung', 'Menge', 'Einzelpreis EUR', 'Gesamt EUR'],
      rows,
      total: [
        ['Summe netto', money(net)],
        ['zzgl. 19 % Umsatzsteuer', money(tax)],
        [random.pick(['Rechnungsbetrag', 'Gesamtbetrag', 'Zu zahlen']), money(net + tax)],
      ],
    },
  };
};

const reminder = ({ random, slots }: Draft, betragCents: number): TablePart => {
  const fee = random.pick([250, 500, 1000]);
  const interest = Math.round((betragCents * random.int(3, 20)) / 1000);
  return {
    totalCents: betragCents + fee + interest,
    block: {
      type: 'table',
      head: ['Beleg', 'Datum', 'Betrag EUR'],
      rows: [
        [`Rechnung ${slots['rechnungNr'] ?? ''}`, slots['datumFrueher'] ?? '', money(betragCents)],
        ['Mahngebühr', '', money(fee)],
        ['Verzugszinsen', '', money(interest)],
      ],
      total: [['Offener Gesamtbetrag', money(betragCents + fee + interest)]],
    },
  };
};

type Form = Exclude<NonNullable<KindText['attachment']>, 'invoice' | 'reminder'>;

const formRows: Readonly<Record<Form, (draft: Draft) => readonly (readonly [string, string])[]>> = {
  wohngeld: ({ random, slots: s }) => [
    ['Antragstellende Person:', s['name'] ?? ''],
    ['Geboren am:', s['geburtstag'] ?? ''],
    ['Haushaltsmitglieder:', s['zahl'] ?? ''],
    ['Wohnfläche:', `${random.int(38, 96)} m²`],
    ['Miete monatlich:', `${s['betrag'] ?? ''} EUR`],
    ['Heizung enthalten:', random.pick(['ja', 'nein'])],
    ['Monatliches Einkommen:', `${money(random.int(840, 1900) * 100)} EUR`],
    ['Bankverbindung:', s['iban'] ?? ''],
  ],
  gewerbe: ({ random, slots: s }) => [
    ['Anzeigende Person:', s['name'] ?? ''],
    ['Betriebsstätte:', `${s['ort2'] ?? ''}, Lohwerda`],
    ['Tätigkeit:', s['objekt'] ?? ''],
    ['Beginn / Ende:', s['terminDatum'] ?? ''],
    ['Umfang:', random.pick(['Haupterwerb', 'Nebenerwerb'])],
    ['Beschäftigte:', random.pick(['keine', '1', '2', '4'])],
    ['Grund der Meldung:', random.pick(['Neugründung', 'Aufgabe', 'Verlegung', 'Übernahme'])],
  ],
  bauantrag: ({ random, slots: s }) => [
    ['Bauherrschaft:', s['name'] ?? ''],
    ['Vorhaben:', s['bau'] ?? ''],
    ['Grundstück:', s['ort2'] ?? ''],
    ['Gemarkung, Flurstück:', `${s['ortsteil'] ?? ''}, ${s['flurstueck'] ?? ''}`],
    ['Grundfläche:', `${random.int(18, 240)} m²`],
    ['Umbauter Raum:', `${random.int(60, 1400)} m³`],
    ['Baukosten:', `${money(random.int(9, 480) * 100_000)} EUR`],
    ['Gebäudeklasse:', String(random.int(1, 4))],
  ],
  umzug: ({ slots: s }) => [
    ['Familienname, Vorname:', s['name'] ?? ''],
    ['Geburtsdatum:', s['geburtstag'] ?? ''],
    ['Frühere Anschrift:', `${s['ort2'] ?? ''}, ${s['ortFern'] ?? ''}`],
    ['Verwendungszweck:', 'siehe oben'],
  ],
  hund: ({ slots: s }) => [
    ['Halter/in:', s['name'] ?? ''],
    ['Rufname des Hundes:', s['hund'] ?? ''],
    ['Rasse:', s['rasse'] ?? ''],
    ['Wurfjahr:', s['jahrFrueher'] ?? ''],
    ['Bankverbindung:', s['iban'] ?? ''],
  ],
  kita: ({ random, slots: s }) => [
    ['Kind:', s['kind'] ?? ''],
    ['Geboren am:', numericDate(addDays('2026-06-15', -random.int(300, 2400)))],
    ['Sorgeberechtigt:', s['name'] ?? ''],
    ['Betreuungszeit:', `${random.pick(['4,5', '6', '9', '10'])} Stunden`],
    [
      'Gewünschte Einrichtung:',
      random.pick(['Kita „Lohspatzen“', 'Kita „Weidenkätzchen“', 'Hort Weberviertel']),
    ],
  ],
};

/** The table or form of a letter; undefined for kinds and letters that have none. */
export const composeTable = (
  {
    attachment,
    kennzeichen,
    betragCents,
  }: { attachment: KindText['attachment']; kennzeichen: string; betragCents: number },
  draft: Draft,
): TablePart | undefined => {
  if (attachment === undefined) return undefined;
  if (attachment === 'invoice') return invoice(kennzeichen, draft.random);
  if (attachment === 'reminder') return reminder(draft, betragCents);
  if (!draft.random.chance(0.5)) return undefined;
  return { block: { type: 'fields', rows: formRows[attachment](draft) } };
};

const leistungsnachweis = ({ random, slots }: Draft): Block => ({
  type: 'appendix',
  title: 'Leistungsnachweis',
  paragraphs: [
    `Ort: ${slots['ort2'] ?? ''}`,
    `Zeitraum: ${slots['monat'] ?? ''}`,
    'Die Arbeiten wurden wie folgt ausgeführt:',
  ],
  rows: Array.from({ length: random.int(3, 7) }, (_, index): [string, string] => [
    `${random.pick(['Vorbereitung', 'Anfahrt', 'Ausführung', 'Nacharbeit', 'Entsorgung', 'Kontrolle'])}, Abschnitt ${index + 1}`,
    `${random.int(1, 9)},${random.pick(['0', '25', '5', '75'])} Stunden`,
  ]),
});

/** A page behind the letter: the copy of what the letter encloses. */
export const composeAppendix = (
  { random, slots }: Draft,
  { iban, isPrivate }: { iban: string; isPrivate: boolean },
): Block => {
  const month = slots['monat'] ?? '';
  const amount = (low: number, high: number): string =>
    `${money(random.int(low * 100, high * 100))} EUR`;
  if (!isPrivate) return leistungsnachweis({ random, slots });
  return random.pick<() => Block>([
    () => ({
      type: 'appendix',
      title: `Entgeltabrechnung ${month}`,
      paragraphs: [
        `Arbeitgeber: ${slots['arbeitgeber'] ?? ''}`,
        `Beschäftigte Person: ${slots['name'] ?? ''}`,
      ],
      rows: [
        ['Bruttoentgelt', amount(1700, 3900)],
        ['Lohnsteuer', amount(60, 480)],
        ['Sozialversicherung', amount(280, 790)],
        ['Auszahlung', amount(1200, 2600)],
      ],
    }),
    () => ({
      type: 'appendix',
      title: 'Kontoauszug (Kopie)',
      paragraphs: [`Konto ${printedIban(iban)}`, `Kontoinhaber: ${slots['name'] ?? ''}`],
      rows: [
        ['Gehalt', `+ ${amount(1100, 2500)}`],
        ['Miete', `- ${amount(380, 900)}`],
        ['Strom', `- ${amount(40, 120)}`],
        ['Stadtkasse Lohwerda', `- ${amount(20, 200)}`],
      ],
    }),
    () => ({
      type: 'appendix',
      title: 'Bescheinigung',
      paragraphs: [
        `Hiermit wird bescheinigt, dass ${slots['name'] ?? ''} seit dem ${slots['datumFrueher'] ?? ''} die Wohnung ${slots['ort2'] ?? ''} bewohnt.`,
        'Die Bescheinigung dient zur Vorlage bei der Stadtverwaltung.',
      ],
      rows: [
        ['Grundmiete', amount(310, 690)],
        ['Betriebskosten', amount(80, 190)],
        ['Heizkosten', amount(60, 160)],
      ],
    }),
  ])();
};
