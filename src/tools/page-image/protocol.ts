import { z } from 'zod';

/** A line on the child's standard input: one page image and the width in pixels that it shall get. */
export interface ScaleMessage {
  id: number;
  width: number;
  /** The image in base64. */
  image: string;
}

/** A line of the child's answer; it comes from the cage and is checked before use. */
export const scaleAnswer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('scaled'), id: z.number().int(), jpeg: z.base64() }),
  z.object({ type: z.literal('failed'), id: z.number().int() }),
]);
export type ScaleAnswer = z.infer<typeof scaleAnswer>;
