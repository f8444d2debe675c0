import { z } from 'zod';

/** What is logged. */
export const log = z.object({
  level: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least important events that are logged.'),
});
