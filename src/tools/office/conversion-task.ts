import { z } from 'zod';

/** What the child is to do; paths as it sees them. The PDF gets the name of the input with `.pdf`. */
export const ConversionTask = z.object({
  program: z.string(),
  /** Name of the import filter, so that what is no such document is not read as plain text. */
  filter: z.string(),
  input: z.string(),
  out: z.string(),
});
export type ConversionTask = z.infer<typeof ConversionTask>;

/** What the child answers. */
export const ConversionAnswer = z.object({ converted: z.boolean() });
