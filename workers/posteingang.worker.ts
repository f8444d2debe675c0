import type { Composed } from '#compose.js';
import type { Config } from '#config/schema.js';

/** Binds the queues of the way in to the runner; returns what stops them. */
export const startPosteingangWorkers = (app: Composed, config: Config): (() => Promise<void>)[] => [
  app.queue.work('posteingang.light', {
    concurrency: config.pipeline.lightConcurrency,
    handler: (job) => app.runner.run(job),
  }),
  app.queue.work('posteingang.heavy', {
    concurrency: config.ocr.processes,
    handler: (job) => app.runner.run(job),
  }),
];
