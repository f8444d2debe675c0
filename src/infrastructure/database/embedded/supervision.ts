import { setTimeout as pause } from 'node:timers/promises';
import { MailroomError, ToolFailed } from '#errors.js';
import type { PostgresLog } from './postgres-log.js';
import type { Server } from './server.js';

/** A server that is started again when it ends without being asked to. */
export interface Supervised {
  /** The present server's process. */
  pid(): number;
  /** Stops for good; also while a new start is under way. Calling it again gives the same promise. */
  stop(): Promise<void>;
}

const pausesMs = [0, 200, 1_000, 5_000, 15_000];
const windowMs = 600_000;

const lost = (cause: unknown): MailroomError =>
  cause instanceof MailroomError
    ? cause
    : new ToolFailed({
        code: 'embedded-postgres-lost',
        message: `PostgreSQL ended too often in ${windowMs / 60_000} minutes and is not started again. Look for the reason in the log above (often too little memory), then start Poststelle again.`,
        cause,
      });

/**
 * Keeps a server running: when it ends by itself, `restart` is tried at once and then with growing pauses.
 * `onLost` is called once, when that is given up.
 */
export const superviseServer = (
  first: Server,
  options: {
    restart: () => Promise<Server>;
    log: PostgresLog;
    onLost: (error: MailroomError) => void;
    /** Restarts within ten minutes before it is given up. */
    mostRestarts: number;
  },
): Supervised => {
  const { log } = options;
  let server = first;
  let stopping: Promise<void> | undefined;
  let restarting: Promise<void> = Promise.resolve();
  const restarts: number[] = [];

  const tryAgain = async (): Promise<void> => {
    const now = performance.now();
    restarts.push(now);
    if (restarts.filter((at) => at > now - windowMs).length > options.mostRestarts)
      throw lost(undefined);
    let failure: unknown;
    for (const pauseMs of pausesMs) {
      await pause(pauseMs);
      if (stopping !== undefined) return;
      try {
        server = await options.restart();
        log.info({ pid: server.pid }, 'PostgreSQL runs again');
        watch(server);
        return;
      } catch (err) {
        failure = err;
        log.error({ err }, 'PostgreSQL could not be started again');
        if (err instanceof MailroomError && err.retry === 'never') break;
      }
    }
    throw lost(failure);
  };

  const watch = (watched: Server): void => {
    void watched.ended.then((ending) => {
      if (stopping !== undefined) return;
      log.error({ ...ending, pid: watched.pid }, 'PostgreSQL ended unexpectedly');
      restarting = tryAgain().catch((error) => options.onLost(lost(error)));
    });
  };

  watch(first);
  return {
    pid: () => server.pid,
    stop: () => {
      stopping ??= Promise.resolve().then(async () => {
        await restarting;
        await server.stop();
      });
      return stopping;
    },
  };
};
