import { z } from 'zod';

/** Kinds of records that checks of the sender's domain ask for (RFC 7208, 6376, 7489). */
const questionTypes = ['TXT', 'A', 'AAAA', 'MX', 'PTR'] as const;

// Two labels at least: a single one could mean a machine of the own network.
const domainName = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/;

/** A question to the DNS; the name in lower case, without the dot at its end. */
export const DnsQuestion = z.object({
  name: z.string().regex(domainName),
  type: z.enum(questionTypes),
});
export type DnsQuestion = z.infer<typeof DnsQuestion>;

/**
 * What the DNS said. `absent` is an answer: there is no such name or record. `failed` is none: nobody answered in
 * time, or the server could not.
 */
export type DnsAnswer =
  | { kind: 'records'; records: unknown[] }
  | { kind: 'absent' }
  | { kind: 'failed' };

/** Answers by `questionKey`. */
export type DnsAnswers = Readonly<Record<string, DnsAnswer>>;

export const questionKey = ({ name, type }: DnsQuestion): string => `${type} ${name}`;

/** The question in its one form; undefined for what is no name in the DNS. */
export const toQuestion = (name: string, type: string): DnsQuestion | undefined =>
  DnsQuestion.safeParse({ name: name.toLowerCase().replace(/\.$/, ''), type }).data;

/** Most questions that one mail may cause, and most rounds in which they are asked. */
export const mostQuestions = 60;
export const mostRounds = 8;
