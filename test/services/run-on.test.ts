import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NeedsClearing, ToolFailed } from '#errors.js';
import { type Db, firstRow, openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { createRunner } from '#pipeline/runner.js';
import type { Claim, Stage, StageQueue, StageResult } from '#pipeline/stage.js';
import { lane, moveToLane, reopenItem, startItem } from '#pipeline/store.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';

const log = createLog({ level: 'silent' });
let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, maxConnections: 8, log });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

type Facts = Partial<Pick<Stage, 'pages'>> & {
  run?: Stage['run'];
};

/** A stage that does nothing but what `facts` says. */
const stage = (name: string, queue: StageQueue, facts: Facts = {}): Stage => ({
  name,
  queue,
  ...(facts.pages === undefined ? {} : { pages: facts.pages }),
  run: async (claim) => (await facts.run?.(claim)) ?? {},
});

const pages = (count: number) => () =>
  Promise.resolve(Array.from({ length: count }, (_, index) => index + 1));

interface Due {
  itemId: string;
  page: number;
  stage: string;
  run: number;
  queue: string;
}

/** A pipeline without dispatcher: the test itself says which job a worker gets. */
const mailroom = (stages: Stage[], settings: { leaseSeconds?: number } = {}) => {
  const name = `p${randomUUID().slice(0, 8)}`;
  const woken: string[] = [];
  const runner = createRunner({
    db,
    log,
    pipelines: [
      {
        name,
        stages,
        onClearing: () => Promise.resolve(),
        onReopened: () => Promise.resolve(),
      },
    ],
    leaseSeconds: settings.leaseSeconds ?? 30,
    maxAttempts: 3,
    retrySeconds: 0,
    record: () => Promise.resolve(),
    afterCommit: (queues) => void woken.push(...queues.map((queue) => queue.split('.')[1] ?? '')),
  });
  const start = async (own: 0 | 1 | 2 = lane.interactive): Promise<string> => {
    const id = randomUUID();
    await asSystem(db, (tx) =>
      startItem(tx, { id, pipeline: name, lane: own, fairnessKey: own === 0 ? 'a' : 'b' }),
    );
    return id;
  };
  /** Units of an item that nobody works on, by page. */
  const due = async (id: string): Promise<Due[]> =>
    rows(
      db,
      sql<Due>`select item_id, page, stage, run, split_part(queue, '.', 2) as queue from work_unit
        where item_id = ${id} and state = 'open' and (lease_until is null or lease_until <= now()) order by page`,
    );
  /** Gives the first due unit of an item to a worker of its queue. */
  const work = async (id: string, stopping?: AbortSignal) => {
    const [unit] = await due(id);
    if (unit === undefined) throw new Error('nothing of the item is due');
    const { itemId, page, stage: at, run } = unit;
    return runner.run({ itemId, page, stage: at, run }, stopping);
  };
  return { runner, start, due, work, woken };
};

const done = async (id: string): Promise<string[]> => {
  const found = await rows(
    db,
    sql<{ stage: string; page: number }>`select stage, page from stage_run
      where item_id = ${id} order by finished_at, page`,
  );
  return found.map(({ stage: name, page }) => (page < 0 ? name : `${name}/${page}`));
};

const unitOf = (id: string) =>
  firstRow(
    db,
    sql<{ stage: string; attempts: number; failures: number; leaseUntil: Date | null }>`
      select stage, attempts, failures, lease_until from work_unit where item_id = ${id} and page = -1`,
  );

const endLease = (id: string) =>
  rows(
    db,
    sql`update work_unit set lease_until = now() - interval '1 second' where item_id = ${id}`,
  );

/** A promise that the test resolves. */
const gate = () => {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
};

describe('a worker that has done a stage', () => {
  it('goes on with the next ones of the item under the same job, each as its first attempt', async () => {
    const attempts: number[] = [];
    const run = async ({ attempt }: Claim): Promise<StageResult> => {
      attempts.push(attempt);
      return {};
    };
    const room = mailroom(['one', 'two', 'three'].map((name) => stage(name, 'light', { run })));
    const id = await room.start();
    expect(await room.work(id)).toBe('done');
    expect(await done(id)).toEqual(['one', 'two', 'three']);
    expect(attempts).toEqual([1, 1, 1]);
    expect(room.woken).toEqual(['light']);
  });

  it('never opens a file as a worker of light stages, and does light stages as one of heavy ones', async () => {
    const room = mailroom([
      stage('store', 'light'),
      stage('inspect', 'heavy'),
      stage('split', 'heavy', { pages: pages(1) }),
      stage('extract', 'light'),
    ]);
    const id = await room.start();
    await room.work(id);
    expect(await done(id)).toEqual(['store']);
    expect(await room.due(id)).toMatchObject([{ stage: 'inspect', queue: 'heavy' }]);
    expect(room.woken.sort()).toEqual(['heavy', 'light']);
    await room.work(id);
    expect(await done(id)).toEqual(['store', 'inspect', 'split/1', 'extract']);
  });

  it('takes one page of those that it has opened and leaves the others to everybody', async () => {
    const room = mailroom([
      stage('inspect', 'heavy'),
      stage('split', 'heavy', { pages: pages(3) }),
      stage('after', 'light'),
    ]);
    const id = await room.start();
    await room.work(id);
    room.woken.splice(0);
    await room.work(id);
    expect(await done(id)).toEqual(['inspect', 'split/1']);
    expect(room.woken).toContain('heavy');
    expect((await room.due(id)).map(({ page }) => page)).toEqual([2, 3]);
    await room.work(id);
    await room.work(id);
    expect(await done(id)).toEqual(['inspect', 'split/1', 'split/2', 'split/3', 'after']);
  });

  it('hands back what is heavy after the last page that was recognised', async () => {
    const room = mailroom([
      stage('read', 'ocr', { pages: pages(2) }),
      stage('separate', 'light'),
      stage('render', 'heavy'),
      stage('extract', 'light'),
    ]);
    const id = await room.start();
    for (let job = 0; job < 3; job += 1) await room.work(id);
    expect(await done(id)).toEqual(['read/1', 'read/2', 'separate']);
    expect(await room.due(id)).toMatchObject([{ stage: 'render', queue: 'heavy' }]);
  });

  it('brings an item that a person sends back to a heavy stage to its queue instead of doing it', async () => {
    const room = mailroom([
      stage('inspect', 'heavy'),
      stage('classify', 'light', {
        run: () => Promise.reject(new NeedsClearing({ code: 'x', message: 'x' })),
      }),
    ]);
    const id = await room.start();
    await room.work(id);
    await room.work(id);
    await asSystem(db, (tx) => reopenItem(tx, id, { stage: 'inspect' }));
    expect(await room.due(id)).toMatchObject([{ queue: 'light' }]);
    await room.work(id);
    expect(await room.due(id)).toMatchObject([{ stage: 'inspect', queue: 'heavy' }]);
  });

  it('hands the item back when the process is to stop', async () => {
    const stop = new AbortController();
    const room = mailroom([
      stage('one', 'light', {
        run: async ({ signal }) => {
          stop.abort();
          // What has begun is ended.
          signal.throwIfAborted();
          return {};
        },
      }),
      stage('two', 'light'),
    ]);
    const id = await room.start();
    expect(await room.work(id, stop.signal)).toBe('done');
    expect(await done(id)).toEqual(['one']);
    expect(room.woken).toEqual(['light']);
    await room.work(id);
    expect(await done(id)).toEqual(['one', 'two']);
  });
});

describe('what is more urgent', () => {
  /** Two light stages; `during` runs within the first one of the item that is named. */
  const roomWith = (during: (id: string) => Promise<unknown>) => {
    const room = mailroom([
      stage('one', 'light', {
        run: async ({ itemId }) => {
          await during(itemId);
          return {};
        },
      }),
      stage('two', 'light'),
    ]);
    return room;
  };

  it.each([
    { own: lane.batch, other: lane.interactive, stages: ['one'] },
    { own: lane.batch, other: lane.mail, stages: ['one'] },
    { own: lane.batch, other: lane.batch, stages: ['one', 'two'] },
    { own: lane.mail, other: lane.batch, stages: ['one', 'two'] },
    { own: lane.interactive, other: lane.interactive, stages: ['one', 'two'] },
  ])('an item of lane $own that meets one of lane $other does $stages', async (facts) => {
    let came = false;
    const room = roomWith(async () => {
      if (!came) await room.start(facts.other);
      came = true;
    });
    const id = await room.start(facts.own);
    await room.work(id);
    expect(await done(id)).toEqual(facts.stages);
  });

  it('a batch counts that has waited for more than an hour', async () => {
    const room = roomWith(async () => {
      const old = await room.start(lane.batch);
      await rows(
        db,
        sql`update work_unit set since = now() - interval '61 minutes' where item_id = ${old}`,
      );
    });
    const id = await room.start(lane.batch);
    await room.work(id);
    expect(await done(id)).toEqual(['one']);
  });

  it('does not count while another worker has it', async () => {
    const room = roomWith(async () => {
      const other = await room.start(lane.interactive);
      await rows(
        db,
        sql`update work_unit set lease_until = now() + interval '1 minute' where item_id = ${other}`,
      );
    });
    const id = await room.start(lane.batch);
    await room.work(id);
    expect(await done(id)).toEqual(['one', 'two']);
  });

  it('is no longer done by the workers of single letters when the item has turned out to be a batch', async () => {
    const room = mailroom([
      stage('inspect', 'light', {
        run: async ({ itemId }) => ({ write: (tx) => moveToLane(tx, itemId, lane.batch) }),
      }),
      stage('split', 'light'),
    ]);
    const id = await room.start(lane.interactive);
    await room.work(id);
    expect(await done(id)).toEqual(['inspect']);
  });
});

describe('the stage that a worker has gone on with', () => {
  it('is done by another once, when its worker is lost in it; the stage before is done once too', async () => {
    const written: string[] = [];
    const frozen = gate();
    let calls = 0;
    const room = mailroom([
      stage('one', 'light', {
        run: async () => ({ write: async () => void written.push('one') }),
      }),
      stage('two', 'light', {
        run: async () => {
          calls += 1;
          const who = calls;
          if (who === 1) await frozen.passed;
          return { write: async () => void written.push(`two by ${who}`) };
        },
      }),
    ]);
    const id = await room.start();
    const lost = room.work(id);
    await expect.poll(() => calls).toBe(1);
    expect(await room.due(id)).toEqual([]);
    await endLease(id);
    expect(await unitOf(id)).toMatchObject({ stage: 'two', attempts: 1 });
    expect(await room.work(id)).toBe('done');
    frozen.open();
    expect(await lost).toBe('skipped');
    expect(written).toEqual(['one', 'two by 2']);
    expect(await done(id)).toEqual(['one', 'two']);
  });

  it('keeps its lease while it lasts', async () => {
    const frozen = gate();
    let signal: AbortSignal | undefined;
    const room = mailroom(
      [
        stage('one', 'light'),
        stage('two', 'light', {
          run: async (claim) => {
            signal = claim.signal;
            await frozen.passed;
            return {};
          },
        }),
      ],
      { leaseSeconds: 1 },
    );
    const id = await room.start();
    const working = room.work(id);
    await expect.poll(() => signal).toBeDefined();
    const first = (await unitOf(id))?.leaseUntil?.getTime() ?? 0;
    await expect
      .poll(async () => (await unitOf(id))?.leaseUntil?.getTime(), { timeout: 20_000 })
      .toBeGreaterThan(first + 1_000);
    await rows(db, sql`update work_unit set lease_token = gen_random_uuid() where item_id = ${id}`);
    await expect.poll(() => signal?.aborted, { timeout: 20_000 }).toBe(true);
    frozen.open();
    expect(await working).toBe('skipped');
    expect(await done(id)).toEqual(['one']);
  });

  it('is tried again with failures of its own when it fails, and what was done before stays', async () => {
    let broken = true;
    const room = mailroom([
      stage('one', 'light'),
      stage('two', 'light', {
        run: async () => {
          if (broken) throw new ToolFailed({ code: 'tool-failed', message: 'once' });
          return {};
        },
      }),
      stage('three', 'light'),
    ]);
    const id = await room.start();
    expect(await room.work(id)).toBe('postponed');
    expect(await done(id)).toEqual(['one']);
    expect(await unitOf(id)).toMatchObject({ stage: 'two', attempts: 1, failures: 1 });
    broken = false;
    expect(await room.work(id)).toBe('done');
    expect(await done(id)).toEqual(['one', 'two', 'three']);
  });
});
