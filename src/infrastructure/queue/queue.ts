import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { DependencyDown } from '#errors.js';
import type { Log } from '#infrastructure/log.js';
import { jobOptions, StageJob, workerTimes } from './jobs.js';

/** What the rest of Poststelle uses of a queue; the same on PostgreSQL and Redis. */
export interface JobQueue {
  kind: 'postgres' | 'redis';
  /**
   * Adds jobs; rejects quickly when the queue cannot be reached. A job of a smaller `priority` (0 unless said)
   * overtakes those that wait; equal ones are served as they came.
   */
  add: (queue: string, jobs: readonly StageJob[], options?: { priority?: number }) => Promise<void>;
  /** Works on a queue until the returned function has been called and running jobs have ended. */
  work: (queue: string, options: WorkOptions) => () => Promise<void>;
  /** Jobs waiting in a queue, for the status page. */
  waiting: (queue: string) => Promise<number>;
  close: () => Promise<void>;
}

export interface WorkOptions {
  concurrency: number;
  /** `stopping` is aborted as soon as the worker is to end: a job that could go on with more work ends then. */
  handler: (job: StageJob, stopping: AbortSignal) => Promise<unknown>;
}

interface QueueLike {
  addBulk: (
    jobs: { name: string; data: StageJob; opts: typeof jobOptions & { priority: number } }[],
  ) => Promise<unknown>;
  getWaitingCount: () => Promise<number>;
  getPrioritizedCount: () => Promise<number>;
  close: () => Promise<void>;
  on: (event: 'error', listener: (error: Error) => void) => unknown;
}

interface WorkerLike {
  close: () => Promise<void>;
  on: (event: 'error', listener: (error: Error) => void) => unknown;
}

interface Backend {
  kind: JobQueue['kind'];
  queue: (name: string) => QueueLike;
  worker: (
    name: string,
    processor: (job: { data: unknown }) => Promise<void>,
    concurrency: number,
  ) => WorkerLike;
  close: () => Promise<void>;
}

/** Longer than a busy server takes; the caller goes on without the queue then, and the keeper adds again. */
const addTimeoutMs = 4_000;

const replaceEveryMs = 2_000;

const postgresBackend = (url: string): Backend => {
  const bound = withBackend(createPostgresBackend);
  const connection = { connectionString: url, max: 3, skipMigrations: true };
  return {
    kind: 'postgres',
    queue: (name) => new bound.Queue(name, { connection }),
    worker: (name, processor, concurrency) =>
      new bound.Worker(name, processor, {
        connection,
        concurrency,
        ...workerTimes,
        runRetryDelay: 1_000,
      }),
    close: () => Promise.resolve(),
  };
};

const redisBackend = (url: string, log: Log): Backend => {
  // Adding fails fast when Redis is down; the keeper adds again. Workers wait for it to come back.
  const producer = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    lazyConnect: false,
  });
  const consumer = new Redis(url, { maxRetriesPerRequest: null });
  for (const client of [producer, consumer]) {
    client.on('error', (err) => log.warn({ err }, 'Redis connection failed'));
  }
  return {
    kind: 'redis',
    queue: (name) => new Queue(name, { connection: producer }),
    worker: (name, processor, concurrency) =>
      new Worker(name, processor, {
        connection: consumer,
        concurrency,
        ...workerTimes,
        runRetryDelay: 1_000,
      }),
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
      await Promise.resolve();
    },
  };
};

const withTimeout = async <T>(work: Promise<T>, milliseconds: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new DependencyDown({ code: 'queue-down', message: 'The queue did not answer in time.' }),
        ),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const onBackend = (backend: Backend, log: Log): JobQueue => {
  const queues = new Map<string, QueueLike>();
  const replacedAt = new Map<string, number>();

  /**
   * A queue object that was made while the server was away keeps its failed start for ever and refuses every job
   * afterwards. So one that fails makes room for a new one, not more often than every few seconds.
   */
  const replace = (name: string): void => {
    const queue = queues.get(name);
    const now = performance.now();
    if (queue === undefined || now - (replacedAt.get(name) ?? -replaceEveryMs) < replaceEveryMs)
      return;
    replacedAt.set(name, now);
    queues.delete(name);
    queue
      .close()
      .catch((error: unknown) => log.debug({ err: error, queue: name }, 'closing a failed queue'));
  };

  let closing = false;
  const queueFor = (name: string): QueueLike => {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue = backend.queue(name);
    queue.on('error', (err) => {
      // A server that stops right after us may end the connections that are still saying goodbye.
      if (!closing) log.warn({ err, queue: name }, 'queue connection failed');
    });
    queues.set(name, queue);
    return queue;
  };
  return {
    kind: backend.kind,
    add: async (name, jobs, { priority = 0 } = {}) => {
      const entries = jobs.map((data) => ({
        name: 'stage',
        data: StageJob.parse(data),
        opts: { ...jobOptions, priority },
      }));
      try {
        await withTimeout(queueFor(name).addBulk(entries), addTimeoutMs);
      } catch (error) {
        replace(name);
        throw error;
      }
    },
    work: (name, { concurrency, handler }) => {
      const stopping = new AbortController();
      const worker = backend.worker(
        name,
        async (job) => {
          await handler(StageJob.parse(job.data), stopping.signal);
        },
        concurrency,
      );
      worker.on('error', (err) =>
        log.warn({ err, queue: name }, 'worker lost the queue; it reconnects'),
      );
      return () => {
        stopping.abort();
        return worker.close();
      };
    },
    waiting: async (name) => {
      const queue = queueFor(name);
      // BullMQ counts what has a priority apart.
      return (await queue.getWaitingCount()) + (await queue.getPrioritizedCount());
    },
    close: async () => {
      closing = true;
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
};

/** The queue on Redis when `redisUrl` is set, else in PostgreSQL; nothing else in the program differs. */
export const openQueue = (options: {
  redisUrl: string | undefined;
  databaseUrl: string;
  log: Log;
}): JobQueue =>
  onBackend(
    options.redisUrl === undefined
      ? postgresBackend(options.databaseUrl)
      : redisBackend(options.redisUrl, options.log),
    options.log,
  );
