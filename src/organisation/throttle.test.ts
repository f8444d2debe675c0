import { describe, expect, it } from 'vitest';
import type { RecentFailures } from './login-attempt.repository.js';
import { secondsToWait } from './throttle.js';

const failures = (given: Partial<RecentFailures>): RecentFailures => ({
  knownPlace: false,
  account: 0,
  accountAge: null,
  address: 0,
  addressAge: null,
  ...given,
});

/** Tries at once whenever it is allowed, for the given seconds; each try fails. */
const evaluatedTries = (seconds: number): number => {
  const tries: number[] = [];
  for (let now = 0; now < seconds; now += 1) {
    const recent = tries.filter((at) => at > now - 3_600);
    const age = recent.length === 0 ? null : now - (recent.at(-1) ?? 0);
    if (secondsToWait(failures({ account: recent.length, accountAge: age })) === 0) tries.push(now);
  }
  return Math.max(
    ...tries.map((from) => tries.filter((at) => at >= from && at < from + 3_600).length),
  );
};

describe('a sign-in after failures', () => {
  it('is looked at immediately for the first five tries', () => {
    for (let account = 0; account < 5; account += 1) {
      expect(secondsToWait(failures({ account, accountAge: 0 }))).toBe(0);
    }
    expect(secondsToWait(failures({ account: 5, accountAge: 0 }))).toBe(2);
  });

  it('waits longer with each failure, but never longer than two minutes', () => {
    const waits = Array.from({ length: 200 }, (_, i) =>
      secondsToWait(failures({ account: i, accountAge: 0 })),
    );
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(Math.max(...waits)).toBe(120);
  });

  it('is possible again when the time is over, however many failures there were', () => {
    expect(secondsToWait(failures({ account: 10_000, accountAge: 120 }))).toBe(0);
  });

  it('is tried no more than 50 times an hour from known and from foreign places each', () => {
    expect(evaluatedTries(6 * 3_600)).toBeLessThanOrEqual(50);
  });

  it('from a noisy address is slowed down, unless the person has signed in from there before', () => {
    const noisy = { address: 300, addressAge: 0 };
    expect(secondsToWait(failures(noisy))).toBe(10);
    expect(secondsToWait(failures({ ...noisy, knownPlace: true }))).toBe(0);
  });
});
