import { Conflict } from '#errors.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { reopenItem, resumeItem } from '#pipeline/store.js';
import { lockItem } from './brief.repository.js';
import { recordEreignis } from './ereignis.js';
import { addBeleg, settleFailed, settleSent } from './zustellnachweis.repository.js';

/** What a server says of a mail that it has taken: in the mailbox, passed on, or spread to a list (RFC 3464 2.3.3). */
export interface Zustellbericht {
  posteingangId: string;
  action: 'delivered' | 'relayed' | 'expanded';
  /** Enhanced status code (RFC 3463). */
  status: string | null;
}

const texts: Readonly<Record<Zustellbericht['action'], string>> = {
  delivered: 'Der Mailserver des Empfängers hat die E-Mail zugestellt',
  relayed: 'Ein Mailserver hat die E-Mail angenommen und weitergegeben',
  expanded: 'Ein Mailserver hat die E-Mail angenommen und an eine Verteilerliste weitergegeben',
};

/** The item may be with a worker that has not parked it yet; it will see the new state. */
const unlessRunning = (moved: Promise<void>): Promise<void> =>
  moved.catch((error: unknown) => {
    if (!(error instanceof Conflict)) throw error;
  });

/**
 * Takes a report of success as evidence, once an Eingang: an uncertain letter counts as sent from the moment of its
 * handing over and goes on by itself. Whoever can name the signed id has the mail, so the proof holds whoever wrote it.
 */
export const takeZustellbericht = async (
  tx: Tx,
  letterId: string,
  given: Zustellbericht,
): Promise<void> => {
  const { posteingangId, action, status } = given;
  await lockItem(tx, letterId);
  const text = `${texts[action]}${status === null ? '' : ` (${status})`}.`;
  if (!(await addBeleg(tx, { id: letterId, text, posteingangId }))) return;
  const settled = await settleSent(tx, letterId);
  if (settled) await unlessRunning(resumeItem(tx, letterId));
  await recordEreignis(tx, {
    id: letterId,
    action: settled ? 'proved' : 'delivered',
    detail: { bericht: action, status, posteingangId },
  });
};

/** Lets an uncertain letter of which a server has said that it did not arrive fail for that reason; never sends it. */
export const takeFehlbericht = async (tx: Tx, letterId: string, grund: string): Promise<void> => {
  const text = `Ein Mailserver hat die E-Mail als unzustellbar gemeldet: ${grund}`;
  if (!(await settleFailed(tx, letterId, text))) return;
  await unlessRunning(reopenItem(tx, letterId, { stage: 'dispatch', from: 'waiting' }));
  await recordEreignis(tx, { id: letterId, action: 'dispatch-failed', detail: { kanal: 'email' } });
};
