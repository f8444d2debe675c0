import { z } from 'zod';

/** Sealed mail. */
export const verschluss = z.object({
  keyFile: z
    .string()
    .min(1)
    .optional()
    .describe(
      'File of the master key of sealed mail; without it verschluss.schluessel in dataDir. Better on another disk than the files and their backup: without the key sealed mail can never be read.',
    ),
});
