import { foldDigits } from '../extract/ocr-characters.js';
import type { Extraction } from '../extract/reading.js';
import { foldedWords, sameWord } from '../fuzzy-text.js';
import type { RegisterBeteiligter, RegisterEntry } from './register.js';

/** What the letter itself, apart from the Geschaeftszeichen, says for or against a Vorgang. */
export interface Evidence {
  /** strong: names a Beteiligter in full or their reference; weak: family name or subject; clash: somebody else writes. */
  strength: 'strong' | 'weak' | 'none' | 'clash';
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
  /** The sender is known by name. */
  senderKnown: boolean;
}

const withoutGaps = (text: string): string =>
  foldDigits(text.replace(/[^\p{L}\p{N}]/gu, '')).toLowerCase();

/** Prepares a letter for `weighEvidence`. */
export const factsOf = (extraction: Extraction): LetterFacts => {
  const words = foldedWords(extraction.text);
  const { name, organisation, email } = extraction.sender;
  return {
    words,
    wordSet: new Set(words),
    characters: withoutGaps(extraction.text),
    email: email?.value.toLowerCase() ?? null,
    senderKnown: (name?.confidence ?? 0) >= 0.6 || (organisation?.confidence ?? 0) >= 0.6,
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

const positionsOf = (facts: LetterFacts, wanted: string): number[] => {
  if (wanted.length < 5 && !facts.wordSet.has(wanted)) return [];
  return facts.words.flatMap((word, index) => (sameWord(word, wanted) ? [index] : []));
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

const subjectShare = (facts: LetterFacts, entry: RegisterEntry): number => {
  const names = new Set(entry.beteiligte.flatMap(({ name }) => foldedWords(name)));
  const wanted = [...new Set(foldedWords(entry.betreff))].filter(
    (word) => word.length >= 5 && !names.has(word) && !/^\d+$/.test(word),
  );
  if (wanted.length === 0) return 0;
  return (
    wanted.filter((word) => facts.wordSet.has(word) || positionsOf(facts, word).length > 0).length /
    wanted.length
  );
};

const strongReasons = (facts: LetterFacts, beteiligter: RegisterBeteiligter): string[] => {
  const reasons: string[] = [];
  if (findName(facts, beteiligter.name) === 'full')
    reasons.push(`Im Schreiben steht „${beteiligter.name}“, beteiligt an diesem Vorgang`);
  if (hasReference(facts, beteiligter.fremdesGeschaeftszeichen)) {
    reasons.push(
      `Im Schreiben steht das fremde Zeichen „${beteiligter.fremdesGeschaeftszeichen ?? ''}“ dieses Vorgangs`,
    );
  }
  if (facts.email !== null && beteiligter.email?.toLowerCase() === facts.email) {
    reasons.push('Die E-Mail-Adresse gehört einem Beteiligten dieses Vorgangs');
  }
  return reasons;
};

/** Weighs what in the letter speaks for or against a Vorgang, apart from its Geschaeftszeichen. */
export const weighEvidence = (facts: LetterFacts, entry: RegisterEntry): Evidence => {
  const strong = entry.beteiligte.flatMap((beteiligter) => strongReasons(facts, beteiligter));
  if (strong.length > 0) return { strength: 'strong', reasons: strong };
  const weak: string[] = [];
  const family = entry.beteiligte.find(({ name }) => findName(facts, name) === 'family');
  if (family !== undefined) weak.push(`Im Schreiben steht der Nachname von „${family.name}“`);
  if (subjectShare(facts, entry) >= 0.5)
    weak.push('Der Betreff des Vorgangs kommt im Schreiben vor');
  if (weak.length > 0) return { strength: 'weak', reasons: weak };
  if (entry.beteiligte.length > 0 && facts.senderKnown) {
    return {
      strength: 'clash',
      reasons: ['Der Absender ist an diesem Vorgang nicht beteiligt und nennt keinen Beteiligten'],
    };
  }
  return { strength: 'none', reasons: [] };
};
