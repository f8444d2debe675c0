import { z } from 'zod';
import { flag } from './values.js';

/** What the mailroom decides without a person, and how it is watched. */
export const understanding = z.object({
  acceptAlone: flag
    .default(true)
    .describe(
      'Deliver letters without a Geschäftszeichen to the Postkorb of a unit where confirmed answers prove the error to be under targetError. Nothing is delivered so before about 150 right answers for the unit; off: a person decides about all of them.',
    ),
  targetError: z.coerce
    .number()
    .min(0.001)
    .max(0.2)
    .default(0.02)
    .describe('Largest share of wrong deliveries, as the upper 95 % bound for each unit.'),
  sampleShare: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.04)
    .describe(
      'Share of what goes through alone that waits for a person who answers without seeing the answer of the machine; 0 for none.',
    ),
  sampleHours: z.coerce
    .number()
    .min(0.01)
    .max(240)
    .default(24)
    .describe('Hours after which such an item goes on even if nobody has answered.'),
});
