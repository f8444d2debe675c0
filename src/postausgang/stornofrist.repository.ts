import { type RawBuilder, sql } from 'kysely';
import { changed } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/*
 * Between its release and its dispatch a letter can be stopped. Only the clock of the database says when that time is
 * over; the trigger `postausgang_frist` refuses whoever forgets to ask.
 */

/** Offices open at seven: a letter with a day of dispatch leaves no earlier on it. */
const openingTime = sql`interval '7 hours'`;

/** When a letter that is released now may leave at the earliest. */
export const versandAb = (fristMinuten: number): RawBuilder<Date> =>
  sql<Date>`greatest(now() + make_interval(mins => ${fristMinuten}),
    (versand_wunsch + ${openingTime}) at time zone 'Europe/Berlin')`;

/** Whether a queued letter may leave now; for every statement that takes letters for dispatch. */
export const darfHinaus = (alias: string): RawBuilder<boolean> => {
  const of = (column: string) => sql.ref(`${alias}.${column}`);
  return sql<boolean>`(${of('angehalten_at')} is null and coalesce(${of('versand_ab')} <= now(), true))`;
};

/** Holds a letter that nobody has taken yet. @returns false when it is too late, or already held. */
export const haltAn = async (tx: Tx, hold: { id: string; personId: string }): Promise<boolean> =>
  (await changed(
    tx,
    sql`update postausgang set angehalten_at = now(), angehalten_von = ${hold.personId},
          naechster_versuch_at = null, updated_at = now()
        where id = ${hold.id} and zustand = 'queued' and angehalten_at is null`,
  )) === 1;

/** Lets a held letter go on; the time in which it can be stopped begins anew. @returns false when it is not held. */
export const setzeFort = async (
  tx: Tx,
  letter: { id: string; fristMinuten: number },
): Promise<boolean> =>
  (await changed(
    tx,
    sql`update postausgang set angehalten_at = null, angehalten_von = null, updated_at = now(),
          versand_ab = ${versandAb(letter.fristMinuten)}, naechster_versuch_at = ${versandAb(letter.fristMinuten)}
        where id = ${letter.id} and zustand = 'queued' and angehalten_at is not null`,
  )) === 1;

/** Lets the keeper wake a letter when its time has come; a held one sleeps until a person wakes it. */
export const stelleWecker = async (tx: Tx, id: string): Promise<void> => {
  await changed(
    tx,
    sql`update postausgang set naechster_versuch_at = case when angehalten_at is null then versand_ab end
        where id = ${id}`,
  );
};

/** The letter is awake; without this the keeper would wake it again and again. */
export const stelleWeckerAb = async (tx: Tx, id: string): Promise<void> => {
  await changed(tx, sql`update postausgang set naechster_versuch_at = null where id = ${id}`);
};
