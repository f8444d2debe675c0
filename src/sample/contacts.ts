import { familyNames, femaleNames, maleNames } from './data/names.js';
import { authorities, companies, courts, insurers, lawFirms } from './data/organisations.js';
import { districts, otherPlaces, streets } from './data/places.js';
import { fictionalIban } from './german-format.js';
import type { Random } from './random.js';
import { senderNames } from './texts/senders.js';
import type { SenderArt } from './texts/thema.js';

/** Somebody who writes to the city. */
export interface Contact {
  art: SenderArt;
  name: string;
  strasse: string;
  plz: string;
  ort: string;
  email?: string;
}

const asciiOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ß/g, 'ss')
    .replace(/ı/g, 'i')
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, (run) => (/[\u0300-\u036f]/.test(run) ? '' : '-'))
    .replace(/^-|-$/g, '');

/** A login such as `a.berghold` for a name. */
export const loginOf = (name: string): string => {
  const words = name.split(' ');
  return `${asciiOf(words[0] ?? '').slice(0, 1)}.${asciiOf(words.slice(1).join(' '))}`;
};

/** A given and a family name. */
export const drawPersonName = (random: Random): string => {
  const given = random.pick(random.chance(0.5) ? femaleNames : maleNames);
  return `${given} ${random.pick(familyNames)}`;
};

/** A street with a house number. */
export const drawAddressLine = (random: Random): string =>
  `${random.pick(streets)} ${random.int(1, 128)}${random.chance(0.12) ? random.pick(['a', 'b', 'c']) : ''}`;

/** The polite form by the given name: needed for signatures and answers. */
export const isFemale = (name: string): boolean =>
  (femaleNames as readonly string[]).includes(name.split(' ')[0] ?? '');

const organisationNames: Readonly<Record<Exclude<SenderArt, 'citizen'>, readonly string[]>> = {
  company: companies,
  lawyer: lawFirms,
  insurer: insurers,
  authority: authorities,
  court: courts,
};

const domainOf = (name: string): string =>
  `${asciiOf(name.replace(/ (GmbH|AG|OHG|KG|eG|e\. K\.|VVaG|a\. G\.|PartGmbB|& Co\.).*$/, ''))}.example`;

const drawPersonMail = (name: string, random: Random): string => {
  const words = name.split(' ').map(asciiOf);
  const given = words[0] ?? '';
  const family = words.slice(1).join('-');
  const box = random.pick([
    `${given}.${family}`,
    `${given.slice(0, 1)}.${family}`,
    `${family}${random.int(1, 99)}`,
  ]);
  return `${box}@${random.pick(['postkasten.example', 'mailwerk.example', 'lohe-net.example'])}`;
};

/** Somebody new of the given kind who may write about the heading; private people mostly live in Lohwerda. */
export const drawContact = (
  art: SenderArt,
  { random, kennzeichen }: { random: Random; kennzeichen: string },
): Contact => {
  const local = random.chance(art === 'citizen' ? 0.85 : 0.5);
  const { plz, ort } = random.pick(local || art === 'court' ? districts : otherPlaces);
  const name =
    art === 'citizen'
      ? drawPersonName(random)
      : random.pick(senderNames(kennzeichen, art) ?? organisationNames[art]);
  const base = { art, name, strasse: drawAddressLine(random), plz, ort };
  if (art !== 'citizen') return { ...base, email: `post@${domainOf(name)}` };
  return random.chance(0.7) ? { ...base, email: drawPersonMail(name, random) } : base;
};

/** An account that belongs to nobody. */
export const drawIban = (random: Random): string =>
  fictionalIban(random.int(0, 9_999_999), random.int(1_000_000, 9_999_999_999));

const drawCourtReference = (
  court: string,
  { random, year, kennzeichen }: { random: Random; year: string; kennzeichen: string },
): string => {
  const number = random.int(12, 1890);
  const chamber = random.int(2, 19);
  if (court.startsWith('Amtsgericht')) {
    if (kennzeichen === '31.10') {
      return `${chamber} OWi ${random.int(100, 690)} Js ${random.int(1000, 28000)}/${year}`;
    }
    return `${chamber} ${kennzeichen === '53.30' ? 'F' : 'C'} ${number}/${year}`;
  }
  if (court.startsWith('Verwaltungs')) return `${random.int(1, 9)} K ${number}/${year}`;
  if (court.startsWith('Arbeits')) return `${random.int(1, 9)} Ca ${number}/${year}`;
  if (court.startsWith('Sozial')) return `S ${random.int(1, 24)} SO ${number}/${year}`;
  return `${random.int(1, 9)} O ${number}/${year}`;
};

/** The other side's own reference, in the manner of its trade; undefined for private people. */
export const drawForeignReference = (
  contact: Pick<Contact, 'art' | 'name'>,
  { random, today, kennzeichen }: { random: Random; today: string; kennzeichen: string },
): string | undefined => {
  const year = today.slice(2, 4);
  const initials = `${random.pick(['K', 'S', 'M', 'R', 'H'])}${random.pick(['a', 'e', 'o', 'u'])}`;
  switch (contact.art) {
    case 'citizen':
      return undefined;
    case 'lawyer':
      return random.pick([
        `${random.int(100, 2400)}/${year} ${initials}`,
        `${year}-${random.int(1000, 9800)}-${initials}`,
      ]);
    case 'court':
      return drawCourtReference(contact.name, { random, year, kennzeichen });
    case 'insurer':
      return random.pick([
        `SV-${year}-${random.int(100000, 990000)}-${random.int(1, 9)}`,
        `KH ${random.int(10, 99)}.${random.int(100000, 999999)}`,
      ]);
    case 'company':
      return random.pick([
        `${initials}/${random.int(1000, 9999)}`,
        `AB-${year}${random.int(1000, 9999)}`,
        `K${random.int(10000, 99999)}`,
      ]);
    case 'authority':
      return random.pick([
        `II/${random.int(1, 9)}-${random.int(10, 99)}.${random.int(10, 99)}-${random.int(10, 999)}/${year}`,
        `${random.int(100, 990)}.${random.int(10, 99)} ${initials}`,
      ]);
  }
};
