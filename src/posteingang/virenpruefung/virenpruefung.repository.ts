import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Pruefergebnis } from './pruefung.js';
import type { Quarantaene, Virenstand } from './virenpruefung.schema.js';

/** Notes with an item what the check said; a release by a person stays. */
export const saveErgebnis = (tx: Tx, id: string, ergebnis: Pruefergebnis): Promise<unknown> =>
  rows(
    tx,
    sql`update posteingang set virenpruefung = ${ergebnis.virenpruefung}, virengeprueft_at = now(),
          virenbefund = ${ergebnis.virenpruefung === 'befund' ? ergebnis.signatur.slice(0, 200) : null},
          virenhinweis = ${ergebnis.virenpruefung === 'ungeprueft' ? ergebnis.hinweis : null}
        where id = ${id} and virenpruefung <> 'freigegeben'`,
  );

/** State of the check of an item. @throws when the item does not exist. */
export const getVirenstand = async (tx: Tx, id: string): Promise<Virenstand> => {
  const stand = await firstRow(
    tx,
    sql<Virenstand>`select virenpruefung, virenbefund, virenhinweis from posteingang where id = ${id}`,
  );
  if (stand === undefined) throw new Error('the item of this check does not exist');
  return stand;
};

/** Whether an item that is still on its way is unchecked; what was filed before the check was set up stays readable. */
export const awaitsCheck = async (tx: Tx, id: string): Promise<boolean> =>
  (
    await rows(
      tx,
      sql`select from posteingang where id = ${id} and virenpruefung = 'ungeprueft' and zustand in ('in_bearbeitung', 'clearing')`,
    )
  ).length > 0;

/** Hashes of everything that came with an item or was found in it, the file itself first. */
export const listHashes = async (tx: Tx, id: string): Promise<string[]> =>
  (
    await rows(
      tx,
      sql<{ sha256: string }>`select sha256 from (
          select 0 as place, sha256 from posteingang where id = ${id}
          union all select 1, sha256 from stapel_haelfte where posteingang_id = ${id}
          union all select 2 + position, sha256 from bestandteil where posteingang_id = ${id} and rolle <> 'anschreiben'
        ) files order by place`,
    )
  ).map(({ sha256 }) => sha256);

/** What lies in quarantine, oldest first; neither sender nor file name, for the Systembetreuung reads no letters. */
export const listQuarantaene = (tx: Tx): Promise<Quarantaene[]> =>
  rows(
    tx,
    sql<Quarantaene>`select p.id, p.eingangsnummer, p.kanal, to_char(p.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as received_at,
        p.size::float8 as size, p.sha256, p.virenbefund as signatur
      from posteingang p where p.virenpruefung = 'befund' and p.zustand <> 'abgewiesen' order by p.received_at limit 500`,
  );

/** Takes an item out of quarantine as a false alarm; 0 when it is not there. */
export const setFreigegeben = (tx: Tx, id: string): Promise<number> =>
  changed(
    tx,
    sql`update posteingang set virenpruefung = 'freigegeben' where id = ${id} and virenpruefung = 'befund' and zustand = 'clearing'`,
  );

/** Ends an item in quarantine; its line and its original stay. 0 when it is not there. */
export const setAbgewiesen = (tx: Tx, id: string): Promise<number> =>
  changed(
    tx,
    sql`update posteingang set zustand = 'abgewiesen' where id = ${id} and virenpruefung = 'befund' and zustand = 'clearing'`,
  );

/** Items that wait because clamd did not answer. */
export const listUnchecked = async (tx: Tx, code: string, most: number): Promise<string[]> =>
  (
    await rows(
      tx,
      sql<{
        id: string;
      }>`select id from work_item where pipeline = 'posteingang' and state = 'clearing' and clearing_code = ${code}
        order by clearing_at limit ${most}`,
    )
  ).map(({ id }) => id);
