import type { Composed } from '#compose.js';
import type { Config } from '#config/schema.js';
import { startPostausgangWorkers } from './postausgang.worker.js';
import { startPosteingangWorkers } from './posteingang.worker.js';

/** Starts all workers of this process; the returned function waits until their running jobs have ended. */
export const startWorkers = (app: Composed, config: Config): (() => Promise<void>) => {
  const stops = [...startPosteingangWorkers(app, config), ...startPostausgangWorkers(app, config)];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
};
