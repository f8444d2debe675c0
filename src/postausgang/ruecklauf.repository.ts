import { type RawBuilder, sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import { storableJson } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Empfaenger, Rueckmeldung } from './postausgang.schema.js';

/** What decides about a letter that comes back. */
export interface Zurueckgekommen {
  vorgangId: string;
  zustand: string;
  empfaengerName: string;
  rueckmeldung: Rueckmeldung | null;
  bekanntgabeDatum: string | null;
}

/** The letter, locked; undefined when there is none. */
export const lockZurueckgekommen = (tx: Tx, id: string): Promise<Zurueckgekommen | undefined> =>
  firstRow<Zurueckgekommen>(
    tx,
    sql`select vorgang_id, zustand, empfaenger ->> 'name' as empfaenger_name, rueckmeldung, bekanntgabe_datum
        from postausgang where id = ${id} for update`,
  );

/** Stores that the letter came back, and takes back the day on which it was to count as made known. */
export const setZurueck = async (
  tx: Tx,
  id: string,
  given: Omit<Rueckmeldung, 'at'>,
): Promise<void> => {
  await changed(
    tx,
    sql`update postausgang set updated_at = now(), bekanntgabe_datum = null,
          rueckmeldung = ${storableJson(given)}::jsonb
            || jsonb_build_object('at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        where id = ${id}`,
  );
};

/** Notes that a sheet of the letter lies in an Eingang; the first one stays. */
export const insertBlatt = async (
  tx: Tx,
  blatt: { posteingangId: string; postausgangId: string },
): Promise<void> => {
  await rows(
    tx,
    sql`insert into eigenes_blatt (posteingang_id, postausgang_id)
        values (${blatt.posteingangId}, ${blatt.postausgangId}) on conflict do nothing`,
  );
};

/** Whether a sheet of the letter lies in the Eingang. */
export const isBlattOf = async (
  tx: Tx,
  blatt: { posteingangId: string; postausgangId: string },
): Promise<boolean> =>
  (await firstRow(
    tx,
    sql<{ one: number }>`select 1 as one from eigenes_blatt
        where posteingang_id = ${blatt.posteingangId} and postausgang_id = ${blatt.postausgangId}`,
  )) !== undefined;

/** The letter of an Eingang as its page shows it. */
export interface BlattSchreiben {
  id: string;
  betreff: string;
  empfaenger: Empfaenger;
  sentAt: Date | null;
  rueckmeldung: Rueckmeldung | null;
  nachfolgerId: string | null;
}

/** The visible letter of which a sheet lies in an Eingang. */
export const findBlattSchreiben = (
  tx: Tx,
  visible: RawBuilder<boolean>,
  posteingangId: string,
): Promise<BlattSchreiben | undefined> =>
  firstRow<BlattSchreiben>(
    tx,
    sql`select p.id, p.betreff, p.empfaenger, p.sent_at, p.rueckmeldung, ${nachfolger} as nachfolger_id
        from eigenes_blatt e join postausgang p on p.id = e.postausgang_id
        where e.posteingang_id = ${posteingangId} and ${visible}`,
  );

/** The letter that was written in the place of `p`. */
export const nachfolger = sql`(select n.id from postausgang n where n.vorgaenger_id = p.id and n.zustand <> 'storniert')`;

/** Names the letter in whose place a draft stands; false when another draft stands there already. */
export const setVorgaenger = async (
  tx: Tx,
  draft: { id: string; vorgaengerId: string },
): Promise<boolean> =>
  (await changed(
    tx,
    sql`update postausgang set vorgaenger_id = ${draft.vorgaengerId} where id = ${draft.id}
          and not exists (select from postausgang n where n.vorgaenger_id = ${draft.vorgaengerId} and n.zustand <> 'storniert')`,
  )) === 1;
