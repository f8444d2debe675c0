import { createHash } from 'node:crypto';
import { explainWords } from './explain.js';
import { createFeaturizer } from './features.js';
import { addClass, type LinearHead, learnOne, type Ranked, rank } from './linear-head.js';

/** A letter with the right answers, as far as they are known. */
export interface TrainingExample {
  text: string;
  kind?: string;
  /** Kuerzel of the Organisationseinheit. */
  einheit?: string;
}

/** The two questions that are asked about each letter. */
export type Question = 'kind' | 'einheit';

/** Everything that a model consists of. */
export interface ModelState {
  version: string;
  idf: Float32Array;
  heads: Record<Question, LinearHead>;
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
  /** Words of the text that speak for an answer, the strongest first; only whole German words. */
  explain(text: string, question: Question, value: string): string[];
  state(): ModelState;
}

const questions: readonly Question[] = ['kind', 'einheit'];

/** How often one correction is repeated: once is forgotten, more often drowns what was known. */
const repetitions = 3;

const nextVersion = (version: string, correction: TrainingExample): string =>
  createHash('sha256')
    .update(JSON.stringify([version, correction.text, correction.kind, correction.einheit]))
    .digest('hex')
    .slice(0, 16);

/** Puts a model to work; the state is owned by the classifier from here on. */
export const createClassifier = (model: ModelState): LetterClassifier => {
  const featuresOf = createFeaturizer();
  let { version, examples } = model;
  const learn = (correction: TrainingExample): void => {
    const vector = featuresOf(correction.text, model.idf);
    for (const question of questions) {
      const value = correction[question];
      if (value === undefined) continue;
      const head = model.heads[question];
      const known = head.classes.indexOf(value);
      const target = known >= 0 ? known : addClass(head, value);
      for (let round = 0; round < repetitions; round += 1) learnOne(head, vector, target);
    }
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
    explain: (text, question, value) =>
      explainWords({ text, head: model.heads[question], idf: model.idf, value }),
    state: () => ({ ...model, version, examples }),
  };
};
