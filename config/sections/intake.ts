import { z } from 'zod';
import { whole } from './values.js';

/** What is accepted at the door. */
export const intake = z.object({
  maxFileMegabytes: whole
    .min(1)
    .max(2_000)
    .default(200)
    .describe('Largest single file that is accepted, in MB.'),
  maxFilesPerRequest: whole
    .min(1)
    .max(1_000)
    .default(200)
    .describe('Most files in one upload request.'),
  uploadExpiryHours: whole
    .min(1)
    .max(720)
    .default(24)
    .describe('How long an interrupted resumable upload may rest before it is removed, in hours.'),
  minFreeDiskMegabytes: whole
    .min(0)
    .default(500)
    .describe('Below this free space new items are refused with 503 until space is made, in MB.'),
});
