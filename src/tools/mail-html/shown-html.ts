import { z } from 'zod';
import { Blocked } from './blocked.js';

/** What is said beside the HTML of a mail that was made safe. */
export const shownHtml = z.object({
  blocked: Blocked,
  links: z
    .array(
      z.object({
        text: z.string().max(400),
        address: z.string().max(400),
        misleading: z.boolean(),
      }),
    )
    .max(100),
  cut: z.boolean(),
});
export type ShownHtml = z.infer<typeof shownHtml>;
