import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import { artText } from '#web/reading-words.js';
import { type Detail, decisionOf, type Field } from '../posteingang/detail.js';

/** From this confidence on a value is shown as settled; below it the clerk is asked. */
export const settledFrom = 0.9;

/** What can be asked about an item, in the order in which it is asked. */
export type QuestionKey = 'einheit' | 'vorgang' | 'art';
export const questionKeys: readonly QuestionKey[] = ['einheit', 'vorgang', 'art'];

/** A ranked answer with what speaks for it. */
export interface Candidate {
  id: string;
  text: string;
  konfidenz?: number;
  gruende?: readonly string[];
  /** The unit in charge of a Vorgang, where it is known. */
  einheitId?: string;
}

/** Below this a candidate is only noise; the best one is always shown. */
const leastConfidence = 0.02;
const mostCandidates = 4;

const ranked = (item: Detail, art: 'organisationseinheit' | 'vorgang' | 'dokumentart') =>
  (decisionOf(item, art)?.kandidaten ?? [])
    .filter((candidate, index) => index === 0 || candidate.konfidenz >= leastConfidence)
    .slice(0, mostCandidates);

/** The units that the machine proposes. */
export const unitCandidates = (item: Detail, units: readonly Organisationseinheit[]): Candidate[] =>
  ranked(item, 'organisationseinheit').flatMap((candidate) => {
    const unit = units.find(
      (known) => known.kuerzel === candidate.wert || known.id === candidate.wert,
    );
    if (unit === undefined) return [];
    const { konfidenz, gruende } = candidate;
    return [{ id: unit.id, text: `${unit.kuerzel} ${unit.name}`, konfidenz, gruende }];
  });

/** The Vorgänge that the machine proposes. */
export const vorgangCandidates = (item: Detail): Candidate[] =>
  ranked(item, 'vorgang').map(({ wert, anzeige, konfidenz, gruende, organisationseinheitId }) => ({
    id: wert,
    text: anzeige,
    konfidenz,
    gruende,
    ...(organisationseinheitId === undefined ? {} : { einheitId: organisationseinheitId }),
  }));

/** The kinds of letter that the machine proposes. */
export const kindCandidates = (item: Detail): Candidate[] =>
  ranked(item, 'dokumentart').map(({ wert, konfidenz, gruende }) => ({
    id: wert,
    text: artText(wert),
    konfidenz,
    gruende,
  }));

/** Whether the best candidate is so sure that nobody has to be asked. */
export const isSettled = (candidates: readonly Candidate[]): boolean =>
  (candidates[0]?.konfidenz ?? 0) >= settledFrom;

/** Which questions are open: what the machine is not sure of. Whether to a Vorgang, and which, is always asked. */
export const openQuestions = (
  item: Detail,
  units: readonly Organisationseinheit[],
): QuestionKey[] => {
  const kinds = kindCandidates(item);
  const open: Record<QuestionKey, boolean> = {
    einheit: !isSettled(unitCandidates(item, units)),
    vorgang: true,
    art: kinds.length > 0 && !isSettled(kinds),
  };
  return questionKeys.filter((key) => open[key]);
};

/** What the clerk may put right about the letter itself. */
export interface Particulars {
  absender: string;
  betreff: string;
  datumDesSchreibens: string;
}
export type ParticularKey = keyof Particulars;

const readFrom: Readonly<Record<ParticularKey, readonly string[]>> = {
  absender: ['absenderOrganisation', 'absenderName'],
  betreff: ['betreff'],
  datumDesSchreibens: ['datumDesSchreibens'],
};

/** The recognised field that a particular was taken from. */
export const fieldOf = (fields: readonly Field[], key: ParticularKey): Field | undefined =>
  readFrom[key]
    .map((name) => fields.find((field) => field.name === name))
    .find((field) => field !== undefined);

/** The particulars as they were read. */
export const particularsOf = (item: Detail): Particulars => ({
  absender: item.absender ?? '',
  betreff: item.betreff ?? '',
  datumDesSchreibens: fieldOf(item.felder, 'datumDesSchreibens')?.wert ?? '',
});

/** Particulars that were not read, or not surely; these are asked. */
export const uncertainParticulars = (item: Detail): ParticularKey[] => {
  const read = particularsOf(item);
  return (['absender', 'betreff', 'datumDesSchreibens'] as const).filter((key) => {
    const field = fieldOf(item.felder, key);
    // What no letter has to name is not asked for where it is missing.
    if (read[key] === '') return key !== 'datumDesSchreibens';
    return field !== undefined && field.konfidenz < settledFrom;
  });
};
