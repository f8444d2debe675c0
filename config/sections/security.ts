import { z } from 'zod';
import { whole } from './values.js';

/** Signing in. */
export const security = z.object({
  sessionHours: whole
    .min(1)
    .max(24)
    .default(8)
    .describe('How long a sign-in lasts at most, in hours.'),
  idleMinutes: whole
    .min(5)
    .max(480)
    .default(60)
    .describe('How long a sign-in lasts without activity, in minutes.'),
  minPasswordLength: whole
    .min(10)
    .max(64)
    .default(12)
    .describe('Shortest password for local accounts.'),
});
