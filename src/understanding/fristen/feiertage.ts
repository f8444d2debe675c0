import type { gemeindefeiertage, landKuerzel } from '#config/sections/fristen.js';
import { ostersonntag, plusTage, type Tag, tagOf, wochentagName, wochentagOf } from './kalender.js';

export type Land = (typeof landKuerzel)[number];
export type Gemeindefeiertag = (typeof gemeindefeiertage)[number];

/** The names of the Länder. */
export const laender: Readonly<Record<Land, string>> = {
  BW: 'Baden-Württemberg',
  BY: 'Bayern',
  BE: 'Berlin',
  BB: 'Brandenburg',
  HB: 'Bremen',
  HH: 'Hamburg',
  HE: 'Hessen',
  MV: 'Mecklenburg-Vorpommern',
  NI: 'Niedersachsen',
  NW: 'Nordrhein-Westfalen',
  RP: 'Rheinland-Pfalz',
  SL: 'Saarland',
  SN: 'Sachsen',
  ST: 'Sachsen-Anhalt',
  SH: 'Schleswig-Holstein',
  TH: 'Thüringen',
};

/** The place whose holidays count: the Land and, of those that hold in some communes only, the ones that hold here. */
export interface Ort {
  land: Land;
  gemeinde?: readonly Gemeindefeiertag[] | undefined;
}

interface Feiertagsregel {
  name: string;
  /** The Länder in which it holds; missing for all. */
  in?: readonly Land[];
  /** Länder in which it holds only in communes with this flag. */
  nurGemeinden?: { in: readonly Land[]; kennung: Gemeindefeiertag };
  /** First and last year; missing for as far as this program computes. */
  abJahr?: number;
  bisJahr?: number;
  am: (jahr: number) => Tag;
}

const fest =
  (monat: number, tag: number) =>
  (jahr: number): Tag =>
    tagOf(jahr, monat, tag);
const nachOstern =
  (tage: number) =>
  (jahr: number): Tag =>
    plusTage(ostersonntag(jahr), tage);

/** The Wednesday before 23 November, which is the one before the last Sunday of the church year. */
const bussUndBettag = (jahr: number): Tag => {
  const before = tagOf(jahr, 11, 22);
  return plusTage(before, -((wochentagOf(before) + 4) % 7));
};

/*
 * The holidays by law: 3 October by article 2 (2) of the Einigungsvertrag, the others by the laws of the Länder; for Saxony § 1 SächsSFG.
 * Every Sunday is beyond that a day on which no period ends; Easter and Whit Sunday are therefore not listed.
 */
const regeln: readonly Feiertagsregel[] = [
  { name: 'Neujahr', am: fest(1, 1) },
  { name: 'Heilige Drei Könige', in: ['BW', 'BY', 'ST'], am: fest(1, 6) },
  { name: 'Internationaler Frauentag', in: ['BE'], abJahr: 2019, am: fest(3, 8) },
  { name: 'Internationaler Frauentag', in: ['MV'], abJahr: 2023, am: fest(3, 8) },
  { name: 'Karfreitag', am: nachOstern(-2) },
  { name: 'Ostermontag', am: nachOstern(1) },
  { name: '1. Mai', am: fest(5, 1) },
  { name: 'Tag der Befreiung', in: ['BE'], abJahr: 2020, bisJahr: 2020, am: fest(5, 8) },
  { name: 'Tag der Befreiung', in: ['BE'], abJahr: 2025, bisJahr: 2025, am: fest(5, 8) },
  { name: 'Christi Himmelfahrt', am: nachOstern(39) },
  { name: 'Pfingstmontag', am: nachOstern(50) },
  {
    name: 'Fronleichnam',
    in: ['BW', 'BY', 'HE', 'NW', 'RP', 'SL'],
    nurGemeinden: { in: ['SN', 'TH'], kennung: 'fronleichnam' },
    am: nachOstern(60),
  },
  {
    name: 'Augsburger Friedensfest',
    in: [],
    nurGemeinden: { in: ['BY'], kennung: 'friedensfest' },
    am: fest(8, 8),
  },
  {
    name: 'Mariä Himmelfahrt',
    in: ['SL'],
    nurGemeinden: { in: ['BY'], kennung: 'mariaeHimmelfahrt' },
    am: fest(8, 15),
  },
  { name: 'Weltkindertag', in: ['TH'], abJahr: 2019, am: fest(9, 20) },
  { name: 'Tag der Deutschen Einheit', am: fest(10, 3) },
  { name: 'Reformationstag', in: ['BB', 'MV', 'SN', 'ST', 'TH'], am: fest(10, 31) },
  { name: 'Reformationstag', in: ['HB', 'HH', 'NI', 'SH'], abJahr: 2018, am: fest(10, 31) },
  { name: 'Allerheiligen', in: ['BW', 'BY', 'NW', 'RP', 'SL'], am: fest(11, 1) },
  { name: 'Buß- und Bettag', in: ['SN'], am: bussUndBettag },
  { name: '1. Weihnachtstag', am: fest(12, 25) },
  { name: '2. Weihnachtstag', am: fest(12, 26) },
];

const holdsAt = (regel: Feiertagsregel, ort: Ort): boolean => {
  if (regel.in === undefined || regel.in.includes(ort.land)) return true;
  const { nurGemeinden } = regel;
  return (
    nurGemeinden?.in.includes(ort.land) === true &&
    (ort.gemeinde ?? []).includes(nurGemeinden.kennung)
  );
};

const holdsIn = (regel: Feiertagsregel, jahr: number): boolean =>
  jahr >= (regel.abJahr ?? jahr) && jahr <= (regel.bisJahr ?? jahr);

/** A holiday by law with its German name. */
export interface Feiertag {
  tag: Tag;
  name: string;
}

/** The holidays by law of one year at a place, in the order of the calendar. Sundays are not in it. */
export const feiertageIm = (jahr: number, ort: Ort): Feiertag[] =>
  regeln
    .filter((regel) => holdsAt(regel, ort) && holdsIn(regel, jahr))
    .map((regel) => ({ tag: regel.am(jahr), name: regel.name }))
    .sort((a, b) => a.tag.localeCompare(b.tag));

const remembered = new Map<string, ReadonlyMap<Tag, string>>();

const namesIn = (jahr: number, ort: Ort): ReadonlyMap<Tag, string> => {
  const key = `${jahr} ${ort.land} ${[...(ort.gemeinde ?? [])].sort().join(' ')}`;
  const before = remembered.get(key);
  if (before !== undefined) return before;
  const names = new Map<Tag, string>();
  // Christi Himmelfahrt falls on 1 May once in a while: one day, two names.
  for (const { tag, name } of feiertageIm(jahr, ort)) {
    const other = names.get(tag);
    names.set(tag, other === undefined ? name : `${other} und ${name}`);
  }
  remembered.set(key, names);
  return names;
};

/** Name of the holiday by law on this day at this place, or undefined. */
export const feiertagAm = (tag: Tag, ort: Ort): string | undefined =>
  namesIn(Number(tag.slice(0, 4)), ort).get(tag);

/** Why a period does not end on this day (Sunday, holiday by law, Sonnabend), or undefined for a Werktag in this sense. */
export const ruhetagAm = (tag: Tag, ort: Ort): string | undefined => {
  const holiday = feiertagAm(tag, ort);
  if (holiday !== undefined) return holiday;
  const weekday = wochentagOf(tag);
  return weekday === 0 || weekday === 6 ? wochentagName(tag) : undefined;
};
