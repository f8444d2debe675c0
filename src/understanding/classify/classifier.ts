import { createHash } from 'node:crypto';
import { explainWords } from './explain.js';
import { createFeaturizer } from './features.js';
import { addClass, type LinearHead, learnOne, type Ranked, rank } from './linear-head.js';
import { findParticipants, type Participant } from './participants.js';
import { type Remembered, type ReplayBuffer, recall, remember } from './replay-buffer.js';

/** A letter with the right answers, as far as they are known. */
export interface TrainingExample {
  text: string;
  kind?: string;
  /** Kuerzel of the Organisationseinheit. */
  einheit?: string;
  /** No letter, but words that stand in for one; it makes no answer surer. */
  standIn?: boolean;
}

/** The two questions that are asked about each letter. */
export type Question = 'kind' | 'einheit';

/** Everything that a model consists of. */
export interface ModelState {
  version: string;
  idf: Float32Array;
  heads: Record<Question, LinearHead>;
  /** Letters that are learned again beside each correction; hashes alone, no words. */
  replay: ReplayBuffer;
  /** Letters that it has learned from, corrections included. */
  examples: number;
}

/** Answers with calibrated probabilities, each list the likeliest first. */
export interface Prediction {
  kind: readonly Ranked[];
  einheit: readonly Ranked[];
  modelVersion: string;
}

/** A model at work. Its methods are synchronous and never fail on any text. */
export interface LetterClassifier {
  version(): string;
  predict(text: string): Prediction;
  /** Takes in what a clerk put right, at once; the version changes with every call. */
  learn(correction: TrainingExample): void;
  /**
   * Units beside the lead that a passage of the letter concerns, the surest first, at most three; mostly none.
   * Meant for letters of several matters; a proposal for a person, never a reason to route alone.
   */
  participants(text: string, lead: string): Participant[];
  /** Words of the text that speak for an answer, the strongest first; only whole German words. */
  explain(text: string, question: Question, value: string): string[];
  state(): ModelState;
}

const questions: readonly Question[] = ['kind', 'einheit'];

/** How often one correction is repeated: once is forgotten, more often drowns what was known. */
const repetitions = 3;
/** Remembered letters that are learned again beside each correction, as strongly as in training. */
const replayed = 2;
const replayPace = 1;
/** A correction is learned so much more strongly than a letter in training: it is to count at once. */
const correctionPace = 2;

const nextVersion = (version: string, correction: TrainingExample): string =>
  createHash('sha256')
    .update(JSON.stringify([version, correction.text, correction.kind, correction.einheit]))
    .digest('hex')
    .slice(0, 16);

/** The place of an answer among the classes of a head, a new one where it was never given before; -1 for no answer. */
const placeOf = (head: LinearHead, value: string | undefined): number => {
  if (value === undefined) return -1;
  const known = head.classes.indexOf(value);
  return known >= 0 ? known : addClass(head, value);
};

/** Puts a model to work; the state is owned by the classifier from here on. */
export const createClassifier = (model: ModelState): LetterClassifier => {
  const featuresOf = createFeaturizer();
  let { version, examples } = model;
  const learn = (correction: TrainingExample): void => {
    const vector = featuresOf(correction.text, model.idf);
    const answer = {
      kind: placeOf(model.heads.kind, correction.kind),
      einheit: placeOf(model.heads.einheit, correction.einheit),
    };
    const teach = (letter: Remembered, pace: number): void => {
      for (const question of questions) {
        const target = letter[question];
        if (target >= 0) learnOne(model.heads[question], letter.vector, target, pace);
      }
    };
    for (const question of questions) if (answer[question] >= 0) model.heads[question].letters += 1;
    for (let round = 0; round < repetitions; round += 1)
      teach({ vector, ...answer }, correctionPace);
    for (const letter of recall(model.replay, replayed)) teach(letter, replayPace);
    remember(model.replay, { vector, ...answer });
    version = nextVersion(version, correction);
    examples += 1;
  };
  return {
    version: () => version,
    predict: (text) => {
      const vector = featuresOf(text, model.idf);
      return {
        kind: rank(model.heads.kind, vector),
        einheit: rank(model.heads.einheit, vector),
        modelVersion: version,
      };
    },
    learn,
    participants: (text, lead) =>
      findParticipants({
        text,
        lead,
        head: model.heads.einheit,
        vectorOf: (passage) => featuresOf(passage, model.idf),
      }),
    explain: (text, question, value) =>
      explainWords({ text, head: model.heads[question], idf: model.idf, value }),
    state: () => ({ ...model, version, examples }),
  };
};
