import type { Log } from '#infrastructure/log.js';
import type { Dispatcher } from './dispatcher.js';

/** Periodic work beside the dispatching, e.g. the recovery of interrupted sendings. */
export interface Chore {
  name: string;
  everyMs: number;
  run: () => Promise<void>;
}

/** No beat for so long means that the process hangs. */
const standstillMs = 60_000;

/** Looks for due work again and again, so that a lost job, queue or worker loses no letter. */
export const createKeeper = (deps: {
  dispatcher: Dispatcher;
  queues: readonly string[];
  intervalMs: number;
  chores: readonly Chore[];
  log: Log;
}) => {
  const { dispatcher, queues, log } = deps;
  const timers: NodeJS.Timeout[] = [];
  const running = new Set<Promise<unknown>>();
  let lastBeat = performance.now();

  /** Starts a loop that never overlaps itself and survives its own failures. */
  const every = (intervalMs: number, name: string, run: () => Promise<unknown>): void => {
    let busy = false;
    const beat = (): void => {
      lastBeat = performance.now();
      if (busy) return;
      busy = true;
      const beating = run()
        .catch((error: unknown) => log.warn({ err: error, chore: name }, 'keeper will try again'))
        .finally(() => {
          busy = false;
          running.delete(beating);
        });
      running.add(beating);
    };
    timers.push(setInterval(beat, intervalMs));
    beat();
  };

  return {
    start: (): void => {
      for (const queue of queues)
        every(deps.intervalMs, `dispatch ${queue}`, () => dispatcher.dispatch(queue));
      for (const chore of deps.chores) every(chore.everyMs, chore.name, chore.run);
    },
    /** Whether its loop has turned lately; a keeper that stands still must be restarted. */
    isAlive: (): boolean => performance.now() - lastBeat < standstillMs + deps.intervalMs,
    stop: async (): Promise<void> => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
};

export type Keeper = ReturnType<typeof createKeeper>;
