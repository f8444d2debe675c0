import { sql } from 'kysely';
import { changed, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Meldung } from './channels/channel.js';
import type { Verwaist } from './versand.repository.js';

/** A letter whose other side is to be asked now. */
export interface Gefragt extends Omit<Verwaist, 'zustand'> {
  zustand: 'sent' | 'unknown';
  sentAt: Date | null;
}

const longestPauseSeconds = 1_800;

/**
 * Letters whose other side is to be asked, each for one asker: its next question is put off with the same
 * statement, ever further, to half an hour.
 */
export const takeGefragte = (tx: Tx, most: number): Promise<Gefragt[]> =>
  rows<Gefragt>(
    tx,
    sql`update postausgang p set statusfragen = p.statusfragen + 1, naechste_statusfrage_at = now()
          + interval '1 second' * least(${longestPauseSeconds}::float8, 10 * 2 ^ least(p.statusfragen, 12))
        from (select id from postausgang where naechste_statusfrage_at <= now() and zustand in ('sent', 'unknown')
          order by naechste_statusfrage_at limit ${most} for update skip locked) due
        where p.id = due.id
        returning p.id, p.dispatch_token as token, p.dispatch_attempt as attempt, p.kanal, p.versanddatum,
          coalesce(p.druckdatei, '') as druckdatei, p.zustand, p.rendition_sha256, p.fremdkennung, p.sent_at`,
  );

/** Nothing more is expected from the other side, unless the letter has left anew since. */
export const endStatusfragen = async (
  tx: Tx,
  letter: { id: string; attempt: number },
): Promise<void> => {
  await changed(
    tx,
    sql`update postausgang set naechste_statusfrage_at = null
        where id = ${letter.id} and dispatch_attempt = ${letter.attempt} and zustand = 'sent'`,
  );
};

/** Stores what the other side told. @returns those that are new */
export const insertMeldungen = async (
  tx: Tx,
  letter: { id: string; attempt: number },
  meldungen: readonly Meldung[],
): Promise<Meldung[]> => {
  const added: Meldung[] = [];
  for (const meldung of meldungen) {
    const { art, schluessel, at, text, roh } = meldung;
    const count = await changed(
      tx,
      sql`insert into versandereignis (postausgang_id, attempt, art, schluessel, at, text, roh)
          values (${letter.id}, ${letter.attempt}, ${art}, ${schluessel}, coalesce(${at ?? null}::timestamptz, now()),
            ${text}, ${roh})
          on conflict do nothing`,
    );
    if (count === 1) added.push(meldung);
  }
  return added;
};
