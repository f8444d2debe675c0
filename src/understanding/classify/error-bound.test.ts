import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../random.js';
import {
  acceptNothing,
  binomialAtMost,
  chooseThreshold,
  type JudgedAnswer,
  upperErrorBound,
} from './error-bound.js';

describe('the upper bound of a rate of errors', () => {
  it('agrees with the published values of Clopper and Pearson', () => {
    // One-sided 95 %: without an error the bound is 1 - 0.05^(1/n), e.g. "rule of three".
    expect(upperErrorBound(0, 149)).toBeCloseTo(1 - 0.05 ** (1 / 149), 8);
    expect(upperErrorBound(0, 10)).toBeCloseTo(0.25887, 5);
    expect(upperErrorBound(1, 10)).toBeCloseTo(0.39416, 5);
    expect(upperErrorBound(5, 10, 0.975)).toBeCloseTo(0.81291, 5);
  });

  it('says nothing good where nothing was looked at or all was wrong', () => {
    expect(upperErrorBound(0, 0)).toBe(1);
    expect(upperErrorBound(3, 3)).toBe(1);
  });

  it('falls with more letters and rises with more errors, also for very many', () => {
    expect(upperErrorBound(10, 2_000)).toBeLessThan(upperErrorBound(5, 1_000));
    expect(upperErrorBound(11, 1_000)).toBeGreaterThan(upperErrorBound(10, 1_000));
    expect(upperErrorBound(2_000, 200_000)).toBeCloseTo(0.01037, 4);
  });

  it('sums the binomial distribution', () => {
    expect(binomialAtMost(0, 3, 0.5)).toBeCloseTo(0.125, 12);
    expect(binomialAtMost(2, 3, 0.5)).toBeCloseTo(0.875, 12);
    expect(binomialAtMost(3, 3, 0.5)).toBe(1);
    expect(binomialAtMost(0, 3, 1)).toBe(0);
    expect(binomialAtMost(0, 3, 0)).toBe(1);
  });
});

/** Answers whose probability is what it says. */
const honest = (count: number, seed: number): JudgedAnswer[] => {
  const random = createRandomStream(seed);
  return Array.from({ length: count }, () => {
    const probability = 1 - random() ** 3 * 0.6;
    return { probability, right: random() < probability };
  });
};

describe('choosing from which probability on answers are taken alone', () => {
  it('keeps the bound among the judged answers under the target', () => {
    const chosen = chooseThreshold(honest(3_000, 1), { target: 0.02 });
    expect(chosen.bound).toBeLessThanOrEqual(0.02);
    expect(chosen.accepted).toBeGreaterThan(500);
    expect(upperErrorBound(chosen.errors, chosen.accepted)).toBe(chosen.bound);
  });

  it('holds on letters that it was not chosen on, nineteen times of twenty', () => {
    let broken = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const { threshold } = chooseThreshold(honest(700, seed), { target: 0.03 });
      // The true error above a threshold, from very many other letters.
      const above = honest(4_000, 10_000 + seed).filter((one) => one.probability >= threshold);
      const error = above.reduce((sum, { probability }) => sum + 1 - probability, 0) / above.length;
      if (error > 0.03) broken += 1;
    }
    expect(broken).toBeLessThanOrEqual(10);
  });

  it('takes nothing where too few were judged or too many are wrong', () => {
    expect(chooseThreshold([], { target: 0.02 })).toEqual(acceptNothing);
    expect(chooseThreshold(honest(100, 1), { target: 0.02 })).toEqual(acceptNothing);
    const wrong = honest(500, 2).map((one) => ({ ...one, right: false }));
    expect(chooseThreshold(wrong, { target: 0.02 })).toEqual(acceptNothing);
  });

  it('never parts answers of the same probability', () => {
    const equal = Array.from({ length: 400 }, (_, index) => ({
      probability: index < 200 ? 0.9 : 0.8,
      right: index < 390,
    }));
    expect(chooseThreshold(equal, { target: 0.02 })).toMatchObject({
      threshold: 0.9,
      accepted: 200,
    });
    expect(chooseThreshold(equal, { target: 0.05 })).toMatchObject({
      threshold: 0.8,
      accepted: 400,
    });
  });
});
