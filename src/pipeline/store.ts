import { sql } from 'kysely';
import { Conflict } from '#errors.js';
import { changed, prepared, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Lane } from './lane.js';
import { queueName, wholeItem } from './stage.js';

export { type Lane, lane } from './lane.js';

/** The stage of an item that no worker has touched yet; the runner begins with the first of the list. */
export const beforeFirstStage = '';

export interface NewItem {
  id: string;
  pipeline: string;
  lane: Lane;
  /** Who the work is for; keys of one lane are served in turn. */
  fairnessKey: string;
  /** Begin behind this stage instead of at the top of the list. */
  startAt?: string;
}

/** Puts items under the care of the pipeline, in the transaction that accepts them. */
export const startItems = async (tx: Tx, items: readonly NewItem[]): Promise<void> => {
  if (items.length === 0) return;
  const list = JSON.stringify(
    items.map((item) => ({
      id: item.id,
      pipeline: item.pipeline,
      stage: item.startAt ?? beforeFirstStage,
      queue: queueName(item.pipeline, 'light'),
      lane: item.lane,
      fairness_key: item.fairnessKey,
    })),
  );
  await rows(
    tx,
    sql`${prepared('start-items')} with new as (
        select * from jsonb_to_recordset(${list}::jsonb)
          as n (id uuid, pipeline text, stage text, queue text, lane smallint, fairness_key text)
      ), items as (
        insert into work_item (id, pipeline, stage, lane, fairness_key)
        select id, pipeline, stage, lane, fairness_key from new
      )
      insert into work_unit (item_id, pipeline, stage, run, queue, lane, fairness_key)
      select id, pipeline, stage, 1, queue, lane, fairness_key from new`,
  );
};

/** Puts one item under the care of the pipeline. */
export const startItem = (tx: Tx, item: NewItem): Promise<void> => startItems(tx, [item]);

const openUnit = (tx: Tx, id: string): Promise<unknown> =>
  rows(
    tx,
    sql`insert into work_unit (item_id, page, pipeline, stage, run, queue, lane, fairness_key, since)
        select id, ${wholeItem}, pipeline, stage, run, pipeline || '.light', lane, fairness_key, created_at
        from work_item where id = ${id}
        on conflict (item_id, page) do update set stage = excluded.stage, run = excluded.run,
          queue = excluded.queue, state = 'open', attempts = 0, failures = 0, due_at = now(),
          queued_until = null, lease_until = null, lease_token = null, error_code = null, error_text = null`,
  );

/**
 * Lets an item that waits for a person go on with its next stage.
 * @throws Conflict when it does not wait.
 */
export const resumeItem = async (tx: Tx, id: string): Promise<void> => {
  const resumed = await changed(
    tx,
    sql`update work_item set state = 'open', updated_at = now() where id = ${id} and state = 'waiting'`,
  );
  if (resumed === 0) throw notInState('does not wait for a person');
  await openUnit(tx, id);
};

/**
 * Takes an item out of Clearing (or, with `from: 'done'`, out of its end) and lets it run again as a new run,
 * from the stage where it stopped or from `stage`. The raised run number makes its stages effective again.
 * @throws Conflict when the item is not there.
 */
export const reopenItem = async (
  tx: Tx,
  id: string,
  options: { stage?: string; from?: 'clearing' | 'done' | 'waiting' } = {},
): Promise<void> => {
  const reopened = await changed(
    tx,
    sql`update work_item set state = 'open', run = run + 1, stage = coalesce(${options.stage ?? null}, stage),
          clearing_code = null, clearing_text = null, clearing_at = null, updated_at = now()
        where id = ${id} and state = ${options.from ?? 'clearing'}`,
  );
  if (reopened === 0) throw notInState('is not in the state from which it can run again');
  await rows(tx, sql`delete from work_unit where item_id = ${id} and page <> ${wholeItem}`);
  await openUnit(tx, id);
};

/**
 * Puts an item that has reached its end before a person again; `stage` is where it goes on if nobody decides
 * otherwise.
 * @throws Conflict when it is not at its end.
 */
export const returnToClearing = async (
  tx: Tx,
  id: string,
  reason: { stage: string; code: string; text: string },
): Promise<void> => {
  const returned = await changed(
    tx,
    sql`update work_item set state = 'clearing', stage = ${reason.stage}, clearing_code = ${reason.code},
          clearing_text = ${reason.text}, clearing_at = now(), updated_at = now()
        where id = ${id} and state = 'done'`,
  );
  if (returned === 0) throw notInState('is not at its end');
};

/**
 * Puts an item that goes on or has reached its end before a person again, wherever it stands; a worker that is at it
 * loses it. It is locked until the end of the transaction.
 * @throws Conflict when it waits for something else.
 */
export const withdrawToClearing = async (
  tx: Tx,
  id: string,
  reason: { stage: string; code: string; text: string },
): Promise<void> => {
  const withdrawn = await changed(
    tx,
    sql`update work_item set state = 'clearing', stage = ${reason.stage}, clearing_code = ${reason.code},
          clearing_text = ${reason.text}, clearing_at = now(), updated_at = now()
        where id = ${id} and state in ('open', 'done', 'clearing')`,
  );
  if (withdrawn === 0) throw notInState('waits for something else');
  await rows(tx, sql`delete from work_unit where item_id = ${id}`);
};

/** Ends an item that waits or is in Clearing without running the rest of its list. */
export const finishItem = async (tx: Tx, id: string): Promise<void> => {
  const finished = await changed(
    tx,
    sql`update work_item set state = 'done', clearing_code = null, clearing_text = null, updated_at = now()
        where id = ${id} and state in ('clearing', 'waiting')`,
  );
  if (finished === 0) throw notInState('neither waits nor is in Clearing');
  await rows(tx, sql`delete from work_unit where item_id = ${id}`);
};

const notInState = (why: string): Conflict =>
  new Conflict({
    code: 'not-in-this-state',
    message: `The item ${why}; somebody else was faster, or the page is out of date.`,
    clerkMessage: 'Der Eintrag wurde inzwischen geändert. Bitte laden Sie die Ansicht neu.',
  });

/** Lets an item and its coming pages run in another lane. */
export const moveToLane = async (tx: Tx, id: string, to: Lane): Promise<void> => {
  await rows(tx, sql`update work_item set lane = ${to} where id = ${id}`);
  await rows(tx, sql`update work_unit set lane = ${to} where item_id = ${id}`);
};
