import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '#infrastructure/database/pool.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import { lane } from './store.js';

/** What a job carries: ids only. */
export interface UnitOfWork {
  itemId: string;
  page: number;
  stage: string;
  run: number;
}

export interface DispatcherDeps {
  db: Db;
  log: Log;
  /** Best effort: a job that gets lost is queued again when its time has run out. */
  enqueue: (queue: string, units: readonly UnitOfWork[]) => Promise<void>;
  /** Jobs to keep waiting in a queue for each process that works on it. */
  depth: number;
  /** After this time a job that nobody took is taken for lost, in seconds. */
  queuedSeconds: number;
}

const fullQueuePauseMs = 20;

/**
 * Chooses what is worked on next and wakes a worker for it: by lane, then in turn between those for whom
 * the work is, counting what each already has in hand, then by age. What has waited long counts as urgent. A batch of five thousand pages thus
 * delays a letter of three pages by a few pages, not by five thousand.
 */
export const createDispatcher = (deps: DispatcherDeps) => {
  const { db, log, depth, queuedSeconds } = deps;

  const choose = (queue: string): Promise<UnitOfWork[]> =>
    asSystem(db, async (tx) => {
      const lock = await rows(
        tx,
        sql<{
          taken: boolean;
        }>`select pg_try_advisory_xact_lock(hashtext('dispatch'), hashtext(${queue})) as taken`,
      );
      if (lock[0]?.taken !== true) return [];
      return rows(tx, chooseDue(queue, depth, queuedSeconds));
    });

  const forget = (queue: string, units: readonly UnitOfWork[]): Promise<unknown> =>
    asSystem(db, (tx) =>
      rows(
        tx,
        sql`update work_unit set queued_until = null where queue = ${queue}
            and (item_id, page) in (${sql.join(units.map((unit) => sql`(${unit.itemId}::uuid, ${unit.page}::int)`))})`,
      ),
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

// Whoever scans letter by letter all day must not keep mail and batches from ever being read.
const laneNow = sql`case when since < now() - (case lane when ${lane.mail} then interval '10 minutes'
  else interval '1 hour' end) then ${lane.interactive} else lane end`;

// A queued_until far in the future can only come from a clock that was set back; it counts as due.
const chooseDue = (queue: string, depth: number, queuedSeconds: number) => sql<UnitOfWork>`
  with in_hand as (
    select lane, fairness_key,
      count(*) filter (where queued_until > now() and (lease_until is null or lease_until <= now())) as queued,
      count(*) filter (where lease_until > now()) as leased
    from work_unit
    where queue = ${queue} and state = 'open' and (queued_until > now() or lease_until > now())
    group by lane, fairness_key
  ), room as (
    select greatest(0, greatest(${depth}::int, coalesce(sum(leased), 0)) - coalesce(sum(queued), 0))::int as slots from in_hand
  ), keys as (
    select distinct lane, fairness_key from work_unit
    where queue = ${queue} and state = 'open' and due_at <= now() and (select slots from room) > 0
      and (queued_until is null or queued_until <= now() or queued_until > now() + ${queuedSeconds * 2} * interval '1 second')
      and (lease_until is null or lease_until <= now())
  ), due as (
    select c.*, row_number() over (partition by c.lane, c.fairness_key order by c.since, c.item_id, c.page)
        + coalesce((select h.queued + h.leased from in_hand h
            where h.lane = c.lane and h.fairness_key = c.fairness_key), 0) as turn
    from keys k cross join lateral (
      select u.item_id, u.page, u.lane, u.fairness_key, u.since from work_unit u
      where u.queue = ${queue} and u.lane = k.lane and u.fairness_key = k.fairness_key
        and u.state = 'open' and u.due_at <= now()
        and (u.queued_until is null or u.queued_until <= now() or u.queued_until > now() + ${queuedSeconds * 2} * interval '1 second')
        and (u.lease_until is null or u.lease_until <= now())
      order by u.since, u.item_id, u.page
      limit (select slots from room)
    ) c
  ), chosen as (
    select item_id, page from due order by ${laneNow}, turn, since limit (select slots from room)
  )
  update work_unit u set queued_until = now() + ${queuedSeconds} * interval '1 second'
  from chosen c where u.item_id = c.item_id and u.page = c.page
  returning u.item_id, u.page, u.stage, u.run`;
