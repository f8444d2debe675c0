import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

const leaseSeconds = 90;

/** Takes or keeps the right to read a mailbox, by the clock of the database; false while another process has it. */
export const holdPostfach = async (tx: Tx, quelle: string, inhaber: string): Promise<boolean> =>
  (await changed(
    tx,
    sql`insert into mail_postfach as p (quelle, inhaber, inhaber_bis)
        values (${quelle}, ${inhaber}, now() + make_interval(secs => ${leaseSeconds}))
        on conflict (quelle) do update set inhaber = excluded.inhaber, inhaber_bis = excluded.inhaber_bis
        where p.inhaber is null or p.inhaber = excluded.inhaber or p.inhaber_bis < now()`,
  )) > 0;

/** Gives the right back, so that another process need not wait for its end. */
export const releasePostfach = (tx: Tx, quelle: string, inhaber: string): Promise<unknown> =>
  rows(
    tx,
    sql`update mail_postfach set inhaber = null, inhaber_bis = null, zustand = 'getrennt'
        where quelle = ${quelle} and inhaber = ${inhaber}`,
  );

/** What the status page shows of a source; `kontakt`: the other side has just answered. */
export const savePostfach = (
  tx: Tx,
  stand: {
    quelle: string;
    zustand: 'getrennt' | 'verbunden' | 'lauscht';
    wartend?: number;
    beiseite?: number;
    stoerung: string;
    kontakt: boolean;
  },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into mail_postfach as p (quelle, zustand, wartend, beiseite, stoerung, kontakt_at)
        values (${stand.quelle}, ${stand.zustand}, ${stand.wartend ?? 0}, ${stand.beiseite ?? 0}, ${stand.stoerung}, case when ${stand.kontakt} then now() end)
        on conflict (quelle) do update set zustand = excluded.zustand, stoerung = excluded.stoerung,
          wartend = coalesce(${stand.wartend ?? null}::int, p.wartend),
          beiseite = coalesce(${stand.beiseite ?? null}::int, p.beiseite),
          kontakt_at = coalesce(excluded.kontakt_at, p.kontakt_at)`,
  );

/** Forgets sources that the settings no longer name. */
export const forgetOtherPostfaecher = (tx: Tx, quellen: readonly string[]): Promise<unknown> =>
  rows(tx, sql`delete from mail_postfach where quelle <> all (${[...quellen]}::text[])`);

/** A message that waits in a mailbox. */
export interface WaitingMessage {
  uid: number;
  versuche: number;
  faellig: boolean;
  /** It is committed already and only lies in the way. */
  angenommen: boolean;
}

/**
 * Notes what lies in a mailbox: new messages, and those that are gone. A message that left without us is
 * `verschwunden`, and one that has only got another number `neu_gezaehlt`. Returns what lies there, oldest first.
 */
export const noteMessages = async (
  tx: Tx,
  box: { quelle: string; uidvalidity: number; uids: readonly number[] },
): Promise<WaitingMessage[]> => {
  const { quelle, uidvalidity } = box;
  const uids = [...box.uids];
  await rows(
    tx,
    sql`insert into mail_nachricht (quelle, uidvalidity, uid)
        select ${quelle}, ${uidvalidity}, uid from unnest(${uids}::bigint[]) as uid on conflict do nothing`,
  );
  await rows(
    tx,
    sql`update mail_nachricht n set zustand = case when exists (select from mail_zustellung z
          where z.quelle = n.quelle and z.uidvalidity = n.uidvalidity and z.uid = n.uid) then 'angenommen'
          when n.uidvalidity <> ${uidvalidity} then 'neu_gezaehlt' else 'verschwunden' end
        where n.quelle = ${quelle} and n.zustand = 'offen'
          and (n.uidvalidity <> ${uidvalidity} or n.uid <> all (${uids}::bigint[]))`,
  );
  return rows(
    tx,
    sql<WaitingMessage>`select n.uid, n.versuche, n.faellig_at <= now() as faellig,
          exists (select from mail_zustellung z where z.quelle = n.quelle and z.uidvalidity = n.uidvalidity and z.uid = n.uid) as angenommen
        from mail_nachricht n where n.quelle = ${quelle} and n.uidvalidity = ${uidvalidity} and n.uid = any (${uids}::bigint[])
        order by n.uid`,
  );
};

/** A message of a mailbox; the number holds as long as the UIDVALIDITY stays. */
export interface MessageKey {
  quelle: string;
  uidvalidity: number;
  uid: number;
}

/** Counts an attempt before it begins, so that one that takes the process along is counted too. */
export const beginAttempt = (tx: Tx, key: MessageKey, retrySeconds: number): Promise<unknown> =>
  rows(
    tx,
    sql`update mail_nachricht set versuche = versuche + 1, faellig_at = now() + make_interval(secs => ${retrySeconds} * (versuche + 1))
        where quelle = ${key.quelle} and uidvalidity = ${key.uidvalidity} and uid = ${key.uid}`,
  );

/** It was not the message's fault: the attempt does not count, and it is due again at once. */
export const withdrawAttempt = (tx: Tx, key: MessageKey): Promise<unknown> =>
  rows(
    tx,
    sql`update mail_nachricht set versuche = greatest(0, versuche - 1), faellig_at = now()
        where quelle = ${key.quelle} and uidvalidity = ${key.uidvalidity} and uid = ${key.uid}`,
  );

/** What became of a message. */
export const closeMessage = (
  tx: Tx,
  key: MessageKey,
  end: { zustand: 'angenommen' | 'beiseite'; grund: string },
): Promise<unknown> =>
  rows(
    tx,
    sql`update mail_nachricht set zustand = ${end.zustand}, grund = ${end.grund}
        where quelle = ${key.quelle} and uidvalidity = ${key.uidvalidity} and uid = ${key.uid}`,
  );

/**
 * The item of a message that lay in this mailbox under another UIDVALIDITY: the same Message-ID and the very instant
 * at which the server had received it, which no sender can choose.
 */
export const findRecounted = async (
  tx: Tx,
  message: MessageKey & { messageId: string; internaldate: Date },
): Promise<string | undefined> =>
  (
    await firstRow(
      tx,
      sql<{ posteingangId: string }>`select posteingang_id from mail_zustellung
        where quelle = ${message.quelle} and message_id = ${message.messageId} and uid is not null
          and internaldate = ${message.internaldate} and uidvalidity <> ${message.uidvalidity} limit 1`,
    )
  )?.posteingangId;
