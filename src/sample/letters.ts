import { composeLetter, type LetterPlan } from './compose-letter.js';
import { type Contact, drawContact } from './contacts.js';
import type { GeneratedLetter } from './letter.js';
import type { Municipality, SampleVorgang } from './municipality.js';
import { createRandom, type Random } from './random.js';
import { drawSachverhalt } from './sachverhalt.js';
import { kindTexts } from './texts/kinds.js';
import type { KindText } from './texts/letter-kind.js';
import { actsForAnother } from './texts/senders.js';
import type { SenderArt } from './texts/thema.js';
import { getThema } from './texts/themen.js';

/** What a run of letters depends on. */
export interface LetterOptions {
  seed: string;
  count: number;
  municipality: Municipality;
  /** Day on which the letters arrive, ISO; the municipality's own day unless given. */
  today?: string;
}

/** Deals items in shuffled rounds, so that each comes up before one comes up twice as often. */
const createDealer = <T>(items: readonly T[], random: Random): (() => T) => {
  let deck: T[] = [];
  return () => {
    if (deck.length === 0) deck = random.shuffle(items);
    const item = deck.pop();
    if (item === undefined) throw new RangeError('A dealer needs at least one item');
    return item;
  };
};

const principalOf = (vorgang: SampleVorgang): Contact => {
  const [first] = vorgang.beteiligte;
  if (first === undefined)
    throw new RangeError(`Vorgang ${vorgang.geschaeftszeichen} has no party`);
  return first;
};

/** Who may write about the heading, among those who write letters of the kind. */
const drawSenderArt = (kindText: KindText, kennzeichen: string, random: Random): SenderArt => {
  const { parteien } = getThema(kennzeichen);
  const possible = Object.entries(kindText.senders).filter(
    ([art]) => art in parteien || art === 'lawyer' || art === 'court' || art === 'insurer',
  );
  return possible.length === 0
    ? random.weighted(parteien)
    : random.weighted<SenderArt>(Object.fromEntries(possible));
};

const mayBelongTo = (vorgang: SampleVorgang, kennzeichen: string, art: SenderArt): boolean =>
  vorgang.sachverhalt.kennzeichen === kennzeichen &&
  (actsForAnother(kennzeichen, art) || vorgang.beteiligte.some((party) => party.art === art));

const contactFor = (
  vorgang: SampleVorgang | undefined,
  { art, random, kennzeichen }: { art: SenderArt; random: Random; kennzeichen: string },
): Contact =>
  vorgang?.beteiligte.find((party) => party.art === art) ??
  drawContact(art, { random, kennzeichen });

const planLetter = (
  { id, kindText, kennzeichen }: { id: string; kindText: KindText; kennzeichen: string },
  { random, municipality, today }: { random: Random; municipality: Municipality; today: string },
): LetterPlan => {
  const art = drawSenderArt(kindText, kennzeichen, random);
  const candidates = random.chance(kindText.vorgangShare)
    ? municipality.vorgaenge.filter((vorgang) => mayBelongTo(vorgang, kennzeichen, art))
    : [];
  const vorgang = candidates.length === 0 ? undefined : random.pick(candidates);
  const contact = contactFor(vorgang, { art, random, kennzeichen });
  const stranger = actsForAnother(kennzeichen, art)
    ? drawContact('citizen', { random, kennzeichen })
    : contact;
  const principal = vorgang === undefined ? stranger : principalOf(vorgang);
  const sachverhalt =
    vorgang?.sachverhalt ?? drawSachverhalt(kennzeichen, { random, today, contact: principal });
  return { id, kindText, kennzeichen, vorgang, contact, principal, sachverhalt };
};

/** Writes letters one after the other; a consumer may stop at any time. */
export function* streamLetters({
  seed,
  count,
  municipality,
  today = municipality.today,
}: LetterOptions): Generator<GeneratedLetter> {
  const root = createRandom(`letters:${seed}`);
  const bag = kindTexts.flatMap((kindText) =>
    Array.from({ length: kindText.weight }, () => kindText),
  );
  const dealKind = createDealer(bag, root.fork('kinds'));
  const dealThema = new Map(
    kindTexts.map((kindText) => [
      kindText,
      createDealer(kindText.themen, root.fork(kindText.kind)),
    ]),
  );
  for (let number = 1; number <= count; number += 1) {
    const id = `brief-${String(number).padStart(4, '0')}`;
    const random = root.fork(id);
    const kindText = dealKind();
    const kennzeichen = dealThema.get(kindText)?.() ?? '11.10';
    const plan = planLetter({ id, kindText, kennzeichen }, { random, municipality, today });
    yield composeLetter(plan, { random, municipality, today });
  }
}

/** The same as a list. The letters depend on seed, city and day alone; a longer run starts with the shorter one's letters. */
export const generateLetters = (options: LetterOptions): GeneratedLetter[] => [
  ...streamLetters(options),
];
