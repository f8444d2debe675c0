import { type Contact, drawAddressLine, drawIban, drawPersonName, isFemale } from './contacts.js';
import { childNames, dogBreeds, dogNames } from './data/names.js';
import { companies } from './data/organisations.js';
import { districts, otherPlaces } from './data/places.js';
import { addDays, longDate, money, monthOf, numericDate, printedIban } from './german-format.js';
import type { Random } from './random.js';
import { type Slots, writeFromTemplate } from './spin.js';
import { getThema } from './texts/themen.js';

/** The facts that all letters of one Vorgang share. */
export interface Sachverhalt {
  /** The Aktenplaneinheit. */
  kennzeichen: string;
  sache: string;
  objekt: string;
  /** The day of the notice in question. */
  bescheidVom: string;
  betragCents: number;
  kassenzeichen: string;
  /** Account of the sender. */
  iban: string;
  /** Everything that templates may insert. */
  slots: Slots;
}

const jobs = [
  'Sachbearbeiterin Wohngeld',
  'Verwaltungsfachangestellte',
  'Erzieherin',
  'Bauingenieur',
  'IT-Administrator',
  'Gärtner',
  'Straßenwärter',
  'Sozialarbeiterin',
  'Mitarbeiter Bürgerbüro',
  'Vermessungstechnikerin',
  'Archivarin',
  'Kassenmitarbeiter',
] as const;

/** What is to be built, as the object of a sentence and as a heading. */
const buildings = [
  ['den Neubau eines Carports', 'Neubau Carport'],
  ['die Errichtung eines Einfamilienhauses', 'Einfamilienhaus'],
  ['den Anbau eines Wintergartens', 'Anbau Wintergarten'],
  ['eine Nutzungsänderung zum Büro', 'Nutzungsänderung zum Büro'],
  ['den Ausbau des Dachgeschosses', 'Dachgeschossausbau'],
  ['die Errichtung einer Lagerhalle', 'Lagerhalle'],
  ['eine beleuchtete Werbeanlage', 'Werbeanlage'],
  ['den Umbau einer Scheune zu zwei Wohnungen', 'Umbau Scheune'],
  ['eine Doppelgarage', 'Doppelgarage'],
  ['den Abbruch eines Nebengebäudes', 'Abbruch Nebengebäude'],
] as const;

const trees = [
  'Birke',
  'Kastanie',
  'Blaufichte',
  'Linde',
  'Bergahorn',
  'Walnuss',
  'Pappel',
  'Eiche',
] as const;

const drawPlate = (random: Random): string =>
  `LWD-${random.pick(['A', 'K', 'M', 'S'])}${random.pick(['B', 'E', 'N', 'T'])} ${random.int(11, 999)}`;

const drawDates = (random: Random, today: string, bescheidVom: string): Slots => {
  const earlier = addDays(bescheidVom, -random.int(5, 70));
  const later = addDays(today, random.int(45, 150));
  return {
    jahr: today.slice(0, 4),
    jahrFrueher: String(Number(today.slice(0, 4)) - random.int(2, 11)),
    datumFrueher: random.chance(0.7) ? numericDate(earlier) : longDate(earlier),
    monat: monthOf(earlier),
    monatNeu: monthOf(later).replace(/ \d+$/, ''),
    bescheidVom: random.chance(0.7) ? numericDate(bescheidVom) : longDate(bescheidVom),
    zugangAm: numericDate(addDays(bescheidVom, random.int(2, 4))),
    terminDatum: numericDate(addDays(today, random.int(20, 60))),
    uhrzeit: `${random.int(6, 23)}${random.chance(0.6) ? `.${random.pick(['10', '15', '30', '45', '52'])}` : ''}`,
  };
};

const drawThings = (random: Random, kassenzeichen: string, betragCents: number): Slots => {
  const [vorhaben, bau] = random.pick(buildings);
  return {
    ort2: drawAddressLine(random),
    ortsteil: random.pick(districts).ortsteil,
    ortFern: random.pick(otherPlaces).ort,
    hausnummer: String(random.int(2, 90)),
    hund: random.pick(dogNames),
    rasse: random.pick(dogBreeds),
    kfz: drawPlate(random),
    kind: random.pick(childNames),
    stelle: random.pick(jobs),
    arbeitgeber: random.pick(companies),
    firma: random.pick(companies),
    kennziffer: `${random.int(100, 999)}/${random.int(10, 99)}`,
    flurstueck: `${random.int(12, 980)}/${random.int(1, 14)}`,
    vorhaben,
    bau,
    baum: random.pick(trees),
    umfang: String(random.int(6, 19) * 10),
    zone: String(random.int(1, 9)),
    zahl: String(random.int(2, 6)),
    pflegegrad: String(random.int(2, 5)),
    gesucht: drawPersonName(random),
    kassenzeichen,
    rate: String(Math.max(15, Math.round(betragCents / 100 / random.int(5, 12) / 5) * 5)),
  };
};

/** Invents the facts of one matter: who, what, where, how much, since when. */
export const drawSachverhalt = (
  kennzeichen: string,
  { random, today, contact }: { random: Random; today: string; contact: Contact },
): Sachverhalt => {
  const thema = getThema(kennzeichen);
  const bescheidVom = addDays(today, -random.int(14, 40));
  const [low, high] = thema.betragEuro;
  const betragCents = random.int(low * 100, high * 100);
  const kassenzeichen = `${kennzeichen.replace('.', '')}.${random.int(100000, 999999)}.${random.int(1, 9)}`;
  const iban = drawIban(random);
  const basic: Slots = {
    ...drawDates(random, today, bescheidVom),
    ...drawThings(random, kassenzeichen, betragCents),
    name: contact.name,
    anrede: isFemale(contact.name) ? 'Frau' : 'Herr',
    mandant: contact.name,
    betrag: money(betragCents),
    iban: printedIban(iban),
  };
  const objekt = writeFromTemplate(random.pick(thema.objekt), {
    random,
    slots: { ...basic, vorhaben: basic['bau'] ?? '' },
  });
  const sache = writeFromTemplate(thema.sache, {
    random,
    slots: { ...basic, vorhaben: basic['bau'] ?? '' },
  });
  const antragAuf = writeFromTemplate(thema.antragAuf, { random, slots: basic });
  const bescheid = writeFromTemplate(thema.bescheid, { random, slots: basic });
  return {
    kennzeichen,
    sache,
    objekt,
    bescheidVom,
    betragCents,
    kassenzeichen,
    iban,
    slots: { ...basic, objekt, sache, antragAuf, bescheid },
  };
};
