import { formatGeschaeftszeichen } from '#eakte/index.js';
import { type Contact, drawContact, drawForeignReference } from './contacts.js';
import { aktenplan, type SampleAktenplaneinheit } from './data/aktenplan.js';
import type { SampleOrganisationseinheit } from './data/organisationseinheit.js';
import { organisationseinheiten } from './data/organisationseinheiten.js';
import { addDays } from './german-format.js';
import { drawPersonen, type SamplePerson } from './personen.js';
import { createRandom, type Random } from './random.js';
import { drawSachverhalt, type Sachverhalt } from './sachverhalt.js';
import { actsForAnother } from './texts/senders.js';
import { getThema } from './texts/themen.js';

/** The day on which the sample city is looked at when the caller names none. */
export const sampleToday = '2026-11-16';

/** A file of the sample city. */
export interface SampleAkte {
  /** Office, heading and running number: `32-3110/4`. */
  aktenzeichen: string;
  /** Heading of the file plan, third level: `31.10`. */
  kennzeichen: string;
  laufendeNummer: number;
  titel: string;
  /** Kuerzel of the office that keeps it. */
  federfuehrung: string;
  angelegtAm: string;
}

/** Somebody who takes part in a Vorgang. */
export interface SampleBeteiligter extends Contact {
  rolle: string;
  /** The reference under which this party keeps the matter. */
  zeichen?: string;
}

/** One matter in hand. */
export interface SampleVorgang {
  /** As Saxon cities write it: `32-3110/4/7-2026`. */
  geschaeftszeichen: string;
  /** Aktenzeichen of its file. */
  akte: string;
  laufendeNummer: number;
  jahr: number;
  betreff: string;
  federfuehrung: string;
  /** Login of the clerk. */
  bearbeiter: string;
  angelegtAm: string;
  vertraulichkeit: 0 | 1;
  beteiligte: readonly SampleBeteiligter[];
  /** Reference of the other side, where there is one. */
  fremdesZeichen?: string;
  /** Facts that the letters of this Vorgang mention. */
  sachverhalt: Sachverhalt;
}

/** A whole invented city: what a test, the demo or a benchmark starts from. */
export interface Municipality {
  seed: string;
  today: string;
  name: string;
  anschrift: { strasse: string; plz: string; ort: string };
  organisationseinheiten: readonly SampleOrganisationseinheit[];
  personen: readonly SamplePerson[];
  aktenplan: readonly SampleAktenplaneinheit[];
  akten: readonly SampleAkte[];
  vorgaenge: readonly SampleVorgang[];
}

const leavesOf = (plan: readonly SampleAktenplaneinheit[]) =>
  plan.flatMap(({ kennzeichen, titel, federfuehrung }) =>
    federfuehrung === undefined ? [] : [{ kennzeichen, titel, federfuehrung }],
  );

const aktenTitles: readonly (readonly string[])[] = [
  ['A bis K', 'L bis Z'],
  ['Nord und Altstadt', 'Süd', 'Ortschaften'],
  ['Einzelfälle', 'Grundsätzliches'],
];

const drawAkten = (random: Random, today: string): SampleAkte[] =>
  leavesOf(aktenplan).flatMap(({ kennzeichen, titel, federfuehrung }) => {
    let number = random.int(1, 9);
    return random.pick(aktenTitles).map((part) => {
      number += random.int(1, 6);
      return {
        aktenzeichen: `${federfuehrung}-${kennzeichen.replace('.', '')}/${number}`,
        kennzeichen,
        laufendeNummer: number,
        titel: `${titel}, ${part}`,
        federfuehrung,
        angelegtAm: addDays(today, -random.int(1100, 2600)),
      };
    });
  });

const roleOfParty: Readonly<Record<string, string>> = {
  citizen: 'Antragsteller',
  company: 'Antragsteller',
  lawyer: 'Bevollmächtigter',
  court: 'Gericht',
  insurer: 'Versicherer',
  authority: 'Ersuchende Behörde',
};

const drawBeteiligte = (
  kennzeichen: string,
  random: Random,
  today: string,
): SampleBeteiligter[] => {
  const art = random.weighted(getThema(kennzeichen).parteien);
  const main = actsForAnother(kennzeichen, art) ? 'citizen' : art;
  const parties = [drawContact(main, { random, kennzeichen })];
  const second = art === main ? (random.chance(0.12) ? 'lawyer' : undefined) : art;
  if (second !== undefined) parties.push(drawContact(second, { random, kennzeichen }));
  return parties.map((contact) => {
    const zeichen = drawForeignReference(contact, { random, today, kennzeichen });
    const rolle = roleOfParty[contact.art] ?? 'Beteiligter';
    return zeichen === undefined ? { ...contact, rolle } : { ...contact, rolle, zeichen };
  });
};

const familyNameOf = (contact: Contact): string =>
  contact.art === 'citizen' ? contact.name.split(' ').slice(1).join(' ') : contact.name;

const drawVorgang = (
  akte: SampleAkte,
  {
    random,
    today,
    number,
    personen,
  }: { random: Random; today: string; number: number; personen: readonly SamplePerson[] },
): SampleVorgang => {
  const beteiligte = drawBeteiligte(akte.kennzeichen, random, today);
  const [contact] = beteiligte;
  if (contact === undefined) throw new RangeError('A Vorgang needs at least one party');
  const sachverhalt = drawSachverhalt(akte.kennzeichen, { random, today, contact });
  const angelegtAm = addDays(
    sachverhalt.bescheidVom,
    -random.weighted({ 60: 6, 320: 3, 640: 1 }) - random.int(0, 40) + 30,
  );
  const clerks = personen.filter((person) =>
    person.roles.some(
      ({ role, kuerzel }) => role === 'sachbearbeitung' && kuerzel === akte.federfuehrung,
    ),
  );
  const fremdesZeichen = beteiligte.find((party) => party.zeichen !== undefined)?.zeichen;
  const jahr = Number(angelegtAm.slice(0, 4));
  return {
    geschaeftszeichen: formatGeschaeftszeichen({
      organisationseinheit: akte.federfuehrung,
      aktenplankennzeichen: akte.kennzeichen,
      akte: akte.laufendeNummer,
      vorgang: number,
      jahr,
    }),
    akte: akte.aktenzeichen,
    laufendeNummer: number,
    jahr,
    betreff: [sachverhalt.sache, familyNameOf(contact), sachverhalt.objekt].join(', '),
    federfuehrung: akte.federfuehrung,
    bearbeiter: random.pick(clerks).login,
    angelegtAm,
    vertraulichkeit: /^(12|42|5)/.test(akte.kennzeichen) && random.chance(0.5) ? 1 : 0,
    beteiligte,
    sachverhalt,
    ...(fremdesZeichen === undefined ? {} : { fremdesZeichen }),
  };
};

/** Spreads the Vorgaenge over the file plan so that every heading has several, some have many. */
const drawVorgaenge = (
  akten: readonly SampleAkte[],
  {
    random,
    today,
    count,
    personen,
  }: { random: Random; today: string; count: number; personen: readonly SamplePerson[] },
): SampleVorgang[] => {
  const order = random.shuffle(akten);
  const numbers = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const akte = index < order.length ? order[index] : random.pick(akten);
    if (akte === undefined) throw new RangeError('There are no Akten to put a Vorgang into');
    const number = (numbers.get(akte.aktenzeichen) ?? 0) + random.int(1, 9);
    numbers.set(akte.aktenzeichen, number);
    return drawVorgang(akte, {
      random: random.fork(`${akte.aktenzeichen}/${number}`),
      today,
      number,
      personen,
    });
  });
};

/**
 * Invents Lohwerda, a Saxon city of 250,000: its offices, 60 people, file plan, Akten and 400 Vorgaenge.
 * The same seed and day give the same city. No name, number, address or account in it is real.
 */
export const createMunicipality = ({
  seed,
  today = sampleToday,
  vorgangCount = 400,
}: {
  seed: string;
  today?: string;
  vorgangCount?: number;
}): Municipality => {
  const random = createRandom(`municipality:${seed}`);
  const personen = drawPersonen(random.fork('personen'));
  const akten = drawAkten(random.fork('akten'), today);
  return {
    seed,
    today,
    name: 'Stadt Lohwerda',
    anschrift: { strasse: 'Rathausmarkt 1', plz: '05110', ort: 'Lohwerda' },
    organisationseinheiten,
    personen,
    aktenplan,
    akten,
    vorgaenge: drawVorgaenge(akten, {
      random: random.fork('vorgaenge'),
      today,
      count: vorgangCount,
      personen,
    }),
  };
};
