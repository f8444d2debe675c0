import { Conflict } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { queueName } from '#pipeline/stage.js';
import { reopenItem } from '#pipeline/store.js';
import { recordEreignis } from './ereignis.js';
import { mittelOf, type PostausgangDeps, type Postausgangsmittel } from './postausgang-deps.js';
import {
  finishVersand,
  listFaellige,
  lockVerwaiste,
  type Versandende,
  type Verwaist,
} from './versand.repository.js';

const interrupted: Versandende = {
  ergebnis: 'unknown',
  antwort: '',
  fehler: {
    code: 'versand-ungewiss',
    text: 'Der Versand wurde im Augenblick der Übergabe unterbrochen; es ist ungewiss, ob das Schreiben hinausgegangen ist.',
  },
};

const nothingLeft: Versandende = {
  ergebnis: 'retry',
  antwort: 'worker gone before the handing over',
};

/** Before the commit nothing has left, so it may be sent again; after it only evidence decides. */
const endeOf = async (mittel: Postausgangsmittel, letter: Verwaist): Promise<Versandende> => {
  if (letter.zustand === 'claimed') return nothingLeft;
  const channel = mittel.channels.find((one) => one.kanal === letter.kanal);
  const nachweis = await channel?.findEvidence(letter);
  if (nachweis === undefined) return interrupted;
  return { ergebnis: 'sent', antwort: letter.druckdatei, nachweis };
};

const recover = (deps: PostausgangDeps, mittel: Postausgangsmittel, id?: string): Promise<number> =>
  asSystem(deps.db, async (tx) => {
    const letters = await lockVerwaiste(tx, id);
    for (const letter of letters) {
      const ende = await endeOf(mittel, letter);
      await finishVersand(tx, { ...letter, ...ende });
      await recordEreignis(tx, {
        id: letter.id,
        action: `dispatch-${ende.ergebnis}`,
        detail: { attempt: letter.attempt, kanal: letter.kanal, recovered: true },
      });
    }
    return letters.length;
  });

/** Settles one letter whose worker has disappeared; does nothing while its lease holds. */
export const recoverOne = async (
  deps: PostausgangDeps,
  mittel: Postausgangsmittel,
  id: string,
): Promise<void> => {
  await recover(deps, mittel, id);
};

/** Lets a letter whose pause is over go through its dispatch again; somebody may have been faster. */
const wake = (deps: PostausgangDeps, id: string): Promise<void> =>
  asSystem(deps.db, (tx) => reopenItem(tx, id, { stage: 'dispatch', from: 'waiting' })).catch(
    (error: unknown) => {
      if (!(error instanceof Conflict)) throw error;
    },
  );

/**
 * Settles all letters whose worker has disappeared: sent where there is proof, waiting again where nothing
 * can have left, otherwise uncertain. Wakes letters whose pause after a failed attempt is over. Never sends
 * anything itself; the keeper calls it from time to time.
 */
export const recoverDispatch = async (deps: PostausgangDeps): Promise<void> => {
  const settled = await recover(deps, mittelOf(deps));
  if (settled > 0) deps.log.warn({ letters: settled }, 'dispatches of vanished workers settled');
  const due = await asSystem(deps.db, (tx) => listFaellige(tx));
  for (const id of due) await wake(deps, id);
  if (due.length > 0) deps.afterCommit([queueName('postausgang', 'light')]);
};
