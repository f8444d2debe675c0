import { createHash } from 'node:crypto';
import { createRandomStream, type RandomStream, shuffledIndices } from '../random.js';
import { fitTemperature } from './calibration.js';
import {
  createClassifier,
  type LetterClassifier,
  type ModelState,
  type Question,
  type TrainingExample,
} from './classifier.js';
import { createFeaturizer, type FeatureVector, inverseDocumentFrequency } from './features.js';
import { createHead, type LinearHead, learnOne } from './linear-head.js';
import { addOcrNoise, dropSentences } from './ocr-noise.js';
import { createReplayBuffer, remember } from './replay-buffer.js';

interface TrainOptions {
  seed: number;
  epochs?: number;
}

interface Item {
  example: TrainingExample;
  clean: FeatureVector;
}

/** Share of the letters that is kept back to calibrate the probabilities. */
const heldShare = 0.15;
const defaultEpochs = 4;
/**
 * Letters kept back are by the same hands as the others, so that they flatter the model: its answers may
 * be made this much surer by them and no more.
 */
const sharpest = 0.1;
/** A letter of a rare class is taught this much more strongly at most. */
const strongestBalance = 4;

const classesOf = (examples: readonly TrainingExample[], question: Question): string[] =>
  [...new Set(examples.flatMap((example) => example[question] ?? []))].sort();

/**
 * The text as another day might have brought it: without some sentences, with scanning faults.
 * Without this the model learns the wording of its examples by heart and is far too sure of itself.
 */
const varied = (text: string, random: RandomStream): string =>
  addOcrNoise(
    dropSentences(text, random() * 0.6, Math.floor(random() * 2 ** 31)),
    random() * 0.09,
    Math.floor(random() * 2 ** 31),
  );

const targetOf = (head: LinearHead, example: TrainingExample, question: Question): number =>
  head.classes.indexOf(example[question] ?? '\u0000');

type Balance = Record<Question, Float32Array>;

/** How much more strongly each class is taught than by its share: the root of what it lacks to the mean. */
const balanceOf = (model: ModelState, examples: readonly TrainingExample[]): Balance => {
  const of = (question: Question): Float32Array => {
    const head = model.heads[question];
    const counts = new Float32Array(head.classes.length);
    for (const example of examples) {
      const target = targetOf(head, example, question);
      if (target >= 0) counts[target] = (counts[target] ?? 0) + 1;
    }
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    return counts.map((count) => Math.min(strongestBalance, Math.sqrt(mean / Math.max(1, count))));
  };
  return { kind: of('kind'), einheit: of('einheit') };
};

const teach = (
  model: ModelState,
  {
    example,
    vector,
    balance,
  }: { example: TrainingExample; vector: FeatureVector; balance: Balance },
): void => {
  for (const question of ['kind', 'einheit'] as const) {
    const head = model.heads[question];
    const target = targetOf(head, example, question);
    if (target >= 0) learnOne(head, vector, target, balance[question][target]);
  }
};

const calibrate = (
  model: ModelState,
  held: readonly Item[],
  vary: (text: string) => FeatureVector,
): void => {
  for (const question of ['kind', 'einheit'] as const) {
    const head = model.heads[question];
    const judged = held.flatMap((item) => {
      const target = targetOf(head, item.example, question);
      return target < 0
        ? []
        : [
            { vector: item.clean, target },
            { vector: vary(item.example.text), target },
          ];
    });
    head.temperature = Math.max(sharpest, fitTemperature(head, judged));
  }
};

const versionOf = (model: ModelState): string => {
  const hash = createHash('sha256');
  for (const head of Object.values(model.heads)) {
    hash.update(JSON.stringify(head.classes));
    hash.update(new Uint8Array(head.weights.buffer));
  }
  return hash.digest('hex').slice(0, 16);
};

/**
 * Trains a model from zero. Deterministic for the same examples and seed; about 1 ms a letter and epoch.
 * Works with any number of examples, also without one: then every ranking is empty.
 */
export const trainDefaultModel = (
  examples: readonly TrainingExample[],
  { seed, epochs = defaultEpochs }: TrainOptions,
): LetterClassifier => {
  const random = createRandomStream(seed);
  const featuresOf = createFeaturizer();
  const idf = inverseDocumentFrequency(examples.map(({ text }) => featuresOf(text, null)));
  const vary = (text: string): FeatureVector => featuresOf(varied(text, random), idf);
  const items = examples.map(
    (example): Item => ({ example, clean: featuresOf(example.text, idf) }),
  );
  const order = shuffledIndices(items.length, random);
  const heldCount = items.length < 40 ? 0 : Math.round(items.length * heldShare);
  const held = [...order.slice(0, heldCount)].flatMap((index) => items[index] ?? []);
  const taught = [...order.slice(heldCount)].flatMap((index) => items[index] ?? []);
  const model: ModelState = {
    version: '',
    idf,
    heads: {
      kind: createHead(classesOf(examples, 'kind')),
      einheit: createHead(classesOf(examples, 'einheit')),
    },
    replay: createReplayBuffer(),
    examples: examples.length,
  };
  for (const example of examples)
    for (const question of ['kind', 'einheit'] as const)
      if (example.standIn !== true && example[question] !== undefined)
        model.heads[question].letters += 1;
  const balance = balanceOf(model, examples);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const index of shuffledIndices(taught.length, random)) {
      const item = taught[index];
      if (item === undefined) continue;
      const vector = epoch % 2 === 0 ? item.clean : vary(item.example.text);
      teach(model, { example: item.example, vector, balance });
    }
  }
  calibrate(model, held, vary);
  // What was held back is taught at last; two passes do not disturb the calibration.
  for (const { example, clean } of held) {
    teach(model, { example, vector: clean, balance });
    teach(model, { example, vector: vary(example.text), balance });
  }
  for (const index of shuffledIndices(items.length, random)) {
    const item = items[index];
    if (item === undefined) continue;
    const { kind, einheit } = model.heads;
    remember(model.replay, {
      vector: item.clean,
      kind: targetOf(kind, item.example, 'kind'),
      einheit: targetOf(einheit, item.example, 'einheit'),
    });
  }
  return createClassifier({ ...model, version: versionOf(model) });
};

/** What an Organisationseinheit says about itself. */
export interface UnitDescription {
  kuerzel: string;
  name: string;
  zustaendigkeit: string;
}

/** Stand-ins for letters where none have been sorted yet: the description of each unit, whole and by sentence part. */
export const coldStartExamples = (units: readonly UnitDescription[]): TrainingExample[] =>
  units.flatMap(({ kuerzel, name, zustaendigkeit }) => {
    const whole = `${name}\n${zustaendigkeit}`;
    const parts = zustaendigkeit.split(/[,;.]\s+/).filter((part) => part.trim().length > 3);
    return [whole, whole, ...parts].map((text) => ({ text, einheit: kuerzel, standIn: true }));
  });
