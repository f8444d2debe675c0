/** Probability of at most `errors` among `count` when each has probability `rate`. */
export const binomialAtMost = (errors: number, count: number, rate: number): number => {
  if (errors >= count || rate <= 0) return 1;
  if (rate >= 1) return 0;
  // In logarithms, because the first terms of a long row are too small for a number.
  let term = count * Math.log1p(-rate);
  let sum = Math.exp(term);
  for (let found = 1; found <= errors; found += 1) {
    term += Math.log((count - found + 1) / found) + Math.log(rate) - Math.log1p(-rate);
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
};

/**
 * The one-sided upper bound of Clopper and Pearson for a rate of errors: with the given confidence the true
 * rate is not above it. 1 where nothing was looked at.
 */
export const upperErrorBound = (errors: number, count: number, confidence = 0.95): number => {
  if (count <= 0 || errors >= count) return 1;
  let low = errors / count;
  let high = 1;
  for (let round = 0; round < 50; round += 1) {
    const middle = (low + high) / 2;
    if (binomialAtMost(errors, count, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
};

/** An answer that was compared with the truth. */
export interface JudgedAnswer {
  /** Probability of the first answer, 0 to 1. */
  probability: number;
  right: boolean;
}

/** From which probability on answers are taken alone, and what was seen above it. */
export interface AcceptanceThreshold {
  /** Answers of at least this probability are taken; above 1 where none may be. */
  threshold: number;
  accepted: number;
  errors: number;
  /** Upper bound of the error above the threshold. */
  bound: number;
}

/** No answer may be taken without a person. */
export const acceptNothing: AcceptanceThreshold = {
  threshold: 1.01,
  accepted: 0,
  errors: 0,
  bound: 1,
};

/** Ends of groups of equal probability in a list that falls; a threshold cannot part equals. */
const isEndOfEquals = (sorted: readonly JudgedAnswer[], index: number): boolean =>
  sorted[index + 1]?.probability !== sorted[index]?.probability;

/**
 * The lowest threshold at which the upper bound of the error among the judged answers stays under `target`.
 * It is looked for downwards in about forty steps, each a twentieth more answers than the last, and the search
 * ends at the third step in a row that breaks the target: the fewer thresholds are tried, the less one of them
 * passes by luck. Answers must be judged on letters that the model had not learned from.
 */
export const chooseThreshold = (
  judged: readonly JudgedAnswer[],
  { target, confidence = 0.95 }: { target: number; confidence?: number },
): AcceptanceThreshold => {
  const sorted = [...judged].sort((a, b) => b.probability - a.probability);
  // With no error at all so many answers are needed before a bound can pass.
  let next = Math.ceil(Math.log(1 - confidence) / Math.log1p(-target));
  let best = acceptNothing;
  let errors = 0;
  let broken = 0;
  for (let index = 0; index < sorted.length && broken < 3; index += 1) {
    const answer = sorted[index];
    if (answer === undefined) break;
    if (!answer.right) errors += 1;
    const accepted = index + 1;
    const isLast = accepted === sorted.length;
    if ((accepted < next && !isLast) || !isEndOfEquals(sorted, index)) continue;
    next = Math.max(accepted + 1, Math.ceil(accepted * 1.05));
    const bound = upperErrorBound(errors, accepted, confidence);
    broken = bound > target ? broken + 1 : 0;
    if (bound <= target) best = { threshold: answer.probability, accepted, errors, bound };
  }
  return best;
};
