import { sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { platzSekunden } from './clearingplatz.schema.js';

interface Holder {
  personId: string;
  person: string;
  seit: Date;
}

/** Gives the item to the person unless somebody else has it; who has it now. */
export const takePlatz = async (
  tx: Tx,
  want: { id: string; personId: string; uebernehmen: boolean },
): Promise<Holder> => {
  const { id, personId, uebernehmen } = want;
  await rows(
    tx,
    sql`insert into clearing_platz as c (posteingang_id, person_id, seit, gilt_bis)
        values (${id}, ${personId}, now(), now() + ${platzSekunden} * interval '1 second')
        on conflict (posteingang_id) do update set person_id = excluded.person_id, gilt_bis = excluded.gilt_bis,
          seit = case when c.person_id = excluded.person_id and c.gilt_bis > now() then c.seit else excluded.seit end
        where c.person_id is null or c.person_id = excluded.person_id or c.gilt_bis <= now() or ${uebernehmen}::boolean`,
  );
  const holder = await findHolder(tx, id);
  if (holder === undefined) throw new Error('an item that was just taken has no holder');
  return holder;
};

/** Who has the item on the screen; undefined when nobody has. */
export const findHolder = (tx: Tx, id: string): Promise<Holder | undefined> =>
  firstRow(
    tx,
    sql<Holder>`select c.person_id, person.name as person, c.seit from clearing_platz c
      join person on person.id = c.person_id where c.posteingang_id = ${id} and c.gilt_bis > now()`,
  );

/** Gives the item back, if the person has it. */
export const leavePlatz = (tx: Tx, id: string, personId: string): Promise<unknown> =>
  rows(
    tx,
    sql`update clearing_platz set person_id = null, seit = null, gilt_bis = null
        where posteingang_id = ${id} and person_id = ${personId}`,
  );

/** Puts the item behind all others and gives it back. */
export const putBehind = (tx: Tx, id: string, personId: string): Promise<unknown> =>
  rows(
    tx,
    sql`insert into clearing_platz (posteingang_id, zurueckgestellt_at, zurueckgestellt_von) values (${id}, now(), ${personId})
        on conflict (posteingang_id) do update set zurueckgestellt_at = now(), zurueckgestellt_von = excluded.zurueckgestellt_von,
          person_id = null, seit = null, gilt_bis = null`,
  );

/** Forgets who had the item, and that it was put back: it has left Clearing. */
export const clearPlatz = (tx: Tx, id: string): Promise<unknown> =>
  rows(tx, sql`delete from clearing_platz where posteingang_id = ${id}`);
