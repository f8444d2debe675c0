import { sql } from 'kysely';
import type { z } from 'zod';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import { storableText } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Abgabe, AbgabeWunsch } from './clearingplatz.schema.js';

/** Notes what became of an item that is not for us. */
export const insertAbgabe = (
  tx: Tx,
  id: string,
  given: z.infer<typeof AbgabeWunsch> & { personId: string },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into abgabe (posteingang_id, grund, wohin, empfaenger, weg, bemerkung, person_id)
        values (${id}, ${given.grund}, ${given.wohin}, ${storableText(given.empfaenger)}, ${given.weg},
          ${storableText(given.bemerkung)}, ${given.personId})`,
  );

/** Ends an item in Clearing as given to somebody else; 0 when it is not there any more. */
export const setAbgegeben = (tx: Tx, id: string): Promise<number> =>
  changed(
    tx,
    sql`update posteingang set zustand = 'abgegeben', organisationseinheit_id = null, vorgang_id = null
        where id = ${id} and zustand = 'clearing'`,
  );

/** The proof of an Abgabe; undefined where there is none. */
export const findAbgabe = async (
  tx: Tx,
  id: string,
): Promise<z.infer<typeof Abgabe> | undefined> => {
  const row = await firstRow(
    tx,
    sql<
      Omit<z.infer<typeof Abgabe>, 'at'> & { at: Date }
    >`select a.grund, a.wohin, a.empfaenger, a.weg, a.bemerkung, person.name as person, a.at
      from abgabe a join person on person.id = a.person_id where a.posteingang_id = ${id}`,
  );
  return row === undefined ? undefined : { ...row, at: row.at.toISOString() };
};

/** Forgets an Abgabe that was taken back; the protocol keeps that there was one. */
export const deleteAbgabe = (tx: Tx, id: string): Promise<unknown> =>
  rows(tx, sql`delete from abgabe where posteingang_id = ${id}`);
