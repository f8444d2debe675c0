import { Conflict } from '#errors.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { queueName } from '#pipeline/stage.js';
import { reopenItem, resumeItem } from '#pipeline/store.js';
import { recordEreignis } from './ereignis.js';
import {
  channelOf,
  mittelOf,
  type PostausgangDeps,
  type Postausgangsmittel,
} from './postausgang-deps.js';
import { stelleWeckerAb } from './stornofrist.repository.js';
import {
  finishVersand,
  listFaellige,
  lockVerwaiste,
  type Versandende,
  type Verwaist,
} from './versand.repository.js';
import { endeNach, isAsked } from './versandende.js';

const interrupted = {
  code: 'versand-ungewiss',
  text: 'Der Versand wurde im Augenblick der Übergabe unterbrochen; es ist ungewiss, ob das Schreiben hinausgegangen ist.',
};

const nothingLeft: Versandende = {
  ergebnis: 'retry',
  antwort: 'worker gone before the handing over',
};

/** Before the commit nothing has left, so it may be sent again; after it only evidence decides. */
export const endeOf = async (
  mittel: Postausgangsmittel,
  letter: Verwaist,
): Promise<Versandende> => {
  if (letter.zustand === 'claimed') return nothingLeft;
  return endeNach(await channelOf(mittel, letter.kanal)?.findEvidence(letter), interrupted);
};

const recover = (deps: PostausgangDeps, mittel: Postausgangsmittel, id?: string): Promise<number> =>
  asSystem(deps.db, async (tx) => {
    const letters = await lockVerwaiste(tx, id);
    for (const letter of letters) {
      const ende = await endeOf(mittel, letter);
      const nachfragen = isAsked(channelOf(mittel, letter.kanal), ende);
      const { id, token, attempt } = letter;
      await finishVersand(tx, { id, token, attempt, ...ende, nachfragen });
      await recordEreignis(tx, {
        id: letter.id,
        action: `dispatch-${ende.ergebnis}`,
        detail: { attempt: letter.attempt, kanal: letter.kanal, recovered: true },
      });
    }
    return letters.length;
  });

/** Lets a letter that has left after all go on; a worker that is about to park it sees that by itself. */
export const resumeParked = (tx: Tx, id: string): Promise<void> =>
  resumeItem(tx, id).catch((error: unknown) => {
    if (!(error instanceof Conflict)) throw error;
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
  asSystem(deps.db, async (tx) => {
    await reopenItem(tx, id, { stage: 'dispatch', from: 'waiting' });
    await stelleWeckerAb(tx, id);
  }).catch((error: unknown) => {
    if (!(error instanceof Conflict)) throw error;
  });

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
