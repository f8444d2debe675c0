import { sql } from 'kysely';
import { changed, type Db, firstRow, prepared } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { UnitOfWork } from './dispatcher.js';
import type { Lane } from './lane.js';
import type { ClearingReason } from './stage.js';

/** A unit that this worker holds until its lease ends. */
export interface ClaimedUnit {
  itemId: string;
  page: number;
  pipeline: string;
  stage: string;
  run: number;
  queue: string;
  lane: Lane;
  /** Claims so far, this one included. */
  attempts: number;
  /** Attempts that ended in an error. */
  failures: number;
  leaseToken: string;
}

/** Takes the unit if it is due and nobody holds it; undefined otherwise. */
export const claimUnit = (
  db: Db,
  options: { work: UnitOfWork; token: string; leaseSeconds: number },
): Promise<ClaimedUnit | undefined> => {
  const { work, token, leaseSeconds } = options;
  return firstRow(
    db,
    sql<ClaimedUnit>`${prepared('claim-unit')} update work_unit set lease_until = now() + ${leaseSeconds} * interval '1 second',
        lease_token = ${token}::uuid, attempts = attempts + 1, queued_until = null
      where item_id = ${work.itemId} and page = ${work.page} and stage = ${work.stage} and run = ${work.run}
        and state = 'open' and due_at <= now() and (lease_until is null or lease_until <= now())
      returning item_id, page, pipeline, stage, run, queue, lane, attempts, failures, lease_token`,
  );
};

/** Extends the lease; false when it has been lost to another worker. */
export const renewLease = async (
  db: Db,
  unit: ClaimedUnit,
  leaseSeconds: number,
): Promise<boolean> =>
  (await changed(
    db,
    sql`update work_unit set lease_until = now() + ${leaseSeconds} * interval '1 second'
        where item_id = ${unit.itemId} and page = ${unit.page} and lease_token = ${unit.leaseToken}::uuid and state = 'open'`,
  )) === 1;

// The item is locked first, so that the pages of one item finish one after the other.
const leasedBy = (unit: ClaimedUnit) => sql`item as materialized (
    select id from work_item where id = ${unit.itemId} and run = ${unit.run} and state = 'open' for update
  ), held as materialized (
    select u.page from item i join work_unit u on u.item_id = i.id and u.page = ${unit.page}
    where u.stage = ${unit.stage} and u.run = ${unit.run} and u.lease_token = ${unit.leaseToken}::uuid
      and u.state = 'open' for update of u
  )`;

/** Locks item and unit for the finish; false when the unit is no longer held by this worker. */
export const lockLeased = async (tx: Tx, unit: ClaimedUnit): Promise<boolean> =>
  (await firstRow(
    tx,
    sql`${prepared('lock-leased')} with ${leasedBy(unit)} select page from held`,
  )) !== undefined;

/**
 * Locks item and unit and claims the one effect of (item, stage, page, run); false when the unit is no longer held
 * by this worker, or the effect has been claimed before. `stage` is the name of what was run.
 */
export const claimResult = async (
  tx: Tx,
  unit: ClaimedUnit,
  result: { stage: string; durationMs: number; outcome: string },
): Promise<boolean> =>
  (await changed(
    tx,
    sql`${prepared('claim-result')} with ${leasedBy(unit)}
        insert into stage_run (item_id, stage, page, run, duration_ms, outcome)
        select ${unit.itemId}::uuid, ${result.stage}, page, ${unit.run}::int, ${result.durationMs}::int, ${result.outcome}
        from held
        on conflict do nothing`,
  )) === 1;

/** Gives the unit back for a later attempt. */
export const postpone = async (
  tx: Tx,
  unit: ClaimedUnit,
  why: ClearingReason & { seconds: number },
): Promise<void> => {
  await changed(
    tx,
    sql`update work_unit set failures = failures + 1, due_at = now() + ${why.seconds} * interval '1 second',
          lease_until = null, lease_token = null, queued_until = null, error_code = ${why.code}, error_text = ${why.text}
        where item_id = ${unit.itemId} and page = ${unit.page}`,
  );
};
