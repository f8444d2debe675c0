import { organisationKindOf } from '../extract/organisation-kind.js';
import { editDistance, sameWord } from '../fuzzy-text.js';
import { soundOf } from './koelner-phonetik.js';
import { compactNameOf, nameKeyOf, nameWordsOf, streetKeyOf } from './sender-keys.js';

/** Somebody who writes to us, as far as known. */
export interface SenderFacts {
  name: string;
  strasse?: string | null;
  plz?: string | null;
  ort?: string | null;
  email?: string | null;
}

/** How sure it is that two senders are one, 0 to 1, with reasons in German. */
export interface SenderLikeness {
  sicherheit: number;
  gruende: string[];
}

/** From here on a sender counts as known. */
export const knownFrom = 0.75;

/** Maria and Mario, Paul and Paula sound alike and often live together, but are two people. */
const isOtherFirstName = (a: string, b: string): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long === `${short}a` || long === `${short}e` || long === `${short}in`) return true;
  return (
    a.length === b.length &&
    a.slice(0, -1) === b.slice(0, -1) &&
    /[aeo]{2}/.test(`${a.at(-1)}${b.at(-1)}`)
  );
};

const wordLikeness = (a: string, b: string): number => {
  if (a === b) return 1;
  if (isOtherFirstName(a, b)) return 0;
  if (soundOf(a) === soundOf(b) && editDistance(a, b, 2) <= 2) return 0.92;
  return sameWord(a, b) ? 0.88 : 0;
};

const bestPartner = (word: string, others: readonly string[]): { at: number; likeness: number } =>
  others.reduce(
    (best, other, at) => {
      const likeness = wordLikeness(word, other);
      return likeness > best.likeness ? { at, likeness } : best;
    },
    { at: -1, likeness: 0 },
  );

/** How alike two names are: 1 for the same words, 0 for nothing in common. */
export const nameLikeness = (a: string, b: string): number => {
  if (nameKeyOf(a) === nameKeyOf(b)) return 1;
  const [compactA, compactB] = [compactNameOf(a), compactNameOf(b)];
  if (compactA === compactB) return 0.97;
  const [shorter, longer] = [nameWordsOf(a), nameWordsOf(b)].sort((x, y) => x.length - y.length);
  if (shorter === undefined || longer === undefined || shorter.length === 0) return 0;
  const left = [...longer];
  let sum = 0;
  let letters = 0;
  for (const word of shorter) {
    const { at, likeness } = bestPartner(word, left);
    sum += likeness * word.length;
    letters += word.length;
    // A word that has no partner makes it another name, however alike the rest is.
    if (likeness === 0) sum -= word.length * 0.5;
    if (at >= 0) left.splice(at, 1);
  }
  // A lone family name is nobody in particular.
  const lone = shorter.length === 1 && longer.length > 1 ? 0.6 : 1;
  const matched = Math.max(0, sum / letters) * lone - 0.04 * left.length;
  const inOnePiece =
    compactA.length >= 9 && sameWord(compactA, compactB) && !isOtherFirstName(compactA, compactB)
      ? 0.88
      : 0;
  return Math.max(0, matched, shorter.length === longer.length ? 0 : inOnePiece);
};

const sameStreet = (a: string, b: string): boolean => {
  const [one, other] = [streetKeyOf(a), streetKeyOf(b)];
  if (one === other) return one !== '';
  const [nameA = '', numberA = ''] = one.split(' ');
  const [nameB = '', numberB = ''] = other.split(' ');
  return numberA === numberB && sameWord(nameA, nameB);
};

/** What the addresses say; `unknown` where one of them has nothing to compare. */
const compareAddress = (
  known: SenderFacts,
  given: SenderFacts,
): 'same' | 'town' | 'unknown' | 'other' => {
  const street =
    known.strasse && given.strasse ? sameStreet(known.strasse, given.strasse) : undefined;
  const plz = known.plz && given.plz ? known.plz === given.plz : undefined;
  const town = known.ort && given.ort ? nameLikeness(known.ort, given.ort) >= 0.85 : undefined;
  if (street === true && (plz === true || town === true)) return 'same';
  if (street === undefined && plz === true) return 'town';
  if (street === undefined && plz === undefined) return town === true ? 'town' : 'unknown';
  return 'other';
};

const certaintyOf = (
  name: number,
  signs: { address: ReturnType<typeof compareAddress>; email: boolean; organisation: boolean },
): number => {
  const { address, email, organisation } = signs;
  if (email) return name >= 0.6 ? 0.97 : 0.6;
  if (name < 0.85) return name * 0.6;
  switch (address) {
    case 'same':
      return 0.97 * name;
    case 'town':
      return 0.9 * name;
    case 'unknown':
      return (organisation ? 0.85 : 0.7) * name;
    case 'other':
      // Firms and offices have several addresses; two people of one name have two.
      return (organisation ? 0.78 : 0.4) * name;
  }
};

/** Whether a given sender is one that is known, and why; tolerant of spelling, sound and OCR. */
export const compareSender = (known: SenderFacts, given: SenderFacts): SenderLikeness => {
  const name = nameLikeness(known.name, given.name);
  const address = compareAddress(known, given);
  const email = Boolean(known.email) && known.email?.toLowerCase() === given.email?.toLowerCase();
  const organisation = organisationKindOf(known.name) !== null;
  const spelled = known.name.trim() === given.name.trim();
  const gruende = [
    ...(name === 1
      ? [spelled ? 'gleicher Name' : `gleicher Name in anderer Schreibweise („${known.name}“)`]
      : []),
    ...(name >= 0.85 && name < 1 ? [`ähnlicher Name („${known.name}“)`] : []),
    ...(address === 'same' ? ['gleiche Anschrift'] : []),
    ...(address === 'town' ? ['gleicher Ort'] : []),
    ...(address === 'other' && name >= 0.85 ? ['andere Anschrift'] : []),
    ...(email ? ['gleiche E-Mail-Adresse'] : []),
  ];
  return { sicherheit: certaintyOf(name, { address, email, organisation }), gruende };
};
