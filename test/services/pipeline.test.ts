import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NeedsClearing, ToolFailed } from '#errors.js';
import { type Db, firstRow, openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { type ChosenUnit, createDispatcher } from '#pipeline/dispatcher.js';
import { createRunner } from '#pipeline/runner.js';
import { type Pipeline, type Stage, wholeItem } from '#pipeline/stage.js';
import { lane, reopenItem, resumeItem, startItem } from '#pipeline/store.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';

const log = createLog({ level: 'silent' });
let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, maxConnections: 8, log });
  await asSystem(db, (tx) => rows(tx, sql`select 1`));
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** A pipeline under test: counts what ran, and writes a mark a page into the audit trail. */
const bench = (name: string, stages: Stage[], settings: { leaseSeconds?: number } = {}) => {
  const cleared: string[] = [];
  const pipeline: Pipeline = {
    name,
    stages,
    onClearing: async (_tx, _id, reason) => void cleared.push(reason.code),
    onReopened: () => Promise.resolve(),
  };
  const queued: ChosenUnit[] = [];
  const runner = createRunner({
    db,
    log,
    pipelines: [pipeline],
    leaseSeconds: settings.leaseSeconds ?? 30,
    maxAttempts: 3,
    retrySeconds: 0,
    record: () => Promise.resolve(),
    afterCommit: () => undefined,
  });
  const dispatcher = createDispatcher({
    db,
    log,
    depthOf: () => 4,
    queuedSeconds: 30,
    enqueue: async (_queue, units) => void queued.push(...units),
  });
  const queues = [`${name}.light`, `${name}.heavy`];
  /** What keeper and workers do together until nothing is due. */
  const settle = async (): Promise<string[]> => {
    const outcomes: string[] = [];
    for (;;) {
      for (const queue of queues) await dispatcher.dispatch(queue);
      if (queued.length === 0) return outcomes;
      for (const unit of queued.splice(0)) outcomes.push(await runner.run(unit));
    }
  };
  const start = async (facts: { lane?: 0 | 1 | 2; key?: string } = {}): Promise<string> => {
    const id = randomUUID();
    await asSystem(db, (tx) =>
      startItem(tx, {
        id,
        pipeline: name,
        lane: facts.lane ?? lane.interactive,
        fairnessKey: facts.key ?? 'a',
      }),
    );
    return id;
  };
  return { runner, dispatcher, settle, start, queued, cleared, queues };
};

const stateOf = (id: string) =>
  asSystem(db, (tx) =>
    firstRow(
      tx,
      sql<{
        state: string;
        stage: string;
        clearingCode: string | null;
        clearingText: string | null;
        run: number;
      }>`
        select state, stage, clearing_code, clearing_text, run from work_item where id = ${id}`,
    ),
  );
const stageRuns = (id: string) =>
  asSystem(db, async (tx) =>
    (
      await rows(
        tx,
        sql<{
          stage: string;
          page: number;
        }>`select stage, page from stage_run where item_id = ${id} order by finished_at, page`,
      )
    ).map((row) => (row.page === wholeItem ? row.stage : `${row.stage}/${row.page}`)),
  );

const counting = (name: string, extra: Partial<Stage> = {}) => {
  const stage = {
    name,
    queue: extra.queue ?? ('light' as const),
    runs: 0,
    run: async (claim: Parameters<Stage['run']>[0]) => {
      stage.runs += 1;
      return extra.run === undefined ? {} : extra.run(claim);
    },
    ...(extra.pages === undefined ? {} : { pages: extra.pages }),
  };
  return stage;
};

describe('an item on its way', () => {
  it('passes each stage of the list once, in its order', async () => {
    const [one, two] = [counting('one'), counting('two')];
    const world = bench('order', [one, two]);
    const id = await world.start();
    await world.settle();
    expect(await stageRuns(id)).toEqual(['one', 'two']);
    expect([one.runs, two.runs]).toEqual([1, 1]);
    expect((await stateOf(id))?.state).toBe('done');
  });

  it('runs only the failed stage again when a tool fails once', async () => {
    let failures = 1;
    const first = counting('first');
    const second = counting('second', {
      run: async () => {
        if (failures-- > 0) throw new ToolFailed({ code: 'tool-failed', message: 'once' });
        return {};
      },
    });
    const world = bench('once', [first, second]);
    const id = await world.start();
    await world.settle();
    expect([first.runs, second.runs]).toEqual([1, 2]);
    expect((await stateOf(id))?.state).toBe('done');
  });

  it('ends in Clearing with a readable reason when a stage fails for ever, and keeps what was done', async () => {
    const second = counting('second', {
      run: () =>
        Promise.reject(
          new ToolFailed({ code: 'ocr-failed', message: 'x', clerkMessage: 'Nicht lesbar.' }),
        ),
    });
    const world = bench('forever', [counting('first'), second]);
    const id = await world.start();
    await world.settle();
    expect(second.runs).toBe(3);
    expect(await stateOf(id)).toMatchObject({
      state: 'clearing',
      stage: 'second',
      clearingCode: 'ocr-failed',
      clearingText: 'Nicht lesbar.',
    });
    expect(await stageRuns(id)).toEqual(['first']);
    expect(world.cleared).toEqual(['ocr-failed']);
  });

  it('goes to Clearing at once when the fault is permanent', async () => {
    const stage = counting('only', {
      run: () =>
        Promise.reject(
          new NeedsClearing({
            code: 'pdf-encrypted',
            message: 'x',
            clerkMessage: 'Kennwort nötig.',
          }),
        ),
    });
    const world = bench('permanent', [stage]);
    const id = await world.start();
    await world.settle();
    expect(stage.runs).toBe(1);
    expect((await stateOf(id))?.clearingCode).toBe('pdf-encrypted');
  });

  it('runs again from the stage where it stopped after "try again", as a new run', async () => {
    let broken = true;
    const first = counting('first');
    const second = counting('second', {
      run: async () => {
        if (broken) throw new NeedsClearing({ code: 'kaputt', message: 'x' });
        return {};
      },
    });
    const world = bench('again', [first, second]);
    const id = await world.start();
    await world.settle();
    broken = false;
    await asSystem(db, (tx) => reopenItem(tx, id));
    await world.settle();
    expect([first.runs, second.runs]).toEqual([1, 2]);
    expect(await stateOf(id)).toMatchObject({ state: 'done', run: 2, clearingCode: null });
  });

  it('waits for a person and goes on with the next stage afterwards', async () => {
    const after = counting('after');
    const world = bench('wait', [
      counting('ask', { run: async () => ({ next: { kind: 'wait' } }) }),
      after,
    ]);
    const id = await world.start();
    await world.settle();
    expect((await stateOf(id))?.state).toBe('waiting');
    expect(after.runs).toBe(0);
    await asSystem(db, (tx) => resumeItem(tx, id));
    await world.settle();
    expect(after.runs).toBe(1);
    expect((await stateOf(id))?.state).toBe('done');
  });
});

describe('an effect happens once', () => {
  it('when the same job is delivered twice, one after the other', async () => {
    const [one, two] = [counting('one'), counting('two')];
    const world = bench('twice', [one, two]);
    const id = await world.start();
    await world.dispatcher.dispatch('twice.light');
    const [unit] = world.queued.splice(0);
    expect(await world.runner.run(unit!)).toBe('done');
    expect(await world.runner.run(unit!)).toBe('skipped');
    expect([one.runs, two.runs]).toEqual([1, 1]);
    expect(await stageRuns(id)).toEqual(['one', 'two']);
  });

  it('when two workers get the same job at the same time', async () => {
    let written = 0;
    const stage = counting('one', {
      run: async () => ({ write: async () => void written++ }),
    });
    const world = bench('race', [stage]);
    await world.start();
    await world.dispatcher.dispatch('race.light');
    const [unit] = world.queued.splice(0);
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => world.runner.run(unit!)));
    expect(outcomes.sort()).toEqual(['done', 'skipped', 'skipped', 'skipped']);
    expect(written).toBe(1);
  });

  it('when a frozen worker wakes up after another has taken over: only the holder of the lease writes', async () => {
    const written: string[] = [];
    let release: () => void = () => undefined;
    const frozen = new Promise<void>((resolve) => {
      release = resolve;
    });
    let calls = 0;
    const stage = counting('slow', {
      run: async () => {
        calls += 1;
        const name = calls === 1 ? 'first' : 'second';
        if (calls === 1) await frozen;
        return { write: async () => void written.push(name) };
      },
    });
    const world = bench('frozen', [stage]);
    const id = await world.start();
    await world.dispatcher.dispatch('frozen.light');
    const [unit] = world.queued.splice(0);
    const first = world.runner.run(unit!);
    await expect.poll(() => calls).toBe(1);
    await asSystem(db, (tx) =>
      rows(
        tx,
        sql`update work_unit set lease_until = now() - interval '1 second' where item_id = ${id}`,
      ),
    );
    expect(await world.runner.run(unit!)).toBe('done');
    release();
    expect(await first).toBe('skipped');
    expect(written).toEqual(['second']);
  });

  it('when a crash comes between commit and enqueue: the keeper finds the next stage, none runs twice', async () => {
    const [one, two] = [counting('one'), counting('two', { queue: 'heavy' })];
    const world = bench('crash', [one, two]);
    const id = await world.start();
    await world.dispatcher.dispatch('crash.light');
    await world.runner.run(world.queued.splice(0)[0]!);
    await world.settle();
    expect([one.runs, two.runs]).toEqual([1, 1]);
    expect((await stateOf(id))?.state).toBe('done');
  });

  it('when all jobs are lost: they are queued again as soon as their time has run out', async () => {
    const world = bench('flush', [counting('one')]);
    const id = await world.start();
    await world.dispatcher.dispatch('flush.light');
    world.queued.splice(0);
    expect(await world.dispatcher.dispatch('flush.light')).toBe(0);
    await asSystem(db, (tx) =>
      rows(
        tx,
        sql`update work_unit set queued_until = now() - interval '1 second' where item_id = ${id}`,
      ),
    );
    await world.settle();
    expect((await stateOf(id))?.state).toBe('done');
  });

  it('when the clock of the database was set back: a queued time far in the future counts as due', async () => {
    const world = bench('clock', [counting('one')]);
    const id = await world.start();
    await asSystem(db, (tx) =>
      rows(
        tx,
        sql`update work_unit set queued_until = now() + interval '1 hour' where item_id = ${id}`,
      ),
    );
    await world.settle();
    expect((await stateOf(id))?.state).toBe('done');
  });
});

describe('pages', () => {
  const pages = (count: number) => () =>
    Promise.resolve(Array.from({ length: count }, (_, index) => index + 1));

  it('are done one by one and joined before the next stage', async () => {
    const seen: number[] = [];
    const read = counting('read', {
      pages: pages(3),
      run: async ({ page }) => {
        seen.push(page);
        return {};
      },
    });
    const after = counting('after');
    const world = bench('pages', [counting('before'), read, after]);
    const id = await world.start();
    await world.settle();
    expect(seen.sort()).toEqual([1, 2, 3]);
    expect(after.runs).toBe(1);
    expect(await stageRuns(id)).toEqual(['before', 'read/1', 'read/2', 'read/3', 'after']);
  });

  it('join once even when the last two end at the same time', async () => {
    const after = counting('after');
    const world = bench('join', [counting('read', { pages: pages(6) }), after]);
    const id = await world.start();
    await world.settle.call(undefined);
    await world.settle();
    expect(after.runs).toBe(1);
    expect((await stateOf(id))?.state).toBe('done');
    const again = await world.start();
    await world.dispatcher.dispatch('join.light');
    await world.runner.run(world.queued.splice(0)[0]!);
    const units = Array.from({ length: 6 }, (_, index) => ({
      itemId: again,
      page: index + 1,
      stage: 'read',
      run: 1,
    }));
    await Promise.all(units.map((unit) => world.runner.run(unit)));
    await world.settle();
    expect(after.runs).toBe(2);
  });

  it('that fail bring the item to Clearing with their number, after their siblings are read', async () => {
    const read = counting('read', {
      pages: pages(3),
      run: async ({ page }) => {
        if (page === 2)
          throw new NeedsClearing({
            code: 'ocr-timeout',
            message: 'x',
            clerkMessage: 'Zeitlimit überschritten.',
          });
        return {};
      },
    });
    const world = bench('badpage', [read, counting('after')]);
    const id = await world.start();
    await world.settle();
    expect(await stateOf(id)).toMatchObject({
      state: 'clearing',
      clearingCode: 'ocr-timeout',
      clearingText: 'Seite 2: Zeitlimit überschritten.',
    });
    expect(await stageRuns(id)).toEqual(['read/1', 'read/3']);
  });

  it('of an empty list pass the stage', async () => {
    const read = counting('read', { pages: pages(0) });
    const after = counting('after');
    const world = bench('nopages', [counting('before'), read, after]);
    await world.start();
    await world.settle();
    expect([read.runs, after.runs]).toEqual([0, 1]);
  });
});

describe('the dispatcher', () => {
  const many = (count: number) => () =>
    Promise.resolve(Array.from({ length: count }, (_, index) => index + 1));

  it('lets a letter of three pages overtake a batch of five hundred', async () => {
    const read = counting('read', { pages: many(500) });
    const world = bench('lanes', [read]);
    const batch = await world.start({ lane: lane.batch });
    await world.dispatcher.dispatch('lanes.light');
    await world.runner.run(world.queued.splice(0)[0]!);
    await world.dispatcher.dispatch('lanes.light');
    expect(world.queued.every((unit) => unit.itemId === batch)).toBe(true);
    const inHand = world.queued.splice(0);
    const letter = await world.start({ lane: lane.interactive });
    await world.runner.run(inHand[0]!);
    await world.dispatcher.dispatch('lanes.light');
    expect(world.queued.map((unit) => unit.itemId)).toEqual([letter]);
  });

  it('finds room for a letter in a queue that is full of a batch, and takes it for urgent', async () => {
    const read = counting('read', { pages: many(50) });
    const world = bench('room', [read]);
    await world.start({ lane: lane.batch });
    await world.dispatcher.dispatch('room.light');
    await world.runner.run(world.queued.splice(0)[0]!);
    await world.dispatcher.dispatch('room.light');
    expect(world.queued.splice(0).map((unit) => unit.laneNow)).toEqual([2, 2, 2, 2]);
    expect(await world.dispatcher.dispatch('room.light')).toBe(0);
    const letter = await world.start({ lane: lane.interactive });
    await world.dispatcher.dispatch('room.light');
    expect(world.queued).toMatchObject([{ itemId: letter, lane: 0, laneNow: 0 }]);
  });

  it('does not let a mail wait for ever behind letters that keep coming', async () => {
    const world = bench('aged', [counting('read')]);
    const mail = await world.start({ lane: lane.mail, key: 'mail' });
    for (let letter = 0; letter < 10; letter += 1) await world.start();
    await world.dispatcher.dispatch('aged.light');
    expect(world.queued.splice(0).map((unit) => unit.itemId)).not.toContain(mail);
    await asSystem(db, (tx) =>
      rows(
        tx,
        sql`update work_unit set queued_until = null,
              since = since - case when item_id = ${mail} then interval '11 minutes' else interval '0' end
            where pipeline = 'aged'`,
      ),
    );
    await world.dispatcher.dispatch('aged.light');
    expect(world.queued.map((unit) => unit.itemId)).toContain(mail);
  });

  it('serves those who wait in turn, however much one of them has brought', async () => {
    const world = bench('fair', [counting('read', { pages: many(100) })]);
    const [first, second] = [
      await world.start({ key: 'einheit-a' }),
      await world.start({ key: 'einheit-b' }),
    ];
    await world.dispatcher.dispatch('fair.light');
    for (const unit of world.queued.splice(0)) await world.runner.run(unit);
    const served: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      await world.dispatcher.dispatch('fair.light');
      for (const unit of world.queued.splice(0)) {
        served.push(unit.itemId);
        await world.runner.run(unit);
      }
    }
    const share = served.filter((id) => id === first).length;
    expect(served.length).toBe(40);
    expect(Math.abs(share - served.filter((id) => id === second).length)).toBeLessThanOrEqual(2);
  });
});
