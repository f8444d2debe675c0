import type { RoutingHint } from '../decide/rank-units.js';
import { foldedWords } from '../fuzzy-text.js';
import { nameWordsOf, streetKeyOf } from '../korrespondent/sender-keys.js';

/** A rule of the Geschäftsverteilung; all that it names has to fit. */
export interface ResponsibilityRule {
  /** Kuerzel. */
  einheit: string;
  name: string;
  /** One of them has to stand in the letter; none: any letter. */
  keywords: readonly string[];
  kind: string | null;
  /** First letters of the name, both inclusive: A to Kn holds Knut, not Kolbe. */
  letters: { from: string; to: string } | null;
  street: {
    name: string;
    from: number | null;
    to: number | null;
    numbers: 'alle' | 'gerade' | 'ungerade';
  } | null;
  /** Days, both inclusive. */
  validFrom: string;
  validUntil: string | null;
}

/** What a letter says that rules ask for. */
export interface ResponsibilityFacts {
  text: string;
  kind: string | null;
  person: string | null;
  organisation: string | null;
  /** Street of the sender with its number. */
  street: string | null;
  /** The day of receipt: the rules of that day apply. */
  day: string;
}

/** Above what words can weigh; the address of a mail still outweighs it. */
const factor = 300;

/** The word by which letters are divided among clerks: the family name, or the first word of an organisation. */
const sortedBy = ({ person, organisation }: ResponsibilityFacts): string | undefined => {
  if (organisation !== null) return nameWordsOf(organisation)[0];
  if (person === null) return undefined;
  // "Hartwig, Jens" and "Jens Hartwig" are the same person.
  const [before] = person.split(',');
  return person.includes(',') ? nameWordsOf(before ?? '').at(-1) : nameWordsOf(person).at(-1);
};

const fitsLetters = (rule: ResponsibilityRule, facts: ResponsibilityFacts): string | undefined => {
  if (rule.letters === null) return '';
  const word = sortedBy(facts);
  if (word === undefined) return undefined;
  const [from = '', to = ''] = [rule.letters.from, rule.letters.to].map(
    (letters) => nameWordsOf(`${letters}xx`)[0]?.slice(0, -2) ?? '',
  );
  if (word.slice(0, from.length) < from || word.slice(0, to.length) > to) return undefined;
  return `Buchstaben ${rule.letters.from} bis ${rule.letters.to}`;
};

const addressPattern = /(\p{Lu}[\p{L}. -]{2,40}?)\s+(\d{1,4})\s?[a-zA-Z]?\b/gu;

/** Streets with numbers that the letter names, and that of its sender. */
const placesOf = ({ text, street }: ResponsibilityFacts): { key: string; number: number }[] => {
  const read = [...text.matchAll(addressPattern)].flatMap(([, name = '', number = '']) => {
    // "in der Lindenstraße 4": the name is the end of what stands before the number.
    const words = name.trim().split(/\s+/);
    return words.map((_, index) => `${words.slice(index).join(' ')} ${number}`);
  });
  return [...read, ...(street === null ? [] : [street])].flatMap((place) => {
    const found = /^(.*?)\s*(\d+)\D*$/.exec(place);
    return found === null ? [] : [{ key: streetKeyOf(found[1] ?? ''), number: Number(found[2]) }];
  });
};

const fitsStreet = (rule: ResponsibilityRule, facts: ResponsibilityFacts): string | undefined => {
  const { street } = rule;
  if (street === null) return '';
  const key = streetKeyOf(street.name);
  const place = placesOf(facts).find(
    ({ key: other, number }) =>
      other === key &&
      number >= (street.from ?? 0) &&
      number <= (street.to ?? Number.MAX_SAFE_INTEGER) &&
      (street.numbers === 'alle' || (number % 2 === 0) === (street.numbers === 'gerade')),
  );
  return place === undefined ? undefined : `${street.name} ${place.number}`;
};

const fitsKeyword = (rule: ResponsibilityRule, words: ReadonlySet<string>): string | undefined => {
  if (rule.keywords.length === 0) return '';
  const found = rule.keywords.find((keyword) => {
    const wanted = foldedWords(keyword);
    return wanted.length > 0 && wanted.every((word) => words.has(word));
  });
  return found === undefined ? undefined : `„${found}“`;
};

const isInForce = (rule: ResponsibilityRule, day: string): boolean =>
  rule.validFrom <= day && (rule.validUntil === null || day <= rule.validUntil);

/** The rules in force that fit a letter, as hints for the ranking of units; each says in German which rule it is and why it fits. */
export const responsibilityHints = (
  rules: readonly ResponsibilityRule[],
  facts: ResponsibilityFacts,
): RoutingHint[] => {
  const words = new Set(foldedWords(facts.text));
  return rules.flatMap((rule) => {
    if (!isInForce(rule, facts.day) || (rule.kind !== null && rule.kind !== facts.kind)) return [];
    const parts = [fitsKeyword(rule, words), fitsLetters(rule, facts), fitsStreet(rule, facts)];
    if (parts.includes(undefined)) return [];
    const why = [rule.kind === null ? '' : `Art ${rule.kind}`, ...parts].filter(
      (part) => part !== '' && part !== undefined,
    );
    return [
      {
        einheit: rule.einheit,
        factor,
        reason: `Geschäftsverteilung „${rule.name}“: ${why.join(', ')}`,
      },
    ];
  });
};
