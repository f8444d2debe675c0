import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runChaos } from './run-chaos.js';

const hasRedis = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].some((path) =>
  existsSync(path),
);
const fifteenMinutes = 900_000;
/** Each of the two runs; the large one is `npm run chaos`. */
const items = 300;
const faults = 15;
const letters = 20;
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
  it.for([
    { queue: 'PostgreSQL', redis: false, seed: 1 },
    { queue: 'Redis', redis: true, seed: 2 },
  ])(
    'loses no item, attaches and sends nothing twice and leaves no gap, with the queue in $queue',
    { timeout: fifteenMinutes },
    async ({ redis, seed }, { skip }) => {
      if (redis && !hasRedis) skip('needs a Redis server: apt-get install redis-server');
      const result = await runChaos({ items, faults, letters, redis, seed, say: () => undefined });
      expect(result.verdict).toEqual(nothing);
      expect(result.tally.accepted).toBe(items);
      expect(result.tally.sent + result.tally.unknown + result.tally.failed).toBe(letters);
      expect(Object.values(result.faults).reduce((sum, count) => sum + count, 0)).toBe(faults);
    },
  );
});
