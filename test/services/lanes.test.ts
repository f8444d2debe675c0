import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Db, openDatabase } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { type JobQueue, openQueue } from '#infrastructure/queue/queue.js';
import { createDispatcher } from '#pipeline/dispatcher.js';
import { createEnqueue } from '#pipeline/enqueue.js';
import { createRunner } from '#pipeline/runner.js';
import type { StageQueue } from '#pipeline/stage.js';
import { type Lane, lane, startItem } from '#pipeline/store.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { durable, redisServer, startRedis } from '#test/support/redis.js';

const log = createLog({ level: 'silent' });

describe.each(['postgres', 'redis'] as const)('lanes, with the queue on %s', (kind) => {
  let database: TestDatabase | undefined;
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  let db: Db;
  let queue: JobQueue;

  beforeAll(async () => {
    if (kind === 'redis' && redisServer === undefined) return;
    database = await createTestDatabase();
    if (kind === 'redis') redis = await startRedis(durable);
    db = openDatabase({ url: database.url, maxConnections: 8, log });
    queue = openQueue({ redisUrl: redis?.url, databaseUrl: database.url, log });
  });
  afterAll(async () => {
    await queue?.close();
    await db?.destroy();
    await redis?.stop();
    await database?.drop();
  });

  /** One page stage in a queue of the way in; `onPage` runs within the work on each page. */
  const mailroom = (of: StageQueue, onPage: (id: string, own: Lane) => Promise<void>) => {
    const pages = new Map<string, number>();
    const dispatcher = createDispatcher({
      db,
      log,
      depthOf: () => 3,
      queuedSeconds: 30,
      enqueue: createEnqueue(queue),
    });
    const runner = createRunner({
      db,
      log,
      pipelines: [
        {
          name: 'posteingang',
          stages: [
            {
              name: 'read',
              queue: of,
              pages: (_tx, id) =>
                Promise.resolve(Array.from({ length: pages.get(id) ?? 0 }, (_, at) => at + 1)),
              run: async ({ itemId, lane: own }) => {
                await onPage(itemId, own);
                return {};
              },
            },
          ],
          onClearing: () => Promise.resolve(),
          onReopened: () => Promise.resolve(),
        },
      ],
      leaseSeconds: 30,
      maxAttempts: 3,
      retrySeconds: 0,
      record: () => Promise.resolve(),
      afterCommit: (queues) => {
        for (const name of queues) dispatcher.wake(name).catch(() => undefined);
      },
    });
    const receive = async (count: number, own: Lane): Promise<string> => {
      const id = randomUUID();
      pages.set(id, count);
      await asSystem(db, (tx) =>
        startItem(tx, { id, pipeline: 'posteingang', lane: own, fairnessKey: 'a' }),
      );
      await dispatcher.wake('posteingang.light');
      return id;
    };
    const work = (name: string): void =>
      onTestFinished(queue.work(name, { concurrency: 1, handler: (job) => runner.run(job) }));
    return { receive, work, dispatcher };
  };

  it('the pages of a letter are read next, before the pages of a batch that wait in the queue', async ({
    skip,
  }) => {
    if (kind === 'redis' && redisServer === undefined)
      skip('needs a Redis server: apt-get install redis-server');
    const seen: string[] = [];
    let letter: string | undefined;
    const room = mailroom('ocr', async (id) => {
      seen.push(id);
      if (seen.length !== 5) return;
      letter = await room.receive(3, lane.interactive);
      // Two pages of the batch wait at least; the letter is in the queue before the next one is taken.
      await expect
        .poll(() => queue.waiting('posteingang.ocr'), { timeout: 20_000 })
        .toBeGreaterThanOrEqual(5);
    });
    room.work('posteingang.light');
    room.work('posteingang.ocr');
    const batch = await room.receive(20, lane.batch);
    await expect.poll(() => seen.length, { timeout: 30_000 }).toBe(23);
    expect(seen.slice(0, 5)).toEqual(Array(5).fill(batch));
    expect(seen.slice(5, 8)).toEqual(Array(3).fill(letter));
    expect(seen.slice(8)).toEqual(Array(15).fill(batch));
  });

  it('a letter is opened at once while every worker opens files of a batch', async ({ skip }) => {
    if (kind === 'redis' && redisServer === undefined)
      skip('needs a Redis server: apt-get install redis-server');
    let free = (): void => undefined;
    const busy = new Promise<void>((resolve) => {
      free = resolve;
    });
    const opened: string[] = [];
    const room = mailroom('heavy', async (id, own) => {
      opened.push(id);
      if (own === lane.batch) await busy;
    });
    for (const name of ['light', 'heavy', 'urgent']) room.work(`posteingang.${name}`);
    onTestFinished(free);
    const batch = await room.receive(20, lane.batch);
    await expect.poll(() => opened.length, { timeout: 20_000 }).toBe(1);
    const letter = await room.receive(1, lane.interactive);
    await expect.poll(() => opened.length, { timeout: 20_000 }).toBe(2);
    expect(opened).toEqual([batch, letter]);
    free();
    await expect.poll(() => opened.length, { timeout: 30_000 }).toBe(21);
  });
});
