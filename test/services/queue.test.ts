import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLog } from '#infrastructure/log.js';
import { jobOptions, queueNames, type StageJob } from '#infrastructure/queue/jobs.js';
import { type JobQueue, openQueue } from '#infrastructure/queue/queue.js';
import { checkRedis } from '#infrastructure/queue/redis-check.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { durable, freePort, redisServer, startRedis } from '#test/support/redis.js';

const log = createLog({ level: 'silent' });
const job = (): StageJob => ({ itemId: randomUUID(), page: -1, stage: 'inspect', run: 1 });

describe.each(['postgres', 'redis'] as const)('the queue on %s', (kind) => {
  let database: TestDatabase | undefined;
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  let queue: JobQueue;

  beforeAll(async () => {
    if (kind === 'redis' && redisServer === undefined) return;
    database = await createTestDatabase();
    if (kind === 'redis') redis = await startRedis(durable);
    queue = openQueue({ redisUrl: redis?.url, databaseUrl: database.url, log });
  });
  afterAll(async () => {
    await queue?.close();
    await redis?.stop();
    await database?.drop();
  });
  const needed = (skip: (note: string) => void): void => {
    if (kind === 'redis' && redisServer === undefined)
      skip('needs a Redis server: apt-get install redis-server');
  };

  it('gives each job to a worker once and hands over ids only', async ({ skip }) => {
    needed(skip);
    const seen: StageJob[] = [];
    const stop = queue.work('posteingang.light', {
      concurrency: 4,
      handler: async (one) => void seen.push(one),
    });
    const jobs = Array.from({ length: 50 }, job);
    await queue.add('posteingang.light', jobs);
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(50);
    await stop();
    expect(new Set(seen.map((one) => one.itemId)).size).toBe(50);
    expect(Object.keys(seen[0]!).sort()).toEqual(['itemId', 'page', 'run', 'stage']);
  });

  it('keeps a failing handler from stopping the queue, and accepts the same job again afterwards', async ({
    skip,
  }) => {
    needed(skip);
    const one = job();
    let calls = 0;
    const stop = queue.work('posteingang.heavy', {
      concurrency: 1,
      handler: async () => {
        calls += 1;
        if (calls === 1) throw new Error('this worker has a bad day');
      },
    });
    await queue.add('posteingang.heavy', [one]);
    await expect.poll(() => calls, { timeout: 20_000 }).toBe(1);
    await queue.add('posteingang.heavy', [one]);
    await expect.poll(() => calls, { timeout: 20_000 }).toBe(2);
    await stop();
  });

  it('gives the most urgent of those that wait to the next free worker, and counts all of them', async ({
    skip,
  }) => {
    needed(skip);
    const [batch, mails, letters] = [
      [job(), job()],
      [job(), job()],
      [job(), job()],
    ];
    await queue.add('posteingang.ocr', batch, { priority: 2 });
    await queue.add('posteingang.ocr', mails, { priority: 1 });
    await queue.add('posteingang.ocr', letters);
    expect(await queue.waiting('posteingang.ocr')).toBe(6);
    const seen: string[] = [];
    const stop = queue.work('posteingang.ocr', {
      concurrency: 1,
      handler: async (one) => void seen.push(one.itemId),
    });
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(6);
    await stop();
    expect(seen).toEqual([...letters, ...mails, ...batch].map((one) => one.itemId));
  });

  it('waits for running jobs when a worker is closed', async ({ skip }) => {
    needed(skip);
    let ended = false;
    let started = false;
    const stop = queue.work('postausgang.light', {
      concurrency: 1,
      handler: async () => {
        started = true;
        await setTimeout(300);
        ended = true;
      },
    });
    await queue.add('postausgang.light', [job()]);
    await expect.poll(() => started, { timeout: 20_000 }).toBe(true);
    await stop();
    expect(ended).toBe(true);
  });

  it('refuses a job that carries anything but ids', async ({ skip }) => {
    needed(skip);
    const talkative = { ...job(), name: 'Erika Mustermann' };
    await expect(queue.add('posteingang.light', [talkative])).rejects.toThrow(/name/);
  });
});

describe('the catalogue of jobs', () => {
  it('has no colon in a queue name, which BullMQ refuses', () => {
    expect(queueNames.filter((name) => name.includes(':'))).toEqual([]);
  });

  it('keeps no finished job, because a kept one would swallow the next with its id', () => {
    expect(jobOptions).toMatchObject({ removeOnComplete: true, removeOnFail: true });
  });
});

describe('Redis at start', () => {
  it('is reported when it keeps no append-only file or may evict jobs', async ({ skip }) => {
    if (redisServer === undefined) skip('needs a Redis server: apt-get install redis-server');
    const careless = await startRedis([
      '--save',
      '',
      '--appendonly',
      'no',
      '--maxmemory-policy',
      'allkeys-lru',
    ]);
    const faults = await checkRedis(careless.url);
    await careless.stop();
    expect(faults.join(' ')).toMatch(/appendonly yes/);
    expect(faults.join(' ')).toMatch(/noeviction/);
  });

  it('passes when it is durable', async ({ skip }) => {
    if (redisServer === undefined) skip('needs a Redis server: apt-get install redis-server');
    const careful = await startRedis(durable);
    const faults = await checkRedis(careful.url);
    await careful.stop();
    expect(faults).toEqual([]);
  });

  it('that nobody runs is an error that names the setting, and adding to it fails instead of hanging', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    await expect(checkRedis(url)).rejects.toThrow(/REDIS_URL/);
    const queue = openQueue({ redisUrl: url, databaseUrl: '', log });
    await expect(queue.add('posteingang.light', [job()])).rejects.toThrow();
    await queue.close().catch(() => undefined);
  });

  it('that comes back is used again, also by who first wanted it while it was away', async ({
    skip,
  }) => {
    if (redisServer === undefined) skip('needs a Redis server: apt-get install redis-server');
    const port = await freePort();
    const queue = openQueue({ redisUrl: `redis://127.0.0.1:${port}`, databaseUrl: '', log });
    await expect(queue.add('posteingang.light', [job()])).rejects.toThrow();
    const redis = await startRedis(durable, port);
    await vi.waitFor(() => queue.add('posteingang.light', [job()]), {
      timeout: 60_000,
      interval: 500,
    });
    expect(await queue.waiting('posteingang.light')).toBeGreaterThan(0);
    await queue.close();
    await redis.stop();
  });
});
