import { countedWords, type FeatureVector } from './features.js';
import { type LinearHead, type Ranked, scoresOf, softmax } from './linear-head.js';

/** A unit that is to take part beside the lead, and the passage of the letter that concerns it. */
export interface Participant extends Ranked {
  /** The passage as it stands in the text. */
  passage: string;
}

/** A passage that says less than this is no matter of its own. */
const fewestWords = 6;
/** From this probability on a passage is taken to concern another unit. */
const surely = 0.85;
/** More would be a circular. */
const mostParticipants = 3;

/** The passages of a text: paragraphs, and where a text has none, its sentences by twos. */
export const passagesOf = (text: string): string[] => {
  const paragraphs = text
    .slice(0, 30_000)
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => countedWords(part).length >= fewestWords);
  if (paragraphs.length > 2) return paragraphs;
  return text
    .slice(0, 30_000)
    .split(/(?<=[.!?])\s+(?=\p{Lu})/u)
    .map((part) => part.trim())
    .filter((part) => countedWords(part).length >= fewestWords);
};

/**
 * Units that a passage of the letter concerns although the letter as a whole is another unit's: each with the
 * calibrated probability of its clearest passage, the surest first, never the lead itself. One letter has one
 * lead, so the probabilities of the whole letter cannot say this: they share one whole between the units.
 */
export const findParticipants = (input: {
  text: string;
  lead: string;
  head: LinearHead;
  vectorOf: (text: string) => FeatureVector;
}): Participant[] => {
  const { head, lead, vectorOf } = input;
  const found = new Map<string, Participant>();
  const passages = passagesOf(input.text);
  if (passages.length < 2) return [];
  for (const passage of passages) {
    const probabilities = softmax(scoresOf(head, vectorOf(passage)), head.temperature);
    probabilities.forEach((probability, index) => {
      const value = head.classes[index] ?? '';
      if (value === lead || probability < surely) return;
      const known = found.get(value);
      if (known === undefined || known.probability < probability)
        found.set(value, { value, probability, passage });
    });
  }
  return [...found.values()]
    .sort((a, b) => b.probability - a.probability)
    .slice(0, mostParticipants);
};
