import { setTimeout as pause } from 'node:timers/promises';
import { DependencyDown, NotFound } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage, StageResult } from '#pipeline/stage.js';
import { createDispatchAttempt } from '../dispatch-attempt.js';
import type { PostausgangZustand } from '../postausgang.schema.js';
import type { PostausgangDeps, Postausgangsmittel } from '../postausgang-deps.js';
import { recoverOne } from '../recover-dispatch.js';
import { stelleWecker } from '../stornofrist.repository.js';
import { findVersandstand, lockZustand, type Versandstand } from '../versand.repository.js';
import { createVersandweg } from '../versandweg.js';

const lookAgainMs = 1_000;
/** With pauses of up to a quarter of an hour, a day. */
const mostAttempts = 100;

const clearing = (code: string | null, text: string | null): StageResult => ({
  next: {
    kind: 'clearing',
    reason: {
      code: code ?? 'versand-gescheitert',
      text: text ?? 'Der Versand ist gescheitert.',
    },
  },
});

/** Parks the letter, unless somebody has decided about it since it was looked at. */
const waitIn = (id: string, zustand: PostausgangZustand): StageResult => ({
  write: async (tx) => {
    if ((await lockZustand(tx, id)) === zustand) return;
    throw new DependencyDown({
      code: 'postausgang-changed',
      message: 'The state of the letter changed while its dispatch ended; it is looked at again.',
    });
  },
  next: { kind: 'wait' },
});

/** Parks a letter that may not leave yet until its time has come, or until somebody lets it go on. */
const waitForFrist = (id: string): StageResult => {
  const parked = waitIn(id, 'queued');
  return {
    ...parked,
    write: async (tx) => {
      await parked.write?.(tx);
      await stelleWecker(tx, id);
    },
  };
};

/** What the state of the letter means for the pipeline; undefined while the letter has still to be sent. */
const resultOf = (id: string, stand: Versandstand): StageResult | undefined => {
  switch (stand.zustand) {
    case 'sent':
      return {};
    case 'unknown':
      return waitIn(id, 'unknown');
    case 'failed':
      return clearing(stand.fehlerCode, stand.fehlerText);
    case 'storniert':
    case 'entwurf':
      return { next: { kind: 'done' } };
    case 'queued':
      return stand.darfHinaus ? undefined : waitForFrist(id);
    default:
      return undefined;
  }
};

/** Sends the letter once, whatever dies meanwhile; guarded by the letter's own states, not by the runner. */
export const dispatch = (deps: PostausgangDeps, mittel: Postausgangsmittel): Stage => {
  const { attempt } = createDispatchAttempt(deps, mittel);
  const { rueckfall } = createVersandweg(deps, mittel);
  const standOf = async (id: string): Promise<Versandstand> => {
    const stand = await asSystem(deps.db, (tx) => findVersandstand(tx, id));
    if (stand !== undefined) return stand;
    throw new NotFound({ code: 'postausgang-unknown', message: 'The letter does not exist.' });
  };

  /** Patience ends after about a day; until then the keeper wakes the letter when its pause is over. */
  const afterRetry = async (id: string): Promise<StageResult> => {
    const stand = await standOf(id);
    if (stand.fehlversuche < mostAttempts) return waitIn(id, 'queued');
    return clearing(stand.fehlerCode, stand.fehlerText);
  };

  return {
    name: 'dispatch',
    queue: 'light',
    run: async ({ itemId, signal }) => {
      for (;;) {
        const stand = await standOf(itemId);
        if (stand.zustand === 'failed' && (await rueckfall(itemId))) continue;
        const result = resultOf(itemId, stand);
        if (result !== undefined) return result;
        if (stand.leaseHeld && stand.zustand !== 'queued') {
          // Another worker is at it, or has died: its lease will tell.
          await pause(lookAgainMs, undefined, { signal });
          continue;
        }
        await recoverOne(deps, mittel, itemId);
        // A run takes it, hands it over and wakes it when it has left.
        if (stand.zustand === 'queued' && mittel.wartetAufPostlauf(stand))
          return waitIn(itemId, 'queued');
        const ende = await attempt(itemId, signal);
        if (ende?.ergebnis === 'retry') return afterRetry(itemId);
      }
    },
  };
};
