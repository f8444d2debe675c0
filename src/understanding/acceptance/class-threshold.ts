import { upperErrorBound } from '../classify/error-bound.js';

/** An answer of the machine that a person has confirmed or put right; the letter was new to the model then. */
export interface ConfirmedAnswer {
  /** Probability that the model gave its answer, 0 to 1. */
  confidence: number;
  right: boolean;
}

/** From which confidence on the answers of a class are taken alone, and what was seen at and above it. */
export interface ClassThreshold {
  threshold: number;
  confirmed: number;
  errors: number;
  /** Upper bound of the error (Clopper and Pearson, one-sided, 95 %). */
  bound: number;
}

const level = 0.95;

/** So many answers without any error are needed before a bound can be under `target`: 149 for 2 %. */
export const fewestConfirmed = (target: number): number =>
  Math.ceil(Math.log(1 - level) / Math.log1p(-target));

/** What was seen at and above a threshold. */
export const seenAbove = (
  answers: readonly ConfirmedAnswer[],
  threshold: number,
): ClassThreshold => {
  const above = answers.filter(({ confidence }) => confidence >= threshold);
  const errors = above.filter(({ right }) => !right).length;
  return {
    threshold,
    confirmed: above.length,
    errors,
    bound: upperErrorBound(errors, above.length, level),
  };
};

/**
 * The lowest threshold for which the confirmed answers prove an error under `target`; undefined where they prove none.
 * Thresholds are tried from the strictest down, each with a quarter more answers than the one before, and the first
 * that does not pass ends the search. Which are tried depends on the confidences alone, not on what was right: tested in a
 * fixed order up to the first failure, all of them together are wrong in at most 5 of 100 cases.
 */
export const classThreshold = (
  answers: readonly ConfirmedAnswer[],
  target: number,
): ClassThreshold | undefined => {
  const confidences = answers.map(({ confidence }) => confidence).sort((a, b) => b - a);
  let best: ClassThreshold | undefined;
  for (
    let count = fewestConfirmed(target);
    count <= confidences.length;
    // The last step takes all that are left.
    count =
      count < confidences.length && count * 1.25 > confidences.length
        ? confidences.length
        : Math.ceil(count * 1.25)
  ) {
    const seen = seenAbove(answers, confidences[count - 1] ?? 1);
    if (seen.bound > target) return best;
    best = seen;
  }
  return best;
};
