import { childNames, familyNames, femaleNames, maleNames } from '../data/names.js';
import { addDays, longDate, numericDate } from '../german-format.js';
import type { Block } from '../letter.js';
import { createRandom, type Random } from '../random.js';
import { type Slots, writeFromTemplate } from '../spin.js';
import { withTypos } from '../typos.js';
import { type AnliegenArt, anliegenArten } from './anliegen-art.js';
import { drawStimme, type Stimme } from './stimme.js';

/** A short letter or mail to a large city with what is true about it. */
export interface Anliegen {
  id: string;
  kind: string;
  /** Kuerzel of the unit that has to deal with it. */
  einheit: string;
  /** Kuerzel of units that a second matter in the same letter concerns. */
  beteiligte: readonly string[];
  /** The group of senders: people of one town with words of their own. */
  gruppe: string;
  /** Day of receipt, ISO; the list is in this order. */
  zeit: string;
  blocks: readonly Block[];
}

/** What a run of matters depends on. */
export interface AnliegenOptions {
  seed: string;
  count: number;
  groups?: number;
  /**
   * How often a group calls a frequent matter by a name that only this group uses, and how often it says nothing
   * else about it: the higher, the more has to be learned of each new group. 0.3 and 0.25 unless given.
   */
  names?: Names;
}

interface Names {
  share: number;
  alone: number;
}

/** Responsibilities that move in the middle of the time: `from` this share of it on the matter is another unit's. */
const moves: readonly { kind: string; from: number; einheit: string }[] = [
  { kind: 'winterdienst', from: 0.4, einheit: '70' },
  { kind: 'hygiene', from: 0.55, einheit: '39' },
  { kind: 'parkausweis', from: 0.65, einheit: '36' },
  { kind: 'veranstaltung', from: 0.75, einheit: '41' },
];

const firstDay = '2025-01-02';
const days = 640;
/** Only matters of this rank or better come often enough to have a name of their own in a town. */
const namedRanks = 18;

const factsOf = (stimme: Stimme, { zeit, random }: { zeit: string; random: Random }): Slots => {
  const day = addDays(zeit, random.int(-40, 60));
  return {
    ort: `${random.pick(stimme.strassen)} ${random.int(1, 90)}`,
    teil: random.pick(stimme.ortsteile),
    kind: random.pick(childNames),
    datum: random.chance(0.7) ? numericDate(day) : longDate(day),
    monat: longDate(day).split(' ')[1] ?? '',
    nr: String(random.int(2, 60)),
    betrag: String(random.int(10, 480)),
  };
};

interface Told {
  sentences: string[];
  einheit: string;
}

const houseNames = [
  'Es geht um „{name}“.',
  'Betrifft „{name}“, wie besprochen.',
  'Wie bekommen wir die Sache „{name}“ [geregelt|erledigt]?',
  'Bitte kümmern Sie sich um „{name}“.',
  'Ich komme wegen „{name}“ auf Sie zu.',
  'Zu „{name}“ fehlt uns noch eine Antwort.',
] as const;

/** Says a matter in one or more sentences, in the words of the group or by the name that it has there. */
const tell = (
  art: AnliegenArt,
  {
    stimme,
    slots,
    random,
    isSecond,
    names,
  }: { stimme: Stimme; slots: Slots; random: Random; isSecond: boolean; names: Names },
): Told => {
  const length = isSecond ? 1 : Number(random.weighted({ 1: 25, 2: 40, 3: 25, 4: 10 }));
  const drawn = random.shuffle(stimme.saetze(art)).slice(0, length);
  const einheit = drawn[0]?.einheit ?? art.einheit;
  // One matter is one unit's: a sentence that makes the letter another unit's stands alone or first.
  const saetze = drawn.filter((satz) => satz.einheit === einheit);
  const spoken = saetze.map(({ template }) =>
    stimme.inEigenenWorten(writeFromTemplate(template, { random, slots }), random),
  );
  const isNamed = anliegenArten.indexOf(art) < namedRanks && random.chance(names.share);
  if (!isNamed) return { sentences: spoken, einheit };
  const named = writeFromTemplate(random.pick(houseNames), {
    random,
    slots: { name: stimme.hausname(art) },
  });
  return random.chance(names.alone)
    ? { sentences: [named], einheit: art.einheit }
    : { sentences: [named, ...spoken], einheit };
};

const personOf = (random: Random): string =>
  `${random.pick(random.chance(0.5) ? femaleNames : maleNames)} ${random.pick(familyNames)}`;

const paragraph = (text: string): Block => ({ type: 'paragraph', text });

const compose = (
  told: readonly Told[],
  { stimme, slots, zeit, random }: { stimme: Stimme; slots: Slots; zeit: string; random: Random },
): Block[] => {
  const phrases = random
    .shuffle(stimme.floskeln)
    .slice(0, Number(random.weighted({ 0: 35, 1: 35, 2: 20, 3: 10 })))
    .map((template) => writeFromTemplate(template, { random, slots }));
  const [first, ...others] = told.map(({ sentences }) => sentences.join(' '));
  const main =
    phrases.length > 0 && random.chance(0.4)
      ? [`${phrases[0]} ${first}`, ...phrases.slice(1)]
      : [[first, ...phrases].join(' ')];
  const body = [...main, ...others.map((text) => `Und noch etwas: ${text}`)];
  const name = personOf(random);
  const isMail = random.chance(0.6);
  const head: Block[] = isMail
    ? []
    : [
        { type: 'sender', lines: [name, slots['ort'] ?? '', stimme.ort] },
        { type: 'date', text: `${stimme.ort}, ${longDate(zeit)}` },
      ];
  const salutation = random.pick(stimme.gruss);
  return [
    ...head,
    ...(salutation === '' ? [] : [{ type: 'salutation', text: salutation } as const]),
    ...(random.chance(0.25) ? withTypos(body, random) : body).map(paragraph),
    { type: 'closing', text: random.pick(stimme.schluss) },
    { type: 'signature', name, hand: !isMail },
  ];
};

const pickArt = (stimme: Stimme, random: Random): AnliegenArt => {
  const kind = random.weighted(stimme.gewichte);
  const art = anliegenArten.find((one) => one.kind === kind);
  if (art === undefined) throw new RangeError(`There is no matter ${kind}`);
  return art;
};

const einheitAt = (art: AnliegenArt, einheit: string, share: number): string =>
  moves.find((move) => move.kind === art.kind && share >= move.from)?.einheit ?? einheit;

/**
 * Short letters and mails to a large city in the order of their arrival: about seventy kinds with a long tail, for
 * 36 units. Groups of senders follow each other, each with words, places and worries of its own; four matters change
 * their unit on the way; one letter in fifty has a second matter. Seed and number of groups decide everything.
 */
export const generateAnliegen = ({
  seed,
  count,
  groups = 40,
  names = { share: 0.3, alone: 0.25 },
}: AnliegenOptions): Anliegen[] => {
  const root = createRandom(`anliegen:${seed}`);
  const stimmen = Array.from({ length: groups }, (_, number) =>
    drawStimme(number, (number + 0.5) / groups, root),
  );
  return Array.from({ length: count }, (_, index) => {
    const random = root.fork(`anliegen-${index}`);
    const share = index / count;
    const near = Math.floor(share * groups + random.next() * 2 - 0.5);
    const number = random.chance(0.9) ? near : random.int(0, groups - 1);
    const stimme = stimmen[Math.max(0, Math.min(groups - 1, number))] as Stimme;
    const zeit = addDays(firstDay, Math.floor(share * days));
    const slots = factsOf(stimme, { zeit, random });
    const art = pickArt(stimme, random);
    const other = random.chance(0.02) ? pickArt(stimme, random) : art;
    const arten = other === art ? [art] : [art, other];
    const told = arten.map((one, place) =>
      tell(one, { stimme, slots, random, names, isSecond: place > 0 }),
    );
    const [einheit = art.einheit, ...others] = told.map((one, place) =>
      einheitAt(arten[place] ?? art, one.einheit, share),
    );
    return {
      id: `anliegen-${String(index + 1).padStart(5, '0')}`,
      kind: art.kind,
      einheit,
      beteiligte: others.filter((one) => one !== einheit),
      gruppe: stimme.gruppe,
      zeit,
      blocks: compose(told, { stimme, slots, zeit, random }),
    };
  });
};
