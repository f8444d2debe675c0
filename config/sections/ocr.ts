import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { listOf, whole } from './values.js';

/** How text is recognised. */
export const ocr = z.object({
  processes: whole
    .min(1)
    .max(128)
    .default(availableParallelism())
    .meta({ exampleDefault: 'number of processors' })
    .describe('Recognition processes of one worker process, one page each.'),
  pageTimeoutSeconds: whole
    .min(5)
    .max(600)
    .default(60)
    .describe('Time limit for recognising one page, in seconds.'),
  engine: z
    .enum(['tesseract.js', 'native'])
    .default('tesseract.js')
    .describe(
      'What reads: tesseract.js comes along; native starts the program of the Debian package tesseract-ocr.',
    ),
  model: z
    .enum(['auto', 'best_int', 'fast'])
    .default('auto')
    .describe(
      'Trained data: fast reads as well in three quarters of the time and needs the Debian packages tesseract-ocr-deu and tesseract-ocr-eng; best_int comes along; auto takes fast where it is installed for all languages.',
    ),
  languages: z
    .string()
    .regex(/^[a-z]{3}(_[a-z]+)?(,[a-z]{3}(_[a-z]+)?)*$/)
    .default('deu,eng')
    .transform(listOf)
    .describe(
      'Names of trained data, separated by commas, the usual language first; a page is read in another one where its words ask for it. deu and eng come along, others are Debian packages such as tesseract-ocr-pol.',
    ),
});
