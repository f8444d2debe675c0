import type { Composed } from '#compose.js';
import type { Config } from '#config/schema.js';

/** Binds the queues of the way in to the runner; returns what stops them. */
export const startPosteingangWorkers = (app: Composed, config: Config): (() => Promise<void>)[] => {
  const work = (name: string, concurrency: number) =>
    app.queue.work(name, { concurrency, handler: app.runner.run });
  return [
    work('posteingang.light', config.pipeline.lightConcurrency),
    work('posteingang.heavy', config.ocr.processes),
    work('posteingang.urgent', config.ocr.processes),
    work('posteingang.ocr', config.ocr.processes),
  ];
};
