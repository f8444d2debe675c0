import { z } from 'zod';

/** What is made of incoming mail. */
export const mail = z.object({
  authservId: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'must be a host name')
    .optional()
    .describe(
      'Name under which the own mail server writes its checks of SPF, DKIM and DMARC into "Authentication-Results". Only its words are believed, so it has to remove such fields with its name that come from outside. Without it nothing is said of the sender domain.',
    ),
});
