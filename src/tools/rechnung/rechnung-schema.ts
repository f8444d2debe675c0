import { z } from 'zod';
import { begriffe, type GroupId, type Gruppe, gruppen, syntaxes, type TermId } from './begriffe.js';
import type { XmlFault } from './xml.js';

// The child has opened hostile input and may lie, so nothing it says is taken without its shape.

const term = z.object({
  value: z.string().min(1).max(20_000),
  scheme: z.string().max(500).optional(),
  version: z.string().max(500).optional(),
});

const termIds = Object.keys(begriffe) as [TermId, ...TermId[]];
const groupIds = Object.keys(gruppen) as [GroupId, ...GroupId[]];

const terms = z.partialRecord(z.enum(termIds), z.array(term).min(1).max(200));
const mostGroups = 20_000;

/** Groups lie at most three deep: line, item, characteristic. */
const groupWithin = (depth: number): z.ZodType<Gruppe> =>
  z.object({
    terms,
    groups:
      depth === 0
        ? z.object({}).strict()
        : z.partialRecord(
            z.enum(groupIds),
            z
              .array(groupWithin(depth - 1))
              .min(1)
              .max(mostGroups),
          ),
  }) as z.ZodType<Gruppe>;

/** An invoice in the terms of the standard, as the child sends it and as it is stored. */
export const rechnungSchema = z.object({
  syntax: z.enum(syntaxes),
  terms,
  groups: z.partialRecord(z.enum(groupIds), z.array(groupWithin(2)).min(1).max(mostGroups)),
});

const faults = ['malformed', 'doctype', 'limit', 'encoding'] as const satisfies readonly XmlFault[];

/** The answer of `readInvoice`. */
export const readInvoiceSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('rechnung'),
    rechnung: rechnungSchema,
    unterlagen: z
      .array(
        z.object({
          file: z.string().regex(/^[a-z]+-[0-9]{1,6}\.[a-z]{3}$/),
          fileName: z.string().min(1).max(250),
          mediaType: z.string().max(120),
          size: z.number().int().min(0),
        }),
      )
      .max(200),
  }),
  /** Well-formed, but no invoice. */
  z.object({ outcome: z.literal('other') }),
  z.object({ outcome: z.literal('unreadable'), fault: z.enum(faults) }),
]);
