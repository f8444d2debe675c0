import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { geschaeftszeichenSchluessel } from '#eakte/index.js';
import { createMunicipality, generateLetters, textOf } from '#sample/index.js';
import {
  addOcrNoise,
  coldStartExamples,
  dropSentences,
  type LetterClassifier,
  serialiseClassifier,
  type TrainingExample,
  trainDefaultModel,
} from '#understanding/index.js';
import { round } from './flags.js';
import { handwrittenLetters } from './handwritten-letters.js';
import { type Case, measure, registerOf, type Understanding } from './understanding-run.js';

/** Trained on another city, so that no name, street or Vorgang of the test is known to the model. */
const trainModel = (trained: number): { classifier: LetterClassifier; seconds: number } => {
  const other = createMunicipality({ seed: 'training' });
  const examples = generateLetters({ seed: 'training', count: trained, municipality: other }).map(
    (letter): TrainingExample => ({
      text: textOf(letter),
      kind: letter.truth.kind,
      einheit: letter.truth.organisationseinheit,
    }),
  );
  const before = process.cpuUsage();
  const classifier = trainDefaultModel(
    [...examples, ...coldStartExamples(other.organisationseinheiten)],
    { seed: 1 },
  );
  return { classifier, seconds: round(process.cpuUsage(before).user / 1e6) };
};

const caseOf = (truth: Case['truth'], text: string): Case => ({
  truth,
  pages: [{ number: 1, text: { source: 'ocr', text, words: [], meanConfidence: 0.9 } }],
});

const handwritten = (classifier: LetterClassifier): Record<string, number> => {
  const answers = handwrittenLetters.map((letter) => ({
    letter,
    answer: classifier.predict(letter.text),
  }));
  const shareOf = (right: (one: (typeof answers)[number]) => boolean): number =>
    round(answers.filter(right).length / answers.length, 3);
  return {
    briefe: answers.length,
    artRichtig: shareOf(({ letter, answer }) => answer.kind[0]?.value === letter.kind),
    einheitRichtig: shareOf(({ letter, answer }) => answer.einheit[0]?.value === letter.einheit),
    einheitUnterDrei: shareOf(({ letter, answer }) =>
      answer.einheit.slice(0, 3).some(({ value }) => value === letter.einheit),
    ),
  };
};

/** Milliseconds of CPU that one correction of a whole letter costs, and the slowest of them. */
const learningCost = (classifier: LetterClassifier, letters: readonly TrainingExample[]) => {
  const costs = letters.map((letter) => {
    const before = process.cpuUsage();
    classifier.learn(letter);
    return process.cpuUsage(before).user / 1_000;
  });
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / Math.max(1, costs.length);
  return {
    mittel: round(mean, 2),
    p95: round([...costs].sort((a, b) => a - b)[Math.floor(costs.length * 0.95)] ?? 0, 2),
  };
};

const recognised = async (folder: string): Promise<Case[]> =>
  Promise.all(
    (await readdir(folder))
      .sort()
      .map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Case),
  );

/** Whole letters of a sample city through extraction, model, register and decision, and letters written by hand. */
export const measureLetters = async ({
  letters,
  trained,
  seed,
  folder,
}: {
  letters: number;
  trained: number;
  seed: string;
  /** Recognised letters as JSON ({ truth, pages }) of the city "bench"; none where empty. */
  folder: string;
}) => {
  const city = createMunicipality({ seed: 'bench' });
  const { classifier, seconds } = trainModel(trained);
  const on: Understanding = {
    city,
    classifier,
    fold: geschaeftszeichenSchluessel,
    register: registerOf(city, geschaeftszeichenSchluessel),
  };
  const fresh = generateLetters({ seed, count: letters, municipality: city });
  const withText = (change: (text: string, index: number) => string): Promise<object> =>
    measure(
      fresh.map((letter, index) => caseOf(letter.truth, change(textOf(letter), index))),
      on,
    );
  return {
    trainingsbriefe: trained,
    trainingCpuSekunden: seconds,
    modellMegabyte: round(serialiseClassifier(classifier).length / 1e6),
    ohneFehler: await withText((text) => text),
    zweiProzent: await withText((text, index) => addOcrNoise(text, 0.02, index)),
    fuenfProzent: await withText((text, index) => addOcrNoise(text, 0.05, index)),
    halbeSaetze: await withText((text, index) => dropSentences(text, 0.5, index)),
    ...(folder === '' ? {} : { texterkennung: await measure(await recognised(folder), on) }),
    vonHand: handwritten(classifier),
    korrekturCpuMs: learningCost(
      classifier,
      fresh.slice(0, 60).map((letter) => ({
        text: textOf(letter),
        kind: letter.truth.kind,
        einheit: letter.truth.organisationseinheit,
      })),
    ),
  };
};
