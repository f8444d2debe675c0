import { z } from 'zod';
import { flag } from './values.js';

/** A letter service that prints and posts (LetterXpress). */
export const briefdienst = z.object({
  username: z
    .string()
    .optional()
    .describe(
      'User of LetterXpress. Without it the letter service is off. Proven against a stub of the specification only, never against the real service.',
    ),
  apiKeyFile: z.string().optional().describe('File with the API key.'),
  url: z.url().default('https://api.letterxpress.de/v3').describe('Address of the API.'),
  test: flag
    .default(true)
    .describe(
      'Test mode: the service takes jobs and prints none; such a letter goes by the next way afterwards. Set it to false to send for real.',
    ),
  centErstesBlatt: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Price of a letter of one sheet with postage, in cents, after the contract.'),
  centWeiteresBlatt: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Price of each further sheet, in cents.'),
  preisstand: z.string().default('').describe('Since when that price holds, e.g. 2026-01-01.'),
});
