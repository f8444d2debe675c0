import { sql } from 'kysely';
import { firstRow } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** Whether an item, or the stack from which it was cut, was scanned into a Stapel of letters that came back. */
export const isRuecklauf = async (tx: Tx, id: string): Promise<boolean> =>
  (
    await firstRow<{ ruecklauf: boolean }>(
      tx,
      sql`select s.ruecklauf from posteingang p left join posteingang whole on whole.id = p.parent_id
            join stapel s on s.id = coalesce(p.stapel_id, whole.stapel_id)
          where p.id = ${id}`,
    )
  )?.ruecklauf === true;
