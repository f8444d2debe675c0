import { appendAudit } from '#audit/index.js';
import { Conflict } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal } from '#organisation/index.js';
import { reopenItem } from '#pipeline/store.js';
import { listWaitingHalves } from './haelfte.repository.js';
import { noSuchStapel, stapelClosed } from './lookup.js';
import {
  closeStapel,
  findStapel,
  insertStapel,
  readStapel,
  type StapelHead,
  setExpected,
} from './stapel.repository.js';
import type { NeuerStapel } from './stapel.schema.js';

/** Who acts, and in which request. */
interface By {
  principal: Principal;
  requestId: string;
}

const note = async (
  tx: Tx,
  by: By,
  action: string,
  id: string,
  detail: Record<string, number | string | boolean | null>,
): Promise<void> => {
  await appendAudit(tx, [
    {
      actor: actorOf(by.principal),
      action,
      objectType: 'stapel',
      objectId: id,
      detail,
      requestId: by.requestId,
    },
  ]);
  await publish(tx, [{ kind: 'stapel', id }]);
};

const lockOpen = async (tx: Tx, id: string): Promise<StapelHead> => {
  const stapel = await findStapel(tx, id, { lock: true });
  if (stapel === undefined) throw noSuchStapel();
  if (!stapel.offen) throw stapelClosed(stapel.nummer);
  return stapel;
};

/** Opens a Stapel; returns its id. */
export const openStapel = async (tx: Tx, wanted: NeuerStapel, by: By): Promise<string> => {
  const id = await insertStapel(tx, { ...wanted, personId: by.principal.personId });
  await note(tx, by, 'stapel.opened', id, {
    erwartet: wanted.erwarteteBlaetter,
    seitenmodus: wanted.seitenmodus,
  });
  return id;
};

/** Corrects the number of expected sheets of an open Stapel. @throws NotFound, Conflict */
export const correctExpected = async (
  tx: Tx,
  id: string,
  blaetter: number | null,
  by: By,
): Promise<void> => {
  const before = await lockOpen(tx, id);
  await setExpected(tx, id, blaetter);
  await note(tx, by, 'stapel.expected-corrected', id, {
    vorher: before.erwarteteBlaetter,
    nachher: blaetter,
  });
};

const needsReason = (text: string): Conflict =>
  new Conflict({
    code: 'stapel-weicht-ab',
    message: 'The Stapel differs from what was expected, or is still being counted; send a reason.',
    clerkMessage: `${text} Zum Abschließen ist ein Grund anzugeben.`,
  });

/**
 * Closes a Stapel; one that differs only with a reason, which stays in its protocol.
 * @throws NotFound, Conflict
 */
export const finishStapel = async (
  tx: Tx,
  id: string,
  grund: string | undefined,
  by: By,
): Promise<void> => {
  await lockOpen(tx, id);
  const [zeile] = await readStapel(tx, [id]);
  if (zeile === undefined) throw noSuchStapel();
  const { abgleich } = zeile;
  const differs = abgleich.alarm || abgleich.ergebnis === 'zaehlt' || abgleich.ergebnis === 'leer';
  const reason = grund === undefined || grund === '' ? null : grund;
  if (differs && reason === null) throw needsReason(abgleich.text);
  await closeStapel(tx, id, {
    personId: by.principal.personId,
    gescannt: abgleich.gescannt,
    grund: reason,
  });
  // Nothing can join them any more; each goes to Clearing and says what it lacks.
  for (const waiting of await listWaitingHalves(tx, id))
    await reopenItem(tx, waiting, { stage: 'collate', from: 'waiting' });
  await note(tx, by, 'stapel.closed', id, {
    ergebnis: abgleich.ergebnis,
    erwartet: abgleich.erwartet,
    gescannt: abgleich.gescannt,
    begruendet: reason !== null,
  });
};
