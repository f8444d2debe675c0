import { z } from 'zod';
import { flag, whole } from './values.js';

/** The check for malicious software, done by clamd. */
export const virus = z.object({
  clamd: z
    .string()
    .regex(
      /^(\/\S+|[^\s:/]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5})$/,
      'must be host:port or the absolute path of a socket',
    )
    .optional()
    .describe(
      'Where clamd listens: host:port or the path of its socket, e.g. /run/clamav/clamd.ctl. Without it every item says "ungeprüft".',
    ),
  required: flag
    .default(false)
    .describe(
      'Open nothing unchecked: while clamd does not answer, or where a file is too large for it, items wait instead of passing unchecked.',
    ),
  timeoutSeconds: whole
    .min(1)
    .max(3_600)
    .default(120)
    .describe('How long the check of one file may take, in seconds.'),
});
