import { asSystem } from '#infrastructure/database/transaction.js';
import { queueName } from '#pipeline/stage.js';
import { absageIn, recordAbsage } from './absage.js';
import { lockItem } from './brief.repository.js';
import { publishBrief, recordEreignis } from './ereignis.js';
import {
  channelOf,
  mittelOf,
  type PostausgangDeps,
  type Postausgangsmittel,
} from './postausgang-deps.js';
import { endeOf, resumeParked } from './recover-dispatch.js';
import { finishVersand } from './versand.repository.js';
import { isAsked } from './versandende.js';
import {
  endStatusfragen,
  type Gefragt,
  insertMeldungen,
  takeGefragte,
} from './versandereignis.repository.js';

const atOnce = 50;
const askTimeoutMs = 20_000;

const askStatus = async (
  deps: PostausgangDeps,
  mittel: Postausgangsmittel,
  letter: Gefragt,
): Promise<void> => {
  const channel = channelOf(mittel, letter.kanal);
  const status = await channel?.status?.(letter, AbortSignal.timeout(askTimeoutMs));
  await asSystem(deps.db, async (tx) => {
    const added = await insertMeldungen(tx, letter, status?.meldungen ?? []);
    if (status?.endgueltig ?? true) await endStatusfragen(tx, letter);
    const absage = absageIn(added);
    if (absage !== undefined) await recordAbsage(tx, letter.id, absage);
    if (added.length > 0) await publishBrief(tx, letter.id);
  });
};

/** Looks once more for certainty; the answer of the other side may come only after the fault is over. */
const askEvidence = async (
  deps: PostausgangDeps,
  mittel: Postausgangsmittel,
  letter: Gefragt & { zustand: 'unknown' },
): Promise<void> => {
  const ende = await endeOf(mittel, letter);
  if (ende.ergebnis === 'unknown') return;
  const resumed = await asSystem(deps.db, async (tx) => {
    await lockItem(tx, letter.id);
    const nachfragen = isAsked(channelOf(mittel, letter.kanal), ende);
    const { id, token, attempt } = letter;
    if (!(await finishVersand(tx, { id, token, attempt, ...ende, nachfragen }))) return false;
    await recordEreignis(tx, {
      id: letter.id,
      action: `dispatch-${ende.ergebnis}`,
      detail: { attempt: letter.attempt, kanal: letter.kanal, recovered: true },
    });
    if (ende.ergebnis === 'sent') await resumeParked(tx, letter.id);
    return true;
  });
  if (resumed) deps.afterCommit([queueName('postausgang', 'light')]);
};

const ask = (deps: PostausgangDeps, mittel: Postausgangsmittel, letter: Gefragt): Promise<void> => {
  const { zustand } = letter;
  return zustand === 'sent'
    ? askStatus(deps, mittel, letter)
    : askEvidence(deps, mittel, { ...letter, zustand });
};

/**
 * Asks the other sides what became of the letters that they have, and for certainty about those of which nobody knows
 * whether they have them. The keeper calls it from time to time; a fault of one letter does not keep the others.
 */
export const askVersandstatus = async (deps: PostausgangDeps): Promise<void> => {
  const mittel = mittelOf(deps);
  const letters = await asSystem(deps.db, (tx) => takeGefragte(tx, atOnce));
  for (const letter of letters) {
    try {
      await ask(deps, mittel, letter);
    } catch (error) {
      deps.log.debug({ err: error, postausgangId: letter.id }, 'the other side did not answer');
    }
  }
};
