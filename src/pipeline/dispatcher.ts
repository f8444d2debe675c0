import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '#infrastructure/database/pool.js';
import { prepared, rows } from '#infrastructure/database/pool.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import { type Lane, lane } from './lane.js';
import { laneNow } from './urgency.js';

/** What a job carries: ids only. */
export interface UnitOfWork {
  itemId: string;
  page: number;
  stage: string;
  run: number;
}

/** A unit that was chosen, with its own lane and the one that it has reached by waiting. */
export interface ChosenUnit extends UnitOfWork {
  lane: Lane;
  laneNow: Lane;
}

export interface DispatcherDeps {
  db: Db;
  log: Log;
  /** Best effort: a job that gets lost is queued again when its time has run out. */
  enqueue: (queue: string, units: readonly ChosenUnit[]) => Promise<void>;
  /**
   * Jobs of one lane to keep waiting in a queue. What waits there can hardly be overtaken, so that it should be no
   * more than keeps the workers busy.
   */
  depthOf: (queue: string) => number;
  /** After this time a job that nobody took is taken for lost, in seconds. */
  queuedSeconds: number;
}

/** Each round costs four statements; a letter that arrives in a flood waits no longer than this for its turn to be asked. */
const fullQueuePauseMs = 40;

/**
 * Chooses what is worked on next and wakes a worker for it: by lane, then in turn between those for whom
 * the work is, counting what each already has in hand, then by age. What has waited long counts as urgent. A batch of five thousand pages thus
 * delays a letter of three pages by a few pages, not by five thousand.
 */
export const createDispatcher = (deps: DispatcherDeps) => {
  const { db, log, depthOf, queuedSeconds } = deps;

  const choose = (queue: string): Promise<ChosenUnit[]> =>
    inTransaction(db, {}, async (tx) => {
      // Waits for the others that choose, because they may have looked before this one's work was there.
      await rows(
        tx,
        sql`${prepared('dispatch-lock')} select pg_advisory_xact_lock(hashtext('dispatch'), hashtext(${queue}))`,
      );
      const chosen = await rows(tx, chooseDue(queue, depthOf(queue), queuedSeconds));
      return chosen.sort((a, b) => a.place - b.place);
    });

  const forget = (queue: string, units: readonly UnitOfWork[]): Promise<unknown> =>
    rows(
      db,
      sql`update work_unit set queued_until = null where queue = ${queue}
          and (item_id, page) in (${sql.join(units.map((unit) => sql`(${unit.itemId}::uuid, ${unit.page}::int)`))})`,
    );

  /** Fills one queue up to its depth; returns how many jobs it added. */
  const dispatch = async (queue: string): Promise<number> => {
    const units = await choose(queue);
    if (units.length === 0) return 0;
    try {
      await deps.enqueue(queue, units);
    } catch (error) {
      log.warn(
        { err: error, queue, units: units.length },
        'queue not reachable; the keeper will try again',
      );
      await forget(queue, units);
      return 0;
    }
    return units.length;
  };

  const running = new Map<string, 'once' | 'again'>();

  /** Fills a queue soon. Calls that come in while it is being filled share one more round. */
  const wake = async (queue: string): Promise<void> => {
    if (running.has(queue)) {
      running.set(queue, 'again');
      return;
    }
    try {
      for (;;) {
        running.set(queue, 'once');
        const added = await dispatch(queue);
        if (running.get(queue) === 'once') return;
        // A full queue is not asked again for each letter that arrives in a flood.
        if (added === 0) await pause(fullQueuePauseMs);
      }
    } finally {
      running.delete(queue);
    }
  };

  return { dispatch, wake };
};

export type Dispatcher = ReturnType<typeof createDispatcher>;

// A queued_until far in the future can only come from a clock that was set back; it counts as due.
const isDue = (
  queue: string,
  queuedSeconds: number,
) => sql`queue = ${queue} and state = 'open' and due_at <= now()
  and (queued_until is null or queued_until <= now() or queued_until > now() + ${queuedSeconds * 2} * interval '1 second')
  and (lease_until is null or lease_until <= now())`;

// The room of a lane is not narrowed by what waits of the lanes behind it, so that it can overtake at any time.
const chooseDue = (queue: string, depth: number, queuedSeconds: number) => sql<
  ChosenUnit & { place: number }
>`${prepared('choose-due')}
  with in_hand as (
    select lane, fairness_key, ${laneNow} as lane_now,
      count(*) filter (where queued_until > now() and (lease_until is null or lease_until <= now())) as queued,
      count(*) filter (where lease_until > now()) as leased
    from work_unit
    where queue = ${queue} and state = 'open' and (queued_until > now() or lease_until > now())
    group by lane, fairness_key, lane_now
  ), room as (
    select l.lane_now, greatest(0, greatest(${depth}::int, (select coalesce(sum(leased), 0) from in_hand))
        - (select coalesce(sum(h.queued), 0) from in_hand h where h.lane_now <= l.lane_now))::int as slots
    from unnest(array[${lane.interactive}, ${lane.mail}, ${lane.batch}]::int[]) as l (lane_now)
  ), keys as (
    select lane, fairness_key, min(since) as since from work_unit
    where ${isDue(queue, queuedSeconds)} and exists (select from room where slots > 0)
    group by lane, fairness_key
  ), due as (
    select c.*, ${laneNow} as lane_now,
      row_number() over (partition by c.lane, c.fairness_key order by c.since, c.item_id, c.page)
        + coalesce((select sum(h.queued + h.leased) from in_hand h
            where h.lane = c.lane and h.fairness_key = c.fairness_key), 0) as turn
    from (select lane as of_lane, fairness_key as of_key, ${laneNow} as oldest from keys) k cross join lateral (
      select item_id, page, lane, fairness_key, since from work_unit
      where lane = k.of_lane and fairness_key = k.of_key and ${isDue(queue, queuedSeconds)}
      order by since, item_id, page
      limit (select slots from room where lane_now = k.oldest)
    ) c
  ), placed as (
    select item_id, page, lane_now, row_number() over (order by lane_now, turn, since) as place from due
  ), chosen as (
    select p.* from placed p join room r using (lane_now) where p.place <= r.slots
  )
  update work_unit u set queued_until = now() + ${queuedSeconds} * interval '1 second'
  from chosen c where u.item_id = c.item_id and u.page = c.page
  returning u.item_id, u.page, u.stage, u.run, u.lane, c.lane_now, c.place`;
