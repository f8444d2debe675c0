import { z } from 'zod';
import { port, whole } from './values.js';

/** PostgreSQL, own or foreign. */
export const database = z.object({
  url: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional()
    .describe(
      'PostgreSQL 15 or newer. Without it Poststelle runs its own PostgreSQL. Environment: DATABASE_URL.',
    ),
  maxConnections: whole
    .min(2)
    .max(100)
    .default(16)
    .describe('Connections of one process, besides those of the queue.'),
  embeddedPort: port
    .default(0)
    .describe('Preferred port of the own PostgreSQL; 0 takes any free one.'),
});
