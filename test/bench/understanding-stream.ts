import { createRandom } from '#sample/index.js';
import { type LetterClassifier, trainDefaultModel } from '#understanding/index.js';
import { round } from './flags.js';
import { trainPeer } from './peer-method.js';
import { exampleOf } from './understanding-protocol.js';
import type { SetLetter } from './understanding-set.js';

/** Letters that are known on the first day, and letters between two trainings. */
const start = 300;
const every = 200;

/** One method on a stream: each letter is answered first, then its answer becomes known. */
interface Learner {
  answer(letter: SetLetter): string;
  learn(letter: SetLetter): void;
}

const kindOf = (model: LetterClassifier, { text }: SetLetter): string =>
  model.predict(text).kind[0]?.value ?? '';

const trainOn = (letters: readonly SetLetter[]): LetterClassifier =>
  trainDefaultModel(letters.map(exampleOf), { seed: 1 });

/** Learns at once, trains never anew. */
const online = (known: readonly SetLetter[]): Learner => {
  const model = trainOn(known);
  return {
    answer: (letter) => kindOf(model, letter),
    learn: (letter) => model.learn(exampleOf(letter)),
  };
};

/** Trains anew with all that is known whenever 200 more letters are. */
const retrained = <M>(
  known: readonly SetLetter[],
  {
    train,
    ask,
  }: { train: (letters: readonly SetLetter[]) => M; ask: (model: M, letter: SetLetter) => string },
): Learner => {
  const all = [...known];
  let model = train(all);
  return {
    answer: (letter) => ask(model, letter),
    learn: (letter) => {
      all.push(letter);
      if ((all.length - known.length) % every === 0) model = train(all);
    },
  };
};

const methods: Readonly<Record<string, (known: readonly SetLetter[]) => Learner>> = {
  sofort: online,
  alle200: (known) => retrained(known, { train: trainOn, ask: kindOf }),
  alle200Vergleich: (known) =>
    retrained(known, {
      train: (letters) =>
        trainPeer(
          letters.map(({ text, kind }) => ({ text, answer: kind })),
          '1',
        ),
      ask: (peer, { text }) => peer.predict(text).value,
    }),
};

/** Share of right answers over the whole stream and over each next 200 letters of it, with the CPU of one answer learned. */
const follow = (
  letters: readonly SetLetter[],
  create: (known: readonly SetLetter[]) => Learner,
) => {
  const learner = create(letters.slice(0, start));
  const right: number[] = [];
  let cpu = 0;
  for (const letter of letters.slice(start)) {
    right.push(learner.answer(letter) === letter.kind ? 1 : 0);
    const before = process.cpuUsage();
    learner.learn(letter);
    cpu += process.cpuUsage(before).user / 1_000;
  }
  const mean = (list: readonly number[]): number =>
    round(list.reduce((sum, one) => sum + one, 0) / Math.max(1, list.length), 3);
  const parts = Array.from({ length: Math.ceil(right.length / every) }, (_, part) =>
    mean(right.slice(part * every, (part + 1) * every)),
  );
  return { richtig: mean(right), kurve: parts, cpuMsJeBrief: round(cpu / right.length, 2) };
};

/** The letters in random order. */
export const mixed = (letters: readonly SetLetter[]): SetLetter[] =>
  createRandom('stream').shuffle(letters);

/** Group after group, each in its own order: the hardest drift that the set can give. */
export const drifting = (letters: readonly SetLetter[]): SetLetter[] => {
  const groups = new Map<string, SetLetter[]>();
  for (const letter of letters)
    groups.set(letter.gruppe, [...(groups.get(letter.gruppe) ?? []), letter]);
  return [...groups.values()].flat();
};

/** Learning curves of each method on each of the streams. */
export const runStreams = (
  streams: Readonly<Record<string, readonly SetLetter[]>>,
  withPeer: boolean,
) =>
  Object.fromEntries(
    Object.entries(streams).map(([order, stream]) => [
      order,
      Object.fromEntries(
        Object.entries(methods)
          .filter(([name]) => withPeer || !name.endsWith('Vergleich'))
          .map(([name, create]) => [name, follow(stream, create)]),
      ),
    ]),
  );
