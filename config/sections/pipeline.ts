import { z } from 'zod';
import { whole } from './values.js';

/** How stages are run and repeated. */
export const pipeline = z.object({
  leaseSeconds: whole
    .min(5)
    .max(3_600)
    .default(60)
    .describe('How long a worker may stay silent before its work is given to another, in seconds.'),
  keeperIntervalMs: whole
    .min(100)
    .max(60_000)
    .default(1_000)
    .describe('How often the keeper looks for due work, in milliseconds.'),
  maxAttempts: whole
    .min(1)
    .max(20)
    .default(4)
    .describe('Attempts at one stage before the item goes to Clearing.'),
  retrySeconds: whole
    .min(0)
    .max(3_600)
    .default(5)
    .describe('Pause before the second attempt, doubled each time, in seconds.'),
  lightConcurrency: whole
    .min(1)
    .max(64)
    .default(8)
    .describe('Stages that one worker process runs side by side, without page work.'),
});
