import { addOcrNoise, type LetterClassifier, trainDefaultModel } from '#understanding/index.js';
import { round } from './flags.js';
import { trainPeer } from './peer-method.js';
import { type Answer, type Figures, figuresOf } from './understanding-figures.js';
import type { SetLetter, Split } from './understanding-set.js';

/** The question that a model is asked about each letter. */
export type AskedFor = 'kind' | 'einheit';
/** Answers of one method on the same letters, as they are and with five faults in a hundred characters. */
interface Conditions {
  ohneFehler: Answer[];
  fuenfProzent: Answer[];
}

type Ask = (text: string) => { value: string; probability: number };

const noiseShare = 0.05;

const collect = (
  into: Conditions,
  {
    letters,
    split,
    asked,
    ask,
  }: { letters: readonly SetLetter[]; split: Split; asked: AskedFor; ask: Ask },
): void => {
  for (const place of split.test) {
    const letter = letters[place];
    const truth = letter?.[asked];
    if (letter === undefined || truth === undefined) continue;
    const { text, gruppe } = letter;
    into.ohneFehler.push({ truth, gruppe, ...ask(text) });
    into.fuenfProzent.push({ truth, gruppe, ...ask(addOcrNoise(text, noiseShare, place)) });
  }
};

const answerOf =
  (classifier: LetterClassifier, asked: AskedFor): Ask =>
  (text) =>
    classifier.predict(text)[asked][0] ?? { value: '', probability: 0 };

const learned = (letters: readonly SetLetter[], split: Split): SetLetter[] =>
  split.train.flatMap((place) => letters[place] ?? []);

/** What a model is trained on: `einheit` is left out where it is not known. */
export const exampleOf = ({ text, kind, einheit }: SetLetter) => ({
  text,
  kind,
  ...(einheit === undefined ? {} : { einheit }),
});

/** Figures of one method in both conditions with the CPU seconds of a training. */
export interface MethodFigures {
  trainingCpuSekunden: number;
  ohneFehler: Figures;
  fuenfProzent: Figures;
}

interface Asked {
  letters: readonly SetLetter[];
  splits: readonly Split[];
  questions: readonly AskedFor[];
  byGroup: boolean;
}

const secondsSince = (before: NodeJS.CpuUsage): number => process.cpuUsage(before).user / 1e6;

const empty = (): Conditions => ({ ohneFehler: [], fuenfProzent: [] });

const summary = (answers: Conditions, seconds: number, byGroup: boolean): MethodFigures => ({
  trainingCpuSekunden: round(seconds, 1),
  ohneFehler: figuresOf(answers.ohneFehler, { byGroup }),
  fuenfProzent: figuresOf(answers.fuenfProzent, { byGroup }),
});

/** Our model over all splits: one training answers both questions. */
export const runOurs = ({
  letters,
  splits,
  questions,
  byGroup,
}: Asked): Partial<Record<AskedFor, MethodFigures>> => {
  const answers = { kind: empty(), einheit: empty() };
  let seconds = 0;
  splits.forEach((split, seed) => {
    const before = process.cpuUsage();
    const model = trainDefaultModel(learned(letters, split).map(exampleOf), { seed: seed + 1 });
    seconds += secondsSince(before) / splits.length;
    for (const asked of questions)
      collect(answers[asked], { letters, split, asked, ask: answerOf(model, asked) });
  });
  return Object.fromEntries(
    questions.map((asked) => [asked, summary(answers[asked], seconds, byGroup)]),
  );
};

/** The peer's method over all splits, one network a question. */
export const runPeer = ({
  letters,
  splits,
  questions,
  byGroup,
}: Asked): Partial<Record<AskedFor, MethodFigures>> =>
  Object.fromEntries(
    questions.map((asked) => {
      const answers = empty();
      let seconds = 0;
      splits.forEach((split, seed) => {
        const examples = learned(letters, split).flatMap((letter) => {
          const answer = letter[asked];
          return answer === undefined ? [] : [{ text: letter.text, answer }];
        });
        const before = process.cpuUsage();
        const peer = trainPeer(examples, String(seed));
        seconds += secondsSince(before) / splits.length;
        collect(answers, { letters, split, asked, ask: peer.predict });
      });
      return [asked, summary(answers, seconds, byGroup)];
    }),
  );
