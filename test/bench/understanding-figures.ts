import { createRandom } from '#sample/index.js';
import { chooseThreshold, upperErrorBound } from '#understanding/index.js';
import { round } from './flags.js';

/** A letter that a model was asked about which it had not learned from. */
export interface Answer {
  truth: string;
  value: string;
  probability: number;
  /** The group of senders that wrote it. */
  gruppe: string;
}

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Share of right answers. */
export const accuracyOf = (answers: readonly Answer[]): number =>
  shareOf(answers.filter(({ truth, value }) => truth === value).length, answers.length);

/** Mean of the F1 of all classes that occur in the truth, rare ones counting as much as frequent ones. */
export const macroF1Of = (answers: readonly Answer[]): number => {
  const classes = new Map<string, { true: number; given: number; right: number }>();
  const of = (value: string): { true: number; given: number; right: number } => {
    const known = classes.get(value) ?? { true: 0, given: 0, right: 0 };
    classes.set(value, known);
    return known;
  };
  for (const { truth, value } of answers) {
    of(truth).true += 1;
    of(value).given += 1;
    if (truth === value) of(truth).right += 1;
  }
  const wanted = [...classes.values()].filter((one) => one.true > 0);
  const sum = wanted.reduce((all, one) => all + (2 * one.right) / (one.true + one.given), 0);
  return shareOf(sum, wanted.length);
};

const bySureness = (answers: readonly Answer[]): Answer[] =>
  [...answers].sort((a, b) => b.probability - a.probability);

/** The largest share of answers, the surest first, of which no more than `error` are wrong; equals are not parted. */
export const coverageAt = (answers: readonly Answer[], error: number): number => {
  const sorted = bySureness(answers);
  let wrong = 0;
  let taken = 0;
  sorted.forEach(({ truth, value, probability }, index) => {
    if (truth !== value) wrong += 1;
    const isEnd = sorted[index + 1]?.probability !== probability;
    if (isEnd && wrong <= error * (index + 1)) taken = index + 1;
  });
  return shareOf(taken, answers.length);
};

/** Mean distance between probability and frequency of being right, in ten steps (expected calibration error). */
export const calibrationErrorOf = (answers: readonly Answer[]): number => {
  const bins = new Map<number, number>();
  for (const { truth, value, probability } of answers) {
    const bin = Math.min(9, Math.floor(probability * 10));
    bins.set(bin, (bins.get(bin) ?? 0) + probability - (truth === value ? 1 : 0));
  }
  return shareOf(
    [...bins.values()].reduce((sum, distance) => sum + Math.abs(distance), 0),
    answers.length,
  );
};

/** What became of thresholds that were chosen on one part of the answers and tried on another. */
export interface Realised {
  target: number;
  runs: number;
  /** Share of runs whose error was not above the target. */
  within: number;
  /** Means over the runs. */
  coverage: number;
  error: number;
  worst: number;
  /** Upper 95 % bound (Clopper and Pearson) of the error in a run of mean size with the mean error. */
  bound: number;
}

/**
 * Again and again the answers are parted at random (by whole groups where `byGroup`), a threshold is chosen on
 * one part so that the upper 95 % bound of its error stays under the target, and is tried on the other part.
 */
export const realisedError = (
  answers: readonly Answer[],
  { target, runs, byGroup }: { target: number; runs: number; byGroup: boolean },
): Realised => {
  const random = createRandom('realised');
  const groups = [...new Set(answers.map(({ gruppe }) => gruppe))];
  const seen: { count: number; wrong: number; of: number }[] = [];
  for (let run = 0; run < runs; run += 1) {
    const chosen = new Set(random.shuffle(groups).slice(0, Math.ceil(groups.length / 2)));
    const side = answers.map(({ gruppe }) => (byGroup ? chosen.has(gruppe) : random.chance(0.5)));
    const judged = answers
      .filter((_, index) => side[index])
      .map(({ truth, value, probability }) => ({ probability, right: truth === value }));
    const { threshold } = chooseThreshold(judged, { target });
    const others = answers.filter((_, index) => !side[index]);
    const taken = others.filter(({ probability }) => probability >= threshold);
    const wrong = taken.filter(({ truth, value }) => truth !== value).length;
    seen.push({ count: taken.length, wrong, of: others.length });
  }
  const count = seen.reduce((sum, one) => sum + one.count, 0);
  const wrong = seen.reduce((sum, one) => sum + one.wrong, 0);
  const all = seen.reduce((sum, one) => sum + one.of, 0);
  return {
    target,
    runs,
    within: round(shareOf(seen.filter((one) => one.wrong <= target * one.count).length, runs), 3),
    coverage: round(shareOf(count, all), 3),
    error: round(shareOf(wrong, count), 4),
    worst: round(Math.max(0, ...seen.map((one) => shareOf(one.wrong, one.count))), 4),
    bound: round(upperErrorBound(Math.round(wrong / runs), Math.round(count / runs)), 4),
  };
};

/** All figures of the protocol for one list of answers. */
export const figuresOf = (
  answers: readonly Answer[],
  { byGroup = false, runs = 200 }: { byGroup?: boolean; runs?: number } = {},
) => ({
  briefe: answers.length,
  richtig: round(accuracyOf(answers), 3),
  makroF1: round(macroF1Of(answers), 3),
  deckung1: round(coverageAt(answers, 0.01), 3),
  deckung2: round(coverageAt(answers, 0.02), 3),
  deckung5: round(coverageAt(answers, 0.05), 3),
  kalibrierfehler: round(calibrationErrorOf(answers), 3),
  eingetreten: realisedError(answers, { target: 0.02, runs, byGroup }),
});

export type Figures = ReturnType<typeof figuresOf>;
