import { type ConfirmedAnswer, newClass, reviewClass } from '#understanding/index.js';
import { createRandomStream, type RandomStream } from '#understanding/random.js';

/** What went through alone in a run, and how much of it was wrong. */
export interface SimulatedRun {
  accepted: number;
  errors: number;
}

/** Of what goes through alone so many are confirmed, most by the unit that files them. */
const confirmedShare = 0.7;
const window = 1_500;
const fewest = 149;

/** A class whose model errs with probability `error`, and is surer when it is right. */
const simulateClass = (
  random: RandomStream,
  run: { error: number; letters: number; target: number },
): SimulatedRun => {
  const { error, letters, target } = run;
  const letter = (): ConfirmedAnswer => {
    const right = random() >= error;
    return { right, confidence: right ? 0.6 + 0.4 * random() : 0.4 + 0.5 * random() };
  };
  const answers: ConfirmedAnswer[] = [];
  let state = newClass;
  let accepted = 0;
  let errors = 0;
  for (let round = 0; round < letters; round += 1) {
    const one = letter();
    const alone = state.phase === 'offen' && one.confidence >= (state.threshold ?? 2);
    if (alone) {
      accepted += 1;
      if (!one.right) errors += 1;
    }
    if (alone && random() > confirmedShare) continue;
    answers.push(one);
    // A review before the next look changes nothing where the class is not open.
    const next = Math.max(fewest, state.nextLook);
    if (state.phase !== 'offen' && answers.length < next) continue;
    const evidence = { answers: answers.slice(-window), total: answers.length };
    state = reviewClass(state, { ...evidence, errorsSinceByHand: 0, target }).state;
  }
  return { accepted, errors };
};

/** One run of five classes whose model errs with 0.5, 2, 5, 10 and 30 %; the same for the same seed. */
export const simulateRun = (run: {
  seed: number;
  letters: number;
  target: number;
}): SimulatedRun => {
  const random = createRandomStream(run.seed);
  const classes = [0.005, 0.02, 0.05, 0.1, 0.3].map((error) =>
    simulateClass(random, { ...run, error }),
  );
  return {
    accepted: classes.reduce((sum, one) => sum + one.accepted, 0),
    errors: classes.reduce((sum, one) => sum + one.errors, 0),
  };
};
