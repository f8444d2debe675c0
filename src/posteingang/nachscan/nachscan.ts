import { appendAudit } from '#audit/index.js';
import { Conflict, InvalidInput, NotFound } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal } from '#organisation/index.js';
import {
  closeNachscan,
  countPagesOf,
  findIdByNummer,
  findNachscan,
  insertNachscan,
} from './nachscan.repository.js';
import type { Nachscan, NachscanWunsch } from './nachscan.schema.js';

/** Who acts, and in which request. */
interface By {
  principal: Principal;
  requestId: string;
}

const noSuchRequest = (): NotFound =>
  new NotFound({
    code: 'nachscan-unbekannt',
    message: 'There is no such request for a new scan.',
    clerkMessage: 'Diese Bitte um einen neuen Scan gibt es nicht.',
  });

const note = async (tx: Tx, by: By, action: string, one: Nachscan): Promise<void> => {
  await appendAudit(tx, [
    {
      actor: actorOf(by.principal),
      action,
      objectType: 'posteingang',
      objectId: one.eingang.id,
      detail: { seiten: one.seiten.length, ersatz: one.ersatz?.id ?? null },
      requestId: by.requestId,
    },
  ]);
  await publish(tx, [
    { kind: 'posteingang', id: one.eingang.id },
    ...(one.stapel === null ? [] : [{ kind: 'stapel' as const, id: one.stapel.id }]),
  ]);
};

const get = async (tx: Tx, id: string): Promise<Nachscan> => {
  const found = await findNachscan(tx, id);
  if (found === undefined) throw noSuchRequest();
  return found;
};

/** Asks the station for a new scan of some pages. @throws InvalidInput for a page that the item does not have */
export const requestNachscan = async (
  tx: Tx,
  posteingangId: string,
  wish: NachscanWunsch,
  by: By,
): Promise<Nachscan> => {
  const seiten = [...new Set(wish.seiten)].sort((a, b) => a - b);
  if ((await countPagesOf(tx, posteingangId, seiten)) !== seiten.length)
    throw new InvalidInput({
      code: 'seite-unbekannt',
      httpStatus: 422,
      message: 'The item does not have all of these pages.',
      clerkMessage: 'Der Eingang hat nicht alle diese Seiten.',
    });
  const { personId } = by.principal;
  const id = await insertNachscan(tx, { ...wish, seiten, posteingangId, personId });
  const made = await get(tx, id);
  await note(tx, by, 'posteingang.nachscan-erbeten', made);
  return made;
};

const ersatzOf = async (
  tx: Tx,
  eingangsnummer: string | undefined,
  eingangId: string,
): Promise<string | null> => {
  if (eingangsnummer === undefined) return null;
  const id = await findIdByNummer(tx, eingangsnummer);
  if (id !== undefined && id !== eingangId) return id;
  throw new InvalidInput({
    code: 'ersatz-unbekannt',
    httpStatus: 422,
    message: 'There is no other item with this Eingangsnummer.',
    clerkMessage: 'Unter dieser Eingangsnummer gibt es keinen anderen Eingang.',
  });
};

/** Ends a request, with the number of the new scan where there is one. @throws NotFound, Conflict, InvalidInput */
export const finishNachscan = async (
  tx: Tx,
  id: string,
  eingangsnummer: string | undefined,
  by: By,
): Promise<Nachscan> => {
  const before = await get(tx, id);
  const ersatzId = await ersatzOf(tx, eingangsnummer, before.eingang.id);
  const { personId } = by.principal;
  if (!(await closeNachscan(tx, id, { personId, ersatzId })))
    throw new Conflict({
      code: 'nachscan-erledigt',
      message: 'The request is done already.',
      clerkMessage: 'Diese Bitte ist bereits erledigt.',
    });
  const done = await get(tx, id);
  await note(tx, by, 'posteingang.nachscan-erledigt', done);
  return done;
};
