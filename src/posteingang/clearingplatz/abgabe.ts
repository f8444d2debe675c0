import type { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { publish } from '#infrastructure/database/events.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal } from '#organisation/index.js';
import { finishItem } from '#pipeline/store.js';
import { notInClearing } from '../clearing.js';
import { requireNoFind } from '../virenpruefung/quarantaene.js';
import { insertAbgabe, setAbgegeben } from './abgabe.repository.js';
import type { AbgabeWunsch } from './clearingplatz.schema.js';
import { requirePlatz } from './platz.js';
import { clearPlatz } from './platz.repository.js';
import { findVorher, insertEntscheidung } from './ruecknahme.repository.js';

/**
 * Ends an item that is not for us: it goes back to its sender, on to another authority, or is thrown away as
 * advertising. Reason, receiver and way stay as proof; its line stays in the Posteingangsbuch.
 * @returns the id by which it can be taken back.
 * @throws Conflict when it is not in Clearing, is in quarantine, or somebody else works on it.
 */
export const giveAway = async (
  tx: Tx,
  request: {
    id: string;
    abgabe: z.infer<typeof AbgabeWunsch>;
    principal: Principal;
    requestId: string;
  },
): Promise<string> => {
  const { id, abgabe, principal, requestId } = request;
  await requireNoFind(tx, id);
  await requirePlatz(tx, id, principal);
  const vorher = await findVorher(tx, id);
  if (vorher === undefined || (await setAbgegeben(tx, id)) === 0) throw notInClearing();
  await finishItem(tx, id);
  await insertAbgabe(tx, id, { ...abgabe, personId: principal.personId });
  await clearPlatz(tx, id);
  await appendAudit(tx, [
    {
      actor: actorOf(principal),
      action: 'posteingang.abgegeben',
      objectType: 'posteingang',
      objectId: id,
      detail: { grund: abgabe.grund, wohin: abgabe.wohin, weg: abgabe.weg },
      requestId,
    },
  ]);
  await publish(tx, [{ kind: 'posteingang', id }]);
  return insertEntscheidung(tx, {
    posteingangId: id,
    art: 'abgabe',
    personId: principal.personId,
    gruppe: undefined,
    vorher,
  });
};
