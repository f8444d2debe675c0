import { describe, expect, it } from 'vitest';
import { createRandom } from '#sample/index.js';
import { termsOf, trainPeer, vocabularyOf } from './peer-method.js';
import {
  type Answer,
  accuracyOf,
  calibrationErrorOf,
  coverageAt,
  macroF1Of,
  realisedError,
} from './understanding-figures.js';
import {
  groupSplits,
  inventSet,
  randomSplits,
  type SetLetter,
  timeSplits,
} from './understanding-set.js';
import { drifting } from './understanding-stream.js';

const answer = (truth: string, value: string, probability: number, gruppe = 'g'): Answer => ({
  truth,
  value,
  probability,
  gruppe,
});

describe('the figures of the protocol', () => {
  const answers = [
    answer('a', 'a', 0.99),
    answer('a', 'a', 0.9),
    answer('a', 'a', 0.8),
    answer('b', 'a', 0.7),
    answer('b', 'b', 0.6),
    answer('c', 'a', 0.5),
  ];

  it('accuracy counts letters, macro-F1 counts classes', () => {
    expect(accuracyOf(answers)).toBeCloseTo(4 / 6, 10);
    // a: 3 of 3 found, 5 given; b: 1 of 2 found, 1 given; c never found.
    expect(macroF1Of(answers)).toBeCloseTo((6 / 8 + 2 / 3 + 0) / 3, 10);
    // A class that is only answered, never true, has no share in the mean but costs precision.
    expect(macroF1Of([answer('a', 'a', 1), answer('a', 'x', 1)])).toBeCloseTo(2 / 3, 10);
  });

  it('coverage is the largest share of the surest answers whose error is small enough', () => {
    expect(coverageAt(answers, 0)).toBeCloseTo(3 / 6, 10);
    expect(coverageAt(answers, 0.2)).toBeCloseTo(5 / 6, 10);
    expect(coverageAt(answers, 0.5)).toBe(1);
    expect(coverageAt([answer('a', 'b', 1), answer('a', 'a', 1)], 0.1)).toBe(0);
  });

  it('the calibration error compares probability and frequency', () => {
    const sure = Array.from({ length: 10 }, (_, index) => answer('a', index < 9 ? 'a' : 'b', 0.95));
    expect(calibrationErrorOf(sure)).toBeCloseTo(0.05, 10);
    expect(calibrationErrorOf([answer('a', 'b', 1)])).toBe(1);
    expect(calibrationErrorOf([])).toBe(0);
  });

  it('a threshold holds on the other part where probabilities mean what they say, and is not found where they lie', () => {
    const random = createRandom('figures');
    const honest = Array.from({ length: 3_000 }, (_, index) => {
      const probability = 1 - random.next() ** 3 * 0.5;
      return answer('a', random.chance(probability) ? 'a' : 'b', probability, `g${index % 10}`);
    });
    for (const byGroup of [false, true]) {
      const realised = realisedError(honest, { target: 0.02, runs: 60, byGroup });
      expect(realised.within).toBeGreaterThan(0.85);
      expect(realised.coverage).toBeGreaterThan(0.3);
      expect(realised.bound).toBeGreaterThan(realised.error);
    }
    const lying = honest.map((one) => ({ ...one, probability: 1 }));
    expect(realisedError(lying, { target: 0.02, runs: 20, byGroup: false }).coverage).toBe(0);
  });
});

describe('the splits of the protocol', () => {
  const letters = inventSet('test', 600);
  const isWhole = (splits: { train: number[]; test: number[] }[]): void => {
    expect(splits.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual([...letters.keys()]);
    for (const { train, test } of splits) {
      expect(train.length + test.length).toBe(letters.length);
      expect(test.filter((place) => train.includes(place))).toEqual([]);
    }
  };

  it('random folds spread every class, group folds never part a group', () => {
    const random = randomSplits(letters, 5, 's');
    isWhole(random);
    const frequent = letters.filter(({ kind }) => kind === 'sperrmuell').length;
    for (const { test } of random) {
      const own = test.filter((place) => letters[place]?.kind === 'sperrmuell').length;
      expect(Math.abs(own - frequent / 5)).toBeLessThanOrEqual(1);
    }
    const grouped = groupSplits(letters, 5, 's');
    isWhole(grouped);
    for (const { train, test } of grouped) {
      const known = new Set(train.map((place) => letters[place]?.gruppe));
      for (const place of test) expect(known.has(letters[place]?.gruppe)).toBe(false);
    }
  });

  it('in time what is asked about came after what was learned', () => {
    const [split] = timeSplits(letters);
    const last = Math.max(...(split?.train ?? []));
    expect(Math.min(...(split?.test ?? []))).toBeGreaterThan(last);
  });

  it('the drifting stream brings one group after the other and loses nobody', () => {
    const stream = drifting(letters);
    expect(stream).toHaveLength(letters.length);
    const changes = stream.filter((one: SetLetter, at) => one.gruppe !== stream[at - 1]?.gruppe);
    expect(changes).toHaveLength(new Set(letters.map(({ gruppe }) => gruppe)).size);
  });
});

describe("the peer's method", () => {
  it('counts words of two letters and more and their pairs', () => {
    expect(Object.fromEntries(termsOf('Der Hund, der Hund! a 12'))).toEqual({
      der: 2,
      hund: 2,
      '12': 1,
      'der hund': 2,
      'hund der': 1,
      'hund 12': 1,
    });
  });

  it('forgets what occurs in fewer than one letter of a hundred', () => {
    const texts = Array.from({ length: 300 }, (_, index) =>
      termsOf(index < 3 ? 'hund katze' : index === 3 ? 'pferd katze' : 'katze'),
    );
    expect([...vocabularyOf(texts).keys()].sort()).toEqual(['hund', 'hund katze', 'katze']);
  });

  it('learns what words can tell, the same with the same seed', () => {
    const examples = Array.from({ length: 60 }, (_, index) =>
      index % 3 === 0
        ? { text: `Der Hund bellt ${index}`, answer: 'hund' }
        : { text: `Die Katze schläft ${index}`, answer: 'katze' },
    );
    const peer = trainPeer(examples, '1');
    expect(peer.predict('ein Hund bellt').value).toBe('hund');
    expect(peer.predict('eine Katze').value).toBe('katze');
    expect(peer.predict('eine Katze').probability).toBeGreaterThan(0.5);
    expect(trainPeer(examples, '1').predict('ein Hund')).toEqual(peer.predict('ein Hund'));
  });

  it('answers the most frequent class where it knows no word', () => {
    const examples = Array.from({ length: 30 }, (_, index) => ({
      text: 'gleich',
      answer: index < 25 ? 'viel' : 'wenig',
    }));
    expect(trainPeer(examples, '1').predict('fremd').value).toBe('viel');
  });
});
