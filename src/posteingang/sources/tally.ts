import { type Clock, germanDay } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import { addToTagesstand } from './zustellung.repository.js';

const flushMs = 5_000;

/**
 * Counts what a source tells the other side, apart from what is written for it, so that the two can be compared.
 * What was counted in the last seconds before a crash is missing then: more may have arrived than was counted, never
 * less.
 */
export const createTally = (deps: { db: Db; clock: Clock; log: Log; quelle: string }) => {
  const { db, clock, log, quelle } = deps;
  const open = new Map<string, { quittiert: number; abgelehnt: number }>();

  const add = (day: string, quittiert: number, abgelehnt: number): void => {
    const stand = open.get(day) ?? { quittiert: 0, abgelehnt: 0 };
    open.set(day, {
      quittiert: stand.quittiert + quittiert,
      abgelehnt: stand.abgelehnt + abgelehnt,
    });
  };

  /** Writes what has come together; what cannot be written now is written later. */
  const flush = async (): Promise<void> => {
    const stands = [...open];
    open.clear();
    for (const [tag, stand] of stands) {
      await asSystem(db, (tx) => addToTagesstand(tx, { quelle, tag, ...stand })).catch(
        (error: unknown) => {
          add(tag, stand.quittiert, stand.abgelehnt);
          log.warn({ err: error, quelle }, 'the count of a mail source will be written later');
        },
      );
    }
  };

  let flushing = Promise.resolve();
  const timer = setInterval(() => {
    flushing = flushing.then(flush);
  }, flushMs);
  timer.unref();

  return {
    /** Deliveries that were answered with yes; `at` is the instant that is noted with them. */
    acknowledged: (at: Date, count = 1): void => add(germanDay(at), count, 0),
    /** Recipients and mails that were refused for good. */
    refused: (): void => add(germanDay(clock.now()), 0, 1),
    stop: async (): Promise<void> => {
      clearInterval(timer);
      await flushing;
      await flush();
    },
  };
};

export type Tally = ReturnType<typeof createTally>;
