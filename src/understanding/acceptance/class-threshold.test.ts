import { describe, expect, it } from 'vitest';
import { simulateRun } from '#test/support/acceptance-simulation.js';
import { upperErrorBound } from '../classify/error-bound.js';
import { createRandomStream } from '../random.js';
import { type ClassState, newClass, reviewClass } from './class-state.js';
import {
  type ConfirmedAnswer,
  classThreshold,
  fewestConfirmed,
  seenAbove,
} from './class-threshold.js';

const target = 0.02;

const some = (count: number, right = true, confidence = 0.95): ConfirmedAnswer[] =>
  Array.from({ length: count }, () => ({ confidence, right }));

describe('the bound of Clopper and Pearson', () => {
  // Quantiles of the beta distribution, from printed tables and, for no error, from 1 - 0.05^(1/n).
  it.each([
    [0, 1, 0.95],
    [0, 149, 0.019904],
    [0, 299, 0.009969],
    [1, 10, 0.394163],
    [5, 100, 0.102253],
    [2, 20, 0.282619],
  ])('of %i errors among %i is %f', (errors, count, bound) => {
    expect(upperErrorBound(errors, count)).toBeCloseTo(bound, 4);
  });
});

describe('the threshold of a class', () => {
  it('needs 149 answers without an error for two percent, 299 for one', () => {
    expect(fewestConfirmed(0.02)).toBe(149);
    expect(fewestConfirmed(0.01)).toBe(299);
    expect(classThreshold(some(148), target)).toBeUndefined();
    expect(classThreshold(some(149), target)).toMatchObject({ threshold: 0.95, confirmed: 149 });
  });

  it('goes down to where the errors begin, and no further', () => {
    const answers = [...some(300, true, 0.9), ...some(100, false, 0.4)];
    expect(classThreshold(answers, target)).toMatchObject({ threshold: 0.9, errors: 0 });
  });

  it('is never lower when an answer turns out wrong', () => {
    const random = createRandomStream(7);
    const answers = Array.from({ length: 600 }, () => {
      const confidence = Math.round(random() * 100) / 100;
      return { confidence, right: random() < 0.97 + confidence * 0.03 };
    });
    const thresholdOf = (list: readonly ConfirmedAnswer[]) =>
      classThreshold(list, target)?.threshold ?? 2;
    const before = thresholdOf(answers);
    for (let index = 0; index < answers.length; index += 13) {
      const changed = answers.map((one, at) => (at === index ? { ...one, right: false } : one));
      expect(thresholdOf(changed)).toBeGreaterThanOrEqual(before);
    }
  });

  it('does not part answers of equal confidence', () => {
    const answers = [...some(149, true, 0.9), ...some(40, false, 0.9)];
    expect(classThreshold(answers, target)).toBeUndefined();
    expect(seenAbove(answers, 0.9)).toMatchObject({ confirmed: 189, errors: 40 });
  });
});

const run = (answers: readonly ConfirmedAnswer[], from: ClassState = newClass) => {
  let state = from;
  const changes: string[] = [];
  answers.forEach((_, index) => {
    const review = reviewClass(state, {
      answers: answers.slice(0, index + 1),
      total: index + 1,
      errorsSinceByHand: 0,
      target,
    });
    state = review.state;
    if (review.change !== undefined) changes.push(review.change);
  });
  return { state, changes };
};

describe('a class', () => {
  it('opens after enough right answers, and is throttled when errors exceed the target', () => {
    const opened = run(some(400));
    expect(opened).toMatchObject({ state: { phase: 'offen' }, changes: ['geoeffnet'] });
    const wrong = [...some(400), ...some(8, false)];
    const closed = run(wrong);
    expect(closed.state).toMatchObject({ phase: 'gedrosselt', threshold: 0.95 });
    expect(closed.changes.at(-1)).toBe('gedrosselt');
    expect(run([...wrong, ...some(900)]).state.phase).toBe('offen');
  });

  it('stays open for one error among many', () => {
    expect(run([...some(500), ...some(1, false)]).state.phase).toBe('offen');
  });

  it('opened by hand stays so until the next error', () => {
    const byHand: ClassState = { phase: 'offen', threshold: 0.9, nextLook: 0, byHand: true };
    const bad = [...some(50), ...some(5, false)];
    const answers = (more: ConfirmedAnswer[]) => ({
      answers: [...bad, ...more],
      total: bad.length + more.length,
      errorsSinceByHand: more.filter(({ right }) => !right).length,
      target,
    });
    expect(reviewClass(byHand, answers(some(3))).state.phase).toBe('offen');
    expect(reviewClass(byHand, answers(some(1, false))).state.phase).toBe('gedrosselt');
  });
});

describe('a run of letters with five classes', () => {
  it('keeps the error of what went through alone under the target in at least 95 of 100 runs', () => {
    const runs = 40;
    let within = 0;
    let accepted = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      const run = simulateRun({ seed, letters: 2_500, target });
      accepted += run.accepted;
      if (run.accepted === 0 || run.errors / run.accepted <= target) within += 1;
    }
    expect(within / runs).toBeGreaterThanOrEqual(0.95);
    // A rule that never accepts would pass as well.
    expect(accepted / (runs * 5 * 2_500)).toBeGreaterThan(0.2);
  });
});
