import { z } from 'zod';

/** What wakes the workers. */
export const queue = z.object({
  redisUrl: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional()
    .describe(
      'Redis 7 or newer for the queue, with AOF and noeviction. Without it the queue lies in PostgreSQL. Environment: REDIS_URL.',
    ),
});
