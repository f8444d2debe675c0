import { z } from 'zod';

/** A run of letters of one look. */
export const MailSpan = z.object({
  text: z.string().max(10_000),
  fett: z.boolean().optional(),
  kursiv: z.boolean().optional(),
});
export type MailSpan = z.infer<typeof MailSpan>;

const spans = z.array(MailSpan).max(2_000);

/**
 * A piece of a mail's formatted text as it is printed, in reading order and without nesting: what stands in lists
 * and quotations says how deep.
 */
export const MailBlock = z.object({
  art: z.enum(['absatz', 'titel', 'punkt', 'vorformatiert', 'linie', 'tabelle']),
  /** Of headings, 1 to 3. */
  ebene: z.int().min(1).max(3).optional(),
  /** How many lists and quotations it stands in. */
  einzug: z.int().min(0).max(6),
  /** Part of a quotation. */
  zitat: z.boolean().optional(),
  /** What stands before an entry of a list: a bullet or its number. */
  marke: z.string().max(10).optional(),
  stuecke: spans,
  /** Of a table: its rows, all with the same number of cells. */
  zeilen: z.array(z.array(spans).min(1).max(10)).max(1_000).optional(),
});
export type MailBlock = z.infer<typeof MailBlock>;
