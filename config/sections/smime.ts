import { z } from 'zod';
import { listOf } from './values.js';

/** Signed and encrypted mail (S/MIME). */
export const smime = z.object({
  caFiles: z
    .string()
    .default('')
    .transform(listOf)
    .describe(
      'Files in PEM with certificates of authorities whose signatures count as trusted, separated by commas.',
    ),
  keyFiles: z
    .string()
    .default('')
    .transform(listOf)
    .describe(
      'Files in PEM with private keys, without password, that open mail encrypted for the city, separated by commas. Every process that opens a mail is given them.',
    ),
});
