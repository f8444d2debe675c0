import { z } from 'zod';
import { listOf } from './values.js';

/** What separates the letters of a stack. */
export const trennung = z.object({
  schluessel: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Secret that signs cover and separator sheets; needed where several machines share the work. Without it a key is made in dataDir.',
    ),
  fremdeWerte: z
    .string()
    .default('PATCHT')
    .transform(listOf)
    .describe(
      'Texts of QR codes, DataMatrix or bar codes on foreign separator sheets, separated by commas; * at the end stands for anything.',
    ),
  patchCodes: z
    .string()
    .default('T,3')
    .transform(listOf)
    .describe(
      'Patch codes that separate, separated by commas: 1, 2, 3, 4, 6, T. T upside down is 3.',
    ),
});
