import { sql } from 'kysely';
import { changed } from '#infrastructure/database/pool.js';
import { storableJson } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** What a report proves, as it is kept with the letter. */
export interface Zustellbeleg {
  id: string;
  text: string;
  /** Eingang that brought the report. */
  posteingangId: string;
}

/** Keeps a report as evidence of the letter; false when this Eingang has been kept before. */
export const addBeleg = async (
  tx: Tx,
  { id, text, posteingangId }: Zustellbeleg,
): Promise<boolean> =>
  (await changed(
    tx,
    sql`update postausgang set updated_at = now(), nachweis = nachweis || jsonb_build_array(
          ${storableJson({ art: 'zustellbericht', text, posteingangId })}::jsonb || jsonb_build_object('at', to_jsonb(now())))
        where id = ${id} and not nachweis @> ${storableJson([{ posteingangId }])}::jsonb`,
  )) === 1;

/**
 * Moves a letter whose end was handed over once and of which nobody knew more to `sent`: what has left must not leave
 * again, also where a person has said that it had not. A worker that has taken it meanwhile fails at its fence.
 * @returns false when it stands elsewhere.
 */
export const settleSent = async (tx: Tx, id: string): Promise<boolean> => {
  const handedOver = sql`(select max(s.committing_at) from versandversuch s where s.postausgang_id = ${id})`;
  const settled = await changed(
    tx,
    sql`update postausgang set zustand = 'sent', sent_at = coalesce(sent_at, ${handedOver}), dispatch_lease_until = null,
          naechster_versuch_at = null, fehlversuche = 0, fehler_code = null, fehler_text = null, updated_at = now()
        where id = ${id} and zustand in ('unknown', 'committing', 'queued', 'claimed') and ${handedOver} is not null`,
  );
  await changed(
    tx,
    sql`update versandversuch set finished_at = now(), ergebnis = 'sent', antwort = 'delivery report'
        where postausgang_id = ${id} and finished_at is null and committing_at is not null and ${settled === 1}`,
  );
  return settled === 1;
};

/** Moves an uncertain letter of which a server says that it did not arrive to `failed`; false when it is not uncertain. */
export const settleFailed = async (tx: Tx, id: string, text: string): Promise<boolean> =>
  (await changed(
    tx,
    sql`update postausgang set zustand = 'failed', fehler_code = 'email-unzustellbar', fehler_text = ${text},
          dispatch_lease_until = null, updated_at = now()
        where id = ${id} and zustand in ('unknown', 'committing')`,
  )) === 1;
