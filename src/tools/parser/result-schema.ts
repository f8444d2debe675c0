import { z } from 'zod';
import { codeFormats } from '../code-formats.js';
import { childFailureCodes, exceededLimits, textLayerKinds } from './protocol.js';

// The child has opened hostile input and may lie, so nothing it says is taken without its shape.

const fraction = z.number().min(-0.01).max(1.01);
const box = z.object({ x: fraction, y: fraction, width: fraction, height: fraction });
const line = z.string().max(2000);
/** A plain name in the output folder, never a path. */
export const outputName = z.string().regex(/^[a-z]+-[0-9]{1,6}\.[a-z]{3}$/);

const pageText = z.object({
  source: z.literal('textlayer'),
  text: z.string().max(4_000_000),
  words: z
    .array(
      z.object({
        text: z.string().max(20_000),
        confidence: z.number().min(0).max(1),
        line: z.number().int().min(0).max(1_000_000),
        box,
      }),
    )
    .max(200_000),
  meanConfidence: z.number().min(0).max(1),
});

const positive = z.number().positive().max(1_000_000);

/** One page out of `splitPages`. */
export const splitPageSchema = z.object({
  number: z.number().int().min(1).max(1_000_000),
  image: outputName,
  width: positive,
  height: positive,
  dpi: positive,
  widthPt: positive,
  heightPt: positive,
  archiveImage: outputName.optional(),
  ocrImage: outputName.optional(),
  ocrDpi: positive.optional(),
  textLayer: z.enum(textLayerKinds),
  text: pageText.optional(),
  blank: z.boolean(),
  damaged: z.boolean(),
  codes: z.array(z.object({ format: z.enum(codeFormats), text: line, box })).max(16),
});

/** Short codes of what a person should know. */
export const problemCodes = z.array(z.string().regex(/^[a-z-]{1,40}$/)).max(20);

/** The answer of `inspect`. */
export const inspectResultSchema = z.object({
  mediaType: z.string().max(100),
  pageCount: z.number().int().min(1).max(1_000_000).optional(),
  encrypted: z.boolean(),
  problems: problemCodes,
  size: z.object({ width: z.number().int().min(0), height: z.number().int().min(0) }).optional(),
});

/** The answer of `unpack`. */
export const unpackedSchema = z.object({
  files: z
    .array(
      z.object({
        index: z.number().int().min(0),
        file: outputName,
        fileName: z.string().min(1).max(250),
        mediaType: z.string().max(120),
        size: z.number().int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(5000),
});

/** A line that the child writes to descriptor 3. */
export const childLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), page: z.number().int().min(1).max(1_000_000) }),
  z.object({ type: z.literal('page'), page: splitPageSchema }),
  z.object({ type: z.literal('done'), result: z.unknown() }),
  z.object({
    type: z.literal('failed'),
    code: z.enum(childFailureCodes),
    limit: z.enum(exceededLimits).optional(),
    at: z.string().max(200).optional(),
  }),
]);

export type ChildLine = z.infer<typeof childLineSchema>;
