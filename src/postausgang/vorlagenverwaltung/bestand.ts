import { sql } from 'kysely';
import { type Db, firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import type { Ausgeliefert, Auslieferung } from './ausgeliefert.js';
import { insertFassung, insertWappen } from './fassung.repository.js';

/** What is delivered holds from here on, so that every letter finds a version. */
const seitJeher = '2000-01-01';

interface Stand {
  /** This very text was delivered before, by this or another release of the program. */
  bekannt: boolean;
  vorhanden: boolean;
  /** A person has released an own version. */
  bearbeitet: boolean;
}

const standOf = async (tx: Tx, one: Ausgeliefert): Promise<Stand> => {
  const found = await firstRow(
    tx,
    sql<Stand>`select coalesce(bool_or(herkunft = 'ausgeliefert' and daten = ${JSON.stringify(one.daten)}::jsonb), false) as bekannt,
        count(*) > 0 as vorhanden,
        coalesce(bool_or(herkunft <> 'ausgeliefert' and zustand = 'freigegeben'), false) as bearbeitet
      from vorlagenfassung where art = ${one.art} and schluessel = ${one.schluessel}`,
  );
  return found ?? { bekannt: false, vorhanden: false, bearbeitet: false };
};

/** Own versions are never put out of force by a new release of the program: its text waits as a draft then. */
const storeOne = async (tx: Tx, one: Ausgeliefert, heute: string): Promise<void> => {
  const stand = await standOf(tx, one);
  if (stand.bekannt) return;
  const grund = stand.vorhanden
    ? 'Neue Fassung aus der Auslieferung des Programms'
    : 'Mit dem Programm ausgeliefert';
  const id = await insertFassung(tx, {
    ...one,
    herkunft: 'ausgeliefert',
    basisId: null,
    grund,
    authorId: null,
  });
  if (stand.bearbeitet) return;
  await rows(
    tx,
    sql`update vorlagenfassung set zustand = 'freigegeben', freigegeben_at = now(),
          gilt_ab = ${stand.vorhanden ? heute : seitJeher}::date where id = ${id}`,
  );
};

/**
 * Stores what is delivered as versions, once, however many processes start together: what is new or changed since
 * the last release of the program. A letter then always has a version that stays, whatever the next release brings.
 */
export const storeAuslieferung = (
  db: Db,
  auslieferung: Auslieferung,
  heute: string,
): Promise<void> =>
  asSystem(db, async (tx) => {
    await rows(
      tx,
      sql`select pg_advisory_xact_lock(hashtextextended('vorlagenfassung auslieferung', 0))`,
    );
    for (const wappen of auslieferung.wappen) await insertWappen(tx, wappen);
    const { vorlagen, briefkoepfe, bausteine } = auslieferung;
    for (const one of [...vorlagen, ...briefkoepfe, ...bausteine]) await storeOne(tx, one, heute);
  });

/** Runs it once in this process; a failure is forgotten, so that the next request tries again. */
export const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
};
