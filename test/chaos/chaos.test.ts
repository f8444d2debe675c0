import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runChaos } from './run-chaos.js';

const hasRedis = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].some((path) =>
  existsSync(path),
);
const fifteenMinutes = 900_000;
const nothing = {
  lost: 0,
  altered: 0,
  stuck: 0,
  attachedTwice: 0,
  registerGaps: 0,
  registerDoubles: 0,
  sentTwice: 0,
  sentButNotReceived: 0,
  receivedButUnflagged: 0,
  printedTwice: 0,
  ledgerDifference: 0,
};

describe('kill -9 of every process under load', () => {
  it.each([
    { queue: 'PostgreSQL', redis: false, seed: 1 },
    { queue: 'Redis', redis: true, seed: 2 },
  ])(
    'loses no item, attaches and sends nothing twice and leaves no gap, with the queue in $queue',
    async ({ redis, seed }) => {
      if (redis && !hasRedis) return expect.soft(hasRedis).toBe(false);
      const result = await runChaos({
        items: 150,
        faults: 8,
        letters: 20,
        redis,
        seed,
        say: () => undefined,
      });
      expect(result.verdict).toEqual(nothing);
      expect(result.tally.accepted).toBe(150);
      expect(result.tally.sent + result.tally.unknown + result.tally.failed).toBe(20);
      expect(Object.values(result.faults).reduce((sum, count) => sum + count, 0)).toBe(8);
    },
    fifteenMinutes,
  );
});
