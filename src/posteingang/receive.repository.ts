import { sql } from 'kysely';
import { firstRow, prepared, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** One item whose bytes are durably stored and that waits for its line in the Posteingangsbuch. */
export interface Arrival {
  kanal: 'upload' | 'email' | 'scan' | 'trennung';
  /** A sealed item is registered, and nothing else happens to it. */
  zustand?: 'verschlossen';
  idempotencyScope: string;
  idempotencyKey: string;
  sha256: string;
  size: number;
  mediaType: string;
  dateiname: string;
  /** Calendar day of receipt in Germany. */
  eingangsdatum: string;
  receivedBy: string | null;
  parentId?: string;
  parentPosition?: number;
  /** The Stapel into which it was scanned. */
  stapelId?: string;
}

export interface KnownItem {
  id: string;
  eingangsnummer: string;
  sha256: string;
  idempotencyScope: string;
  idempotencyKey: string;
}

/**
 * Locks the year's counter until the end of the transaction. Whoever holds it is alone in giving numbers
 * and in looking for duplicates; a rolled-back transaction gives its numbers back, so there is no gap.
 */
export const lockCounter = async (tx: Tx, jahr: number): Promise<number> => {
  const counter = await firstRow(
    tx,
    sql<{
      letzte: number;
    }>`${prepared('lock-counter')} insert into eingangsnummer_zaehler as z (jahr, letzte) values (${jahr}, 0)
      on conflict (jahr) do update set letzte = z.letzte returning letzte`,
  );
  if (counter === undefined) throw new Error('the counter of the year has vanished');
  return counter.letzte;
};

/** Sets the last number given in this year. */
export const setCounter = (tx: Tx, jahr: number, letzte: number): Promise<unknown> =>
  rows(
    tx,
    sql`${prepared('set-counter')} update eingangsnummer_zaehler set letzte = ${letzte} where jahr = ${jahr}`,
  );

/** Items that have one of these keys or these very bytes; refused ones do not count. */
export const findKnown = (tx: Tx, arrivals: readonly Arrival[]): Promise<KnownItem[]> => {
  const scopes = arrivals.map((one) => one.idempotencyScope);
  const keys = arrivals.map((one) => one.idempotencyKey);
  return rows(
    tx,
    sql<KnownItem>`${prepared('known-arrivals')} select id, eingangsnummer, sha256, idempotency_scope, idempotency_key from posteingang
      where (idempotency_scope, idempotency_key) in (select * from unnest(${scopes}::text[], ${keys}::text[]))
      union all
      select id, eingangsnummer, sha256, idempotency_scope, idempotency_key from posteingang
      where sha256 = any (${arrivals.map((one) => one.sha256)}::text[]) and zustand <> 'abgewiesen' and parent_id is null`,
  );
};

/** Writes the lines of the Posteingangsbuch. */
export const insertArrivals = (
  tx: Tx,
  arrivals: readonly (Arrival & { id: string; jahr: number; laufnummer: number })[],
): Promise<{ id: string; eingangsnummer: string }[]> => {
  // One parameter however many there are: a long list of values costs the server more to parse than to store.
  const list = JSON.stringify(
    arrivals.map((one) => ({
      id: one.id,
      jahr: one.jahr,
      laufnummer: one.laufnummer,
      kanal: one.kanal,
      idempotency_scope: one.idempotencyScope,
      idempotency_key: one.idempotencyKey,
      sha256: one.sha256,
      size: one.size,
      media_type: one.mediaType,
      dateiname: one.dateiname,
      eingangsdatum: one.eingangsdatum,
      received_by: one.receivedBy,
      parent_id: one.parentId,
      parent_position: one.parentPosition,
      stapel_id: one.stapelId,
      zustand: one.zustand ?? 'in_bearbeitung',
    })),
  );
  return rows(
    tx,
    sql<{
      id: string;
      eingangsnummer: string;
    }>`${prepared('insert-arrivals')} insert into posteingang (id, jahr, laufnummer, kanal,
        idempotency_scope, idempotency_key, sha256, size, media_type, dateiname, eingangsdatum, received_by,
        parent_id, parent_position, stapel_id, zustand, virenpruefung)
      select id, jahr, laufnummer, kanal, idempotency_scope, idempotency_key, sha256, size, media_type, dateiname,
        eingangsdatum, received_by, parent_id, parent_position, stapel_id, zustand,
        coalesce((select stack.virenpruefung from posteingang stack where stack.id = a.parent_id), 'ungeprueft')
      from jsonb_to_recordset(${list}::jsonb) as a (id uuid, jahr int, laufnummer int, kanal text,
        idempotency_scope text, idempotency_key text, sha256 text, size bigint, media_type text, dateiname text,
        eingangsdatum date, received_by uuid, parent_id uuid, parent_position int, stapel_id uuid, zustand text)
      returning id, eingangsnummer`,
  );
};

/** Keeps what was refused at the door visible, with its reason. */
export const insertAbweisung = (
  tx: Tx,
  one: {
    kanal: string;
    personId: string | null;
    dateiname: string;
    size: number | null;
    code: string;
    text: string;
  },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into abweisung (kanal, person_id, dateiname, size, code, text)
        values (${one.kanal}, ${one.personId}, ${one.dateiname}, ${one.size}, ${one.code}, ${one.text})`,
  );
