import { sql } from 'kysely';
import { changed, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { PosteingangZustand } from './posteingang.schema.js';

/** Sets unit and Vorgang of an item in Clearing; 0 when it is not there any more. */
export const assignItem = (
  tx: Tx,
  to: { id: string; organisationseinheitId: string; vorgangId: string | undefined },
): Promise<number> =>
  changed(
    tx,
    sql`update posteingang set organisationseinheit_id = ${to.organisationseinheitId}, vorgang_id = ${to.vorgangId ?? null}
        where id = ${to.id} and zustand = 'clearing'`,
  );

/** Where an item stands; moved together with its work item. */
export const setZustand = (tx: Tx, id: string, zustand: PosteingangZustand): Promise<unknown> =>
  rows(tx, sql`update posteingang set zustand = ${zustand} where id = ${id}`);

/** What the machine decided: the unit and, when it is sure of one, the Vorgang. */
export const setDecided = (
  tx: Tx,
  id: string,
  decided: { organisationseinheitId: string | null; vorgangId: string | null },
): Promise<unknown> =>
  rows(
    tx,
    sql`update posteingang set organisationseinheit_id = ${decided.organisationseinheitId}, vorgang_id = ${decided.vorgangId}
        where id = ${id}`,
  );

/** Notes the Vorgang in which the unit filed an item; 0 when it has one already or is not with a unit. */
export const setFiled = (
  tx: Tx,
  id: string,
  filed: { vorgangId: string; dokumentId: string },
): Promise<number> =>
  changed(
    tx,
    sql`update posteingang set vorgang_id = ${filed.vorgangId}, dokument_id = ${filed.dokumentId}
        where id = ${id} and zustand = 'zugeordnet' and vorgang_id is null`,
  );

/** Gives an item without Vorgang to another unit; 0 when it no longer lies with `from` or has been filed. */
export const moveToUnit = (
  tx: Tx,
  id: string,
  move: { from: string; to: string },
): Promise<number> =>
  changed(
    tx,
    sql`update posteingang set organisationseinheit_id = ${move.to}, zugeordnet_at = now()
        where id = ${id} and zustand = 'zugeordnet' and organisationseinheit_id = ${move.from} and vorgang_id is null`,
  );

/** Takes an item without Vorgang back from its unit; 0 as above. */
export const takeBack = (tx: Tx, id: string, from: string): Promise<number> =>
  changed(
    tx,
    sql`update posteingang set zustand = 'clearing', organisationseinheit_id = null, zugeordnet_at = null
        where id = ${id} and zustand = 'zugeordnet' and organisationseinheit_id = ${from} and vorgang_id is null`,
  );

/** Ends the way in: the item belongs to its unit from now on. */
export const markAttached = (
  tx: Tx,
  id: string,
  filed: { organisationseinheitId: string; dokumentId: string | null },
): Promise<unknown> =>
  rows(
    tx,
    sql`update posteingang set zustand = 'zugeordnet', zugeordnet_at = now(), organisationseinheit_id = ${filed.organisationseinheitId},
        dokument_id = ${filed.dokumentId} where id = ${id}`,
  );
