import type { Composed } from '#compose.js';
import type { Config } from '#config/schema.js';

/** Binds the queue of the way out to the runner; returns what stops it. */
export const startPostausgangWorkers = (app: Composed, config: Config): (() => Promise<void>)[] => [
  app.queue.work('postausgang.light', {
    concurrency: config.pipeline.lightConcurrency,
    handler: app.runner.run,
  }),
];
