import { sql } from 'kysely';
import { firstRow, prepared, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { lane } from './lane.js';
import type { ClaimedUnit } from './runner.repository.js';
import { queueName, type Stage, type StageQueue, wholeItem } from './stage.js';
import { laneNow, waitsMoreUrgently } from './urgency.js';

/** What a worker offers that has just done a stage: to go on with the next one of the same item. */
export interface RunOn {
  /** The queue whose worker it is, whatever queue the stage was in that it has just done. */
  queue: string;
  /** The lease that it would take. */
  token: string;
  leaseSeconds: number;
}

/** Where an item has got to. */
export interface Moved {
  /** Queues that have new work for others. */
  queues: string[];
  /** What the worker that moved the item holds now. */
  next?: ClaimedUnit;
}

/**
 * What the workers of a queue may go on with. Nobody but the workers of `heavy` opens files, because their number
 * bounds how many do so at once; one of `ocr` would keep a process that recognises idle meanwhile.
 */
const goesOnWith: Readonly<Record<StageQueue, readonly StageQueue[]>> = {
  light: ['light'],
  heavy: ['heavy', 'light'],
  ocr: ['light'],
};

const mayGoOn = (pipeline: string, stage: Stage, offer: RunOn): boolean =>
  (Object.keys(goesOnWith) as StageQueue[]).some(
    (kind) => queueName(pipeline, kind) === offer.queue && goesOnWith[kind].includes(stage.queue),
  );

/**
 * Moves the item and its unit to a stage, with one unit for each of its pages if it has any. With an offer the
 * worker holds the unit afterwards, or the first page, unless something more urgent waits for the worker, or the
 * item has got into another lane, which other workers may serve.
 */
export const openStage = async (
  tx: Tx,
  unit: ClaimedUnit,
  stage: Stage,
  options: { pages: readonly number[] | undefined; offer: RunOn | undefined },
): Promise<Moved> => {
  const { pages, offer } = options;
  const queue = queueName(unit.pipeline, stage.queue);
  const goesOn = offer !== undefined && mayGoOn(unit.pipeline, stage, offer);
  const token = goesOn ? offer.token : null;
  const seconds = offer?.leaseSeconds ?? 0;
  // The transaction may have waited for its locks.
  const lease = sql`clock_timestamp() + ${seconds}::int * interval '1 second'`;
  const moved = sql`own as (
      select lane, ${laneNow} as lane_now from work_unit where item_id = ${unit.itemId} and page = ${wholeItem}
    ), chance as (
      select case when ${token}::uuid is not null and lane = ${unit.lane}
          and (lane_now = ${lane.interactive} or not ${waitsMoreUrgently(offer?.queue ?? '', sql`own.lane_now`)})
        then ${token}::uuid end as token from own
    ), item as (
      update work_item set stage = ${stage.name}, updated_at = now() where id = ${unit.itemId}
    )`;
  const reset = sql`stage = ${stage.name}, queue = ${queue}, failures = 0, due_at = now(), queued_until = null,
      error_code = null, error_text = null`;
  const held = (page: number): ClaimedUnit => ({
    ...unit,
    page,
    stage: stage.name,
    queue,
    attempts: 1,
    failures: 0,
    leaseToken: token ?? '',
  });
  if (pages === undefined) {
    const opened = await firstRow(
      tx,
      sql<{ held: boolean }>`${prepared('open-stage')} with ${moved}
        update work_unit set ${reset}, state = 'open', attempts = case when chance.token is null then 0 else 1 end,
          lease_until = case when chance.token is not null then ${lease} end, lease_token = chance.token
        from chance where item_id = ${unit.itemId} and page = ${wholeItem}
        returning lease_token is not null as held`,
    );
    return opened?.held === true ? { queues: [], next: held(wholeItem) } : { queues: [queue] };
  }
  const opened = await rows(
    tx,
    sql<{ page: number; held: boolean }>`${prepared('open-pages')} with ${moved}, fanned as (
        update work_unit set ${reset}, state = 'fanned', attempts = 0, lease_until = null, lease_token = null
        where item_id = ${unit.itemId} and page = ${wholeItem}
      )
      insert into work_unit (item_id, page, pipeline, stage, run, queue, lane, fairness_key, since, attempts, lease_until, lease_token)
      select i.id, p.page, i.pipeline, ${stage.name}, i.run, ${queue}, i.lane, i.fairness_key, i.created_at,
        case when p.place = 1 and c.token is not null then 1 else 0 end,
        case when p.place = 1 and c.token is not null then ${lease} end,
        case when p.place = 1 then c.token end
      from work_item i, chance c, unnest(${[...pages]}::int[]) with ordinality as p (page, place)
      where i.id = ${unit.itemId}
      returning page, lease_token is not null as held`,
  );
  const first = opened.find((one) => one.held);
  if (first === undefined) return { queues: [queue] };
  return { queues: opened.length > 1 ? [queue] : [], next: held(first.page) };
};
