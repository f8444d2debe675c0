import { sql } from 'kysely';
import { changed, firstRow, prepared } from '#infrastructure/database/pool.js';
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
  tx: Tx,
  options: { work: UnitOfWork; token: string; leaseSeconds: number },
): Promise<ClaimedUnit | undefined> => {
  const { work, token, leaseSeconds } = options;
  return firstRow(
    tx,
    sql<ClaimedUnit>`${prepared('claim-unit')} update work_unit set lease_until = now() + ${leaseSeconds} * interval '1 second',
        lease_token = ${token}::uuid, attempts = attempts + 1, queued_until = null
      where item_id = ${work.itemId} and page = ${work.page} and stage = ${work.stage} and run = ${work.run}
        and state = 'open' and due_at <= now() and (lease_until is null or lease_until <= now())
      returning item_id, page, pipeline, stage, run, queue, lane, attempts, failures, lease_token`,
  );
};

/** Extends the lease; false when it has been lost to another worker. */
export const renewLease = async (
  tx: Tx,
  unit: ClaimedUnit,
  leaseSeconds: number,
): Promise<boolean> =>
  (await changed(
    tx,
    sql`update work_unit set lease_until = now() + ${leaseSeconds} * interval '1 second'
        where item_id = ${unit.itemId} and page = ${unit.page} and lease_token = ${unit.leaseToken}::uuid and state = 'open'`,
  )) === 1;

/**
 * Locks item and unit for the finish, the item first so that the pages of one item finish one after the
 * other; false when the unit is no longer held by this worker.
 */
export const lockLeased = async (tx: Tx, unit: ClaimedUnit): Promise<boolean> => {
  const item = await firstRow(
    tx,
    sql<{
      state: string;
    }>`${prepared('lock-item')} select state from work_item where id = ${unit.itemId} and run = ${unit.run} for update`,
  );
  if (item?.state !== 'open') return false;
  const held = await firstRow(
    tx,
    sql<{
      page: number;
    }>`${prepared('lock-unit')} select page from work_unit where item_id = ${unit.itemId} and page = ${unit.page}
      and stage = ${unit.stage} and run = ${unit.run} and lease_token = ${unit.leaseToken}::uuid and state = 'open' for update`,
  );
  return held !== undefined;
};

/** Claims the one effect of (item, stage, page, run); false when it has been claimed before. */
export const claimResult = async (
  tx: Tx,
  result: {
    itemId: string;
    stage: string;
    page: number;
    run: number;
    durationMs: number;
    outcome: string;
  },
): Promise<boolean> =>
  (await changed(
    tx,
    sql`${prepared('claim-result')} insert into stage_run (item_id, stage, page, run, duration_ms, outcome)
        values (${result.itemId}, ${result.stage}, ${result.page}, ${result.run}, ${result.durationMs}, ${result.outcome})
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
