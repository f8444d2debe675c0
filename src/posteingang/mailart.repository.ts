import { sql } from 'kysely';
import { z } from 'zod';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { storableJson } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { failureClasses, mailKinds, recogniseMailKind } from '#understanding/index.js';
import type { StoredMail } from './mail.repository.js';

/** The kind of a mail as it is stored with its item. */
export const StoredMailart = z.object({
  kind: z.enum(mailKinds),
  reason: z.object({ code: z.string(), text: z.string() }),
  recipients: z.array(
    z.object({
      address: z.string(),
      action: z.enum(['failed', 'delayed', 'delivered', 'relayed', 'expanded']),
      status: z.string().optional(),
      diagnostic: z.string(),
      reasonClass: z.enum(failureClasses),
    }),
  ),
  originalMessageId: z.string().optional(),
  originalEnvelopeId: z.string().optional(),
  answerable: z.discriminatedUnion('allowed', [
    z.object({ allowed: z.literal(true) }),
    z.object({ allowed: z.literal(false), why: z.string() }),
  ]),
});
export type StoredMailart = z.infer<typeof StoredMailart>;

/** The sender of the envelope, where a mail server has handed the mail over to us; mailboxes forget it. */
const envelopeFrom = async (tx: Tx, id: string): Promise<string | undefined> =>
  (
    await firstRow<{ umschlagVon: string }>(
      tx,
      sql`select umschlag_von from mail_zustellung
          where posteingang_id = ${id} and quelle in ('lmtp', 'smtp') order by empfangen_am limit 1`,
    )
  )?.umschlagVon;

/** Recognises the kind of a mail and keeps it with its item. */
export const saveMailart = async (tx: Tx, id: string, mail: StoredMail): Promise<void> => {
  const kind = recogniseMailKind({
    head: mail.head,
    headers: mail.headers ?? [],
    reports: mail.reports ?? [],
    contentType: mail.contentType,
    text: mail.text,
    envelopeFrom: await envelopeFrom(tx, id),
  });
  await rows(
    tx,
    sql`update posteingang set mailart = ${storableJson(kind)}::jsonb where id = ${id}`,
  );
};

/** The kind of a mail; undefined for what is no mail, and for mails opened before there were kinds. */
export const findMailart = async (tx: Tx, id: string): Promise<StoredMailart | undefined> =>
  StoredMailart.safeParse(
    (
      await firstRow<{ mailart: unknown }>(
        tx,
        sql`select mailart from posteingang where id = ${id}`,
      )
    )?.mailart,
  ).data;
