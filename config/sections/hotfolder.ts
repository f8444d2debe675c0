import { z } from 'zod';
import { flag, whole } from './values.js';

/** Folders of the scanners. */
export const hotfolder = z.object({
  path: z
    .string()
    .optional()
    .describe(
      'Folder in which scanners put files; each folder in it is a station. Without it there is no hot folder.',
    ),
  settleSeconds: whole
    .min(0)
    .max(600)
    .default(5)
    .describe('A file is taken when it has not changed for so long, in seconds.'),
  intervalSeconds: whole
    .min(1)
    .max(600)
    .default(2)
    .describe('How often the stations are looked at, in seconds.'),
  doneMarker: flag
    .default(false)
    .describe('Take a file only when a second one, with ".done" behind its name, lies beside it.'),
  keepAcceptedDays: whole
    .min(0)
    .max(3_650)
    .default(30)
    .describe(
      'Days after which accepted files are removed from the folder "angenommen"; their originals stay in the store. 0 keeps them for ever.',
    ),
  ownStapel: flag
    .default(false)
    .describe(
      'A file that arrives while no Stapel is open at its station becomes a Stapel of its own, with the scan profile and the sides of the last one there.',
    ),
});
