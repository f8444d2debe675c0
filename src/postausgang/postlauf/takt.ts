import { Conflict } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { queueName } from '#pipeline/stage.js';
import { reopenItem } from '#pipeline/store.js';
import { createPostlauf } from './postlauf.js';
import type { PostlaufDeps } from './postlauf-deps.js';
import { createUebergabe } from './uebergabe.js';
import { beginZeit, listGeparkte } from './wartend.repository.js';

const clockTime = new Intl.DateTimeFormat('de-DE', {
  timeZone: 'Europe/Berlin',
  hour: '2-digit',
  minute: '2-digit',
});

/** The last of these times of the day that has passed, e.g. `10:00`; undefined before the first. */
export const letzteZeit = (zeiten: readonly string[], now: Date): string | undefined => {
  const time = clockTime.format(now);
  return [...zeiten]
    .sort()
    .filter((one) => one <= time)
    .at(-1);
};

/** What the keeper does for runs: makes those whose time has come, hands over what is released, settles what broke off. */
export const createTakt = (deps: PostlaufDeps) => {
  const postlauf = createPostlauf(deps);
  const uebergabe = createUebergabe(deps);
  const { postlauf: config } = deps.config;

  const startByClock = async (): Promise<void> => {
    const zeit = config.sammeln ? letzteZeit(config.zeiten, deps.clock.now()) : undefined;
    if (zeit === undefined) return;
    // One process begins a time; it is not begun again, whether something waited or not.
    if (!(await asSystem(deps.db, (tx) => beginZeit(tx, { zeit, now: deps.clock.now() })))) return;
    const id = await postlauf.berechne(undefined);
    if (id === undefined) return;
    await postlauf.gibFrei(undefined, id).catch((error: unknown) => {
      // A letter was taken back in between; the mailroom sees the calculated run.
      if (!(error instanceof Conflict)) throw error;
      deps.log.warn({ postlauf: id }, 'a run of the clock waits for the mailroom');
    });
  };

  /** Where nothing is collected any more, letters that waited for a run leave one by one. */
  const wakeParked = async (): Promise<void> => {
    if (config.sammeln) return;
    const parked = await asSystem(deps.db, (tx) => listGeparkte(tx));
    for (const id of parked) {
      await asSystem(deps.db, (tx) =>
        reopenItem(tx, id, { stage: 'dispatch', from: 'waiting' }),
      ).catch((error: unknown) => {
        if (!(error instanceof Conflict)) throw error;
      });
    }
    if (parked.length > 0) deps.afterCommit([queueName('postausgang', 'light')]);
  };

  /** One round; ends when no print file is due. */
  const pass = async (signal: AbortSignal = new AbortController().signal): Promise<void> => {
    await wakeParked();
    await startByClock();
    await uebergabe.recover();
    while (!signal.aborted && (await uebergabe.next(signal)));
  };

  return { pass };
};
