import type { MusterRechnung } from './muster.js';

// Invented companies; the IBANs belong to no account and have valid check digits.

const stadt: MusterRechnung['kaeufer'] = {
  name: 'Stadt Lohwerda',
  strasse: 'Rathausmarkt 1',
  plz: '05110',
  ort: 'Lohwerda',
  email: 'rechnung@lohwerda.example',
};

const bauhof: MusterRechnung['verkaeufer'] = {
  name: 'Tiefbau Hallbach & Söhne GmbH',
  strasse: 'Am Steinbruch 7',
  plz: '05112',
  ort: 'Oberlohw',
  email: 'buchhaltung@tiefbau-hallbach.example',
  ustId: 'DE811122233',
  kontakt: 'Ines Hallbach',
  telefon: '037299 41220',
  iban: 'DE02120300000000202051',
};

const buero: MusterRechnung['verkaeufer'] = {
  name: 'Bürobedarf Krahnert e. K.',
  strasse: 'Lange Gasse 22',
  plz: '05110',
  ort: 'Lohwerda',
  email: 'rechnung@krahnert.example',
  ustId: 'DE299887766',
  kontakt: 'Jörg Krahnert',
  telefon: '037299 5010',
  iban: 'DE02500105170137075030',
};

/** An invoice for road works, with an allowance. */
export const strassenbau: MusterRechnung = {
  nummer: 'RE-2026-04711',
  datum: '2026-11-02',
  faellig: '2026-12-02',
  leitwegId: '14999001-20-49',
  bestellung: '4500001872',
  bemerkung: 'Instandsetzung der Fahrbahn in der Talstraße, Abschnitt 2',
  verkaeufer: bauhof,
  kaeufer: stadt,
  positionen: [
    {
      artikel: 'Asphaltdeckschicht',
      menge: '182.5',
      einheit: 'MTK',
      preis: '24.90',
      steuersatz: '19',
    },
    { artikel: 'Facharbeiter', menge: '36', einheit: 'HUR', preis: '48.75', steuersatz: '19' },
  ],
  abschlag: { grund: 'Nachlass laut Angebot', betrag: '150.00' },
};

/** An invoice with two rates of VAT and a line that is free of it. */
export const buerobedarf: MusterRechnung = {
  nummer: '2026/1187',
  datum: '2026-11-10',
  faellig: '2026-12-10',
  leitwegId: '14999001-20-49',
  bemerkung: 'Lieferung vom 10.11.2026',
  verkaeufer: buero,
  kaeufer: stadt,
  positionen: [
    {
      artikel: 'Druckerpapier A4, 500 Blatt',
      menge: '120',
      einheit: 'C62',
      preis: '4.79',
      steuersatz: '19',
    },
    {
      artikel: 'Fachbuch Haushaltsrecht',
      menge: '3',
      einheit: 'C62',
      preis: '58.00',
      steuersatz: '7',
    },
    {
      artikel: 'Lehrgang Kassenwesen',
      menge: '1',
      einheit: 'C62',
      preis: '240.00',
      steuersatz: '0',
    },
  ],
};
