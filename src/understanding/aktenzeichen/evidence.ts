import { foldDigits } from '../extract/ocr-characters.js';
import { organisationKindOf } from '../extract/organisation-kind.js';
import type { Extraction, Reading } from '../extract/reading.js';
import { foldedWords, sameWord } from '../fuzzy-text.js';
import type { RegisterBeteiligter, RegisterEntry } from './register.js';

/** What the letter itself, apart from the Geschaeftszeichen, says for or against a Vorgang. */
export interface Evidence {
  /**
   * strong: names a Beteiligter in full or their reference; weak: family name, or subject where nobody is known;
   * none: nothing to compare with; stranger: an organisation that is not in the Vorgang, as courts and insurers
   * often are not; clash: a person who is not.
   */
  strength: 'strong' | 'weak' | 'none' | 'stranger' | 'clash';
  /** A person by first and family name, a reference or a mail address: hardly found in two matters by chance, as firms are. */
  personal: boolean;
  /** Somebody who takes part is named at all, be it by family name alone. */
  named: boolean;
  /** In German, for the clerk. */
  reasons: string[];
}

/** The letter, prepared once for many comparisons. */
export interface LetterFacts {
  words: readonly string[];
  wordSet: ReadonlySet<string>;
  /** All letters and digits in a row, digits unfolded from look-alikes. */
  characters: string;
  email: string | null;
  /** So badly recognised that any single digit may be wrong, whatever confidence it has. */
  poor: boolean;
  /** What is known of the sender by name. */
  sender: 'person' | 'organisation' | 'unknown';
  /** Where a word stands, kept because neighbouring Vorgaenge ask for the same words again. */
  positions: Map<string, readonly number[]>;
}

const withoutGaps = (text: string): string =>
  foldDigits(text.replace(/[^\p{L}\p{N}]/gu, '')).toLowerCase();

/** Letters that were recognised well have no odd words at all; three wrong characters in a hundred make one in forty odd. */
const poorFrom = 0.025;
/** About thirty pages; enclosures behind them may be thousands. */
const mostCharacters = 100_000;

/** Prepares a letter for `weighEvidence`. */
export const factsOf = (extraction: Extraction): LetterFacts => {
  const text = extraction.text.slice(0, mostCharacters);
  const words = foldedWords(text);
  const { name, organisation, email } = extraction.sender;
  const isKnown = (reading: Reading | null): boolean => (reading?.confidence ?? 0) >= 0.6;
  return {
    words,
    wordSet: new Set(words),
    characters: withoutGaps(text),
    email: email?.value.toLowerCase() ?? null,
    poor: extraction.legibility.oddShare > poorFrom,
    sender: isKnown(organisation) ? 'organisation' : isKnown(name) ? 'person' : 'unknown',
    positions: new Map(),
  };
};

const noNameWords = new Set([
  'gmbh',
  'mbh',
  'ag',
  'kg',
  'ohg',
  'ug',
  'eg',
  'co',
  'ek',
  'ev',
  'vvag',
  'partgmbb',
  'dr',
  'prof',
  'herr',
  'frau',
  'familie',
  'eheleut',
  'und',
  'der',
  'die',
  'das',
  'von',
  'am',
  'im',
  'fur',
  'rechtsanwalt',
  'rechtsanwaltin',
  'kanzlei',
  'anwaltskanzlei',
  'versicherung',
  'stadt',
  'amt',
  'gesellschaft',
]);

const nameWords = (name: string): string[] =>
  foldedWords(name).filter((word) => !noNameWords.has(word));

const positionsOf = (facts: LetterFacts, wanted: string): readonly number[] => {
  if (wanted.length < 5 && !facts.wordSet.has(wanted)) return [];
  const known = facts.positions.get(wanted);
  if (known !== undefined) return known;
  const found = facts.words.flatMap((word, index) => (sameWord(word, wanted) ? [index] : []));
  facts.positions.set(wanted, found);
  return found;
};

/** Whether all words of a name stand close together in the letter, in any order. */
const standsTogether = (facts: LetterFacts, words: readonly string[]): boolean => {
  const [first, ...others] = words.map((word) => positionsOf(facts, word));
  if (first === undefined) return false;
  return first.some((at) =>
    others.every((positions) =>
      positions.some((other) => Math.abs(other - at) <= words.length + 1),
    ),
  );
};

type NameFound = 'full' | 'family' | 'no';

const findName = (facts: LetterFacts, name: string): NameFound => {
  const words = nameWords(name);
  if (words.length === 0) return 'no';
  const single = words[0] ?? '';
  if (words.length === 1)
    return single.length >= 6 && positionsOf(facts, single).length > 0 ? 'full' : 'no';
  if (standsTogether(facts, words)) return 'full';
  const family = words.at(-1) ?? '';
  return family.length >= 5 && positionsOf(facts, family).length > 0 ? 'family' : 'no';
};

const hasReference = (facts: LetterFacts, reference: string | undefined): boolean => {
  const wanted = withoutGaps(reference ?? '');
  return (
    wanted.length >= 5 &&
    (wanted.match(/\d/g)?.length ?? 0) >= 3 &&
    facts.characters.includes(wanted)
  );
};

/** Share of the subject's words that the letter contains, names of Beteiligte left out. */
const subjectShare = (facts: LetterFacts, entry: RegisterEntry): number => {
  const names = new Set(entry.beteiligte.flatMap(({ name }) => foldedWords(name)));
  const wanted = [...new Set(foldedWords(entry.betreff))].filter(
    (word) => word.length >= 5 && !names.has(word) && !/^\d+$/.test(word),
  );
  if (wanted.length === 0) return 0;
  return wanted.filter((word) => positionsOf(facts, word).length > 0).length / wanted.length;
};

interface StrongSign {
  personal: boolean;
  reason: string;
}

const strongSigns = (facts: LetterFacts, beteiligter: RegisterBeteiligter): StrongSign[] => {
  const { name, email, fremdesGeschaeftszeichen: reference } = beteiligter;
  const signs: StrongSign[] = [];
  if (findName(facts, name) === 'full') {
    const personal = organisationKindOf(name) === null && nameWords(name).length >= 2;
    signs.push({ personal, reason: `Im Schreiben steht „${name}“, beteiligt an diesem Vorgang` });
  }
  if (hasReference(facts, reference)) {
    signs.push({
      personal: true,
      reason: `Im Schreiben steht das fremde Zeichen „${reference ?? ''}“ dieses Vorgangs`,
    });
  }
  if (facts.email !== null && email?.toLowerCase() === facts.email) {
    const personal = organisationKindOf(name) === null;
    signs.push({ personal, reason: 'Die E-Mail-Adresse gehört einem Beteiligten dieses Vorgangs' });
  }
  return signs;
};

const familyReasons = (facts: LetterFacts, entry: RegisterEntry): string[] =>
  entry.beteiligte
    .filter(({ name }) => organisationKindOf(name) === null && findName(facts, name) === 'family')
    .map(({ name }) => `Im Schreiben steht der Nachname von „${name}“`);

/** Weighs what in the letter speaks for or against a Vorgang, apart from its Geschaeftszeichen. */
export const weighEvidence = (facts: LetterFacts, entry: RegisterEntry): Evidence => {
  const strong = entry.beteiligte.flatMap((beteiligter) => strongSigns(facts, beteiligter));
  if (strong.length > 0) {
    const personal = strong.some((sign) => sign.personal);
    return {
      strength: 'strong',
      personal,
      named: true,
      reasons: strong.map(({ reason }) => reason),
    };
  }
  const family = familyReasons(facts, entry);
  if (family.length > 0) return { strength: 'weak', personal: false, named: true, reasons: family };
  if (entry.beteiligte.length > 0 && facts.sender !== 'unknown') {
    // The subject cannot stand up for an unknown sender: Vorgaenge of one Akte are about the same matter.
    return {
      strength: facts.sender === 'organisation' ? 'stranger' : 'clash',
      personal: false,
      named: false,
      reasons: ['Der Absender ist an diesem Vorgang nicht beteiligt und nennt keinen Beteiligten'],
    };
  }
  const fits = subjectShare(facts, entry) >= 0.5;
  return {
    strength: fits ? 'weak' : 'none',
    personal: false,
    named: false,
    reasons: fits ? ['Der Betreff des Vorgangs kommt im Schreiben vor'] : [],
  };
};
