import { sql } from 'kysely';
import { z } from 'zod';
import { rows } from '#infrastructure/database/pool.js';
import { storableJson } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import {
  mailContentType,
  mailHeaders,
  mailReports,
  mailSignatures,
} from '#tools/mail/mail-result.js';
import { shownHtml } from '#tools/mail-html/shown-html.js';

const address = z.object({ name: z.string(), address: z.string() });

const contentHash = z.string().regex(/^[0-9a-f]{64}$/);

const absenderdomain = z.object({
  confirmed: z.boolean(),
  text: z.string(),
  details: z.array(z.string()),
  /** Who checked it; in older rows always the own mail server. */
  herkunft: z.enum(['mailserver', 'poststelle']).optional(),
});

/** What is kept of a mail beside its raw bytes. */
export const StoredMail = z.object({
  head: z.object({
    from: z.array(address),
    to: z.array(address),
    cc: z.array(address),
    replyTo: z.array(address),
    subject: z.string(),
    date: z.string().optional(),
    messageId: z.string().optional(),
    inReplyTo: z.string().optional(),
    references: z.array(z.string()),
    autoSubmitted: z.boolean(),
  }),
  text: z.string(),
  problems: z.array(z.string()),
  // Mails that were opened by earlier versions lack what follows.
  headers: mailHeaders.optional(),
  reports: mailReports.optional(),
  contentType: mailContentType.optional(),
  signatures: mailSignatures.optional(),
  /** Content hashes: the HTML as it came, and as it may be shown. */
  html: contentHash.optional(),
  safeHtml: contentHash.optional(),
  /** What is known of the sender's domain; a hint, never a decision. */
  absenderdomain: absenderdomain.optional(),
  /** What is said beside the latter. */
  ansicht: shownHtml.optional(),
});
export type StoredMail = z.infer<typeof StoredMail>;

/** Keeps head and text of a mail with its item. */
export const saveMailHead = (tx: Tx, id: string, mail: StoredMail): Promise<unknown> =>
  rows(tx, sql`update posteingang set mailkopf = ${storableJson(mail)}::jsonb where id = ${id}`);

/** Adds what is known of the sender's domain to the head of a mail. */
export const saveAbsenderdomain = (
  tx: Tx,
  id: string,
  found: NonNullable<StoredMail['absenderdomain']>,
): Promise<unknown> =>
  rows(
    tx,
    sql`update posteingang set mailkopf = mailkopf || jsonb_build_object('absenderdomain', ${storableJson(found)}::jsonb)
        where id = ${id}`,
  );
