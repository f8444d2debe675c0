import { z } from 'zod';
import { whole } from './values.js';

/** How foreign files are opened. */
export const parser = z.object({
  isolation: z
    .enum(['auto', 'bubblewrap', 'process'])
    .default('auto')
    .describe(
      'How files are opened: auto uses bubblewrap where it works; bubblewrap refuses to start without it.',
    ),
  timeoutSeconds: whole
    .min(5)
    .max(600)
    .default(30)
    .describe('Time limit for opening one file, and for each of its pages, in seconds.'),
  memoryMegabytes: whole
    .min(256)
    .max(8_192)
    .default(768)
    .describe('Memory limit of the process that opens a file, in MB.'),
  office: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe(
      'Office-Anlagen: auto sets them as PDF with LibreOffice where it is installed and bubblewrap works, else shows their words.',
    ),
  maxPages: whole.min(1).max(20_000).default(2_000).describe('Most pages of one file.'),
});
