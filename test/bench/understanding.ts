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
import { flagOf, report, round } from './flags.js';
import { handwrittenLetters } from './handwritten-letters.js';
import { type Case, measure, registerOf, type Understanding } from './understanding-run.js';

/*
 * npm run bench:understanding -- --letters 400 --train 2000 --seed frisch-1 [--pages FOLDER] [--json]
 * Texts of fresh letters, clean, with faults and with sentences missing, and letters written by hand, through
 * the understanding alone. FOLDER holds recognised letters as JSON ({ truth, pages }) of the city "bench".
 */

const letters = Number(flagOf('letters', '400'));
const trained = Number(flagOf('train', '2000'));
const seed = flagOf('seed', 'frisch-1');
const folder = flagOf('pages', '');

/** Trained on another city, so that no name, street or Vorgang of the test is known to the model. */
const trainModel = (): { classifier: LetterClassifier; seconds: number } => {
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

/** Milliseconds of CPU that one correction costs. */
const learningCost = (classifier: LetterClassifier): number => {
  const rounds = 40;
  const before = process.cpuUsage();
  for (let index = 0; index < rounds; index += 1) {
    const letter = handwrittenLetters[index % handwrittenLetters.length];
    if (letter !== undefined) classifier.learn(letter);
  }
  return round(process.cpuUsage(before).user / 1_000 / rounds, 2);
};

const city = createMunicipality({ seed: 'bench' });
const { classifier, seconds } = trainModel();
const on: Understanding = {
  city,
  classifier,
  fold: geschaeftszeichenSchluessel,
  register: registerOf(city, geschaeftszeichenSchluessel),
};
const fresh = generateLetters({ seed, count: letters, municipality: city });
const withText = (change: (text: string, index: number) => string): Case[] =>
  fresh.map((letter, index) => caseOf(letter.truth, change(textOf(letter), index)));

const recognised = async (): Promise<Case[]> =>
  Promise.all(
    (await readdir(folder))
      .sort()
      .map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Case),
  );

const figures = {
  trainingsbriefe: trained,
  trainingCpuSekunden: seconds,
  modellMegabyte: round(serialiseClassifier(classifier).length / 1e6),
  ohneFehler: await measure(
    withText((text) => text),
    on,
  ),
  zweiProzent: await measure(
    withText((text, index) => addOcrNoise(text, 0.02, index)),
    on,
  ),
  fuenfProzent: await measure(
    withText((text, index) => addOcrNoise(text, 0.05, index)),
    on,
  ),
  halbeSaetze: await measure(
    withText((text, index) => dropSentences(text, 0.5, index)),
    on,
  ),
  ...(folder === '' ? {} : { texterkennung: await measure(await recognised(), on) }),
  vonHand: handwritten(classifier),
  korrekturCpuMs: learningCost(classifier),
};
report('understanding', figures);
