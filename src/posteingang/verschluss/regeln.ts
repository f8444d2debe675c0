import { appendAudit } from '#audit/index.js';
import { Conflict, InvalidInput, NotFound } from '#errors.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal } from '#organisation/index.js';
import { oeffnerOf } from './oeffner.js';
import {
  findRegel,
  insertRegel,
  listHauspersonen,
  listRegeln,
  updateRegel,
} from './regeln.repository.js';
import type {
  Handhabungsregel,
  HandhabungsregelAenderung,
  NeueHandhabungsregel,
  Umschlag,
  Umschlagurteil,
} from './regeln.schema.js';
import { urteile } from './regelwerk.js';

interface By {
  principal: Principal;
  requestId: string;
}

const get = async (tx: Tx, id: string): Promise<Handhabungsregel> => {
  const found = await findRegel(tx, id);
  if (found !== undefined) return found;
  throw new NotFound({
    code: 'handhabungsregel-unbekannt',
    message: 'There is no such handling rule.',
    clerkMessage: 'Diese Handhabungsregel gibt es nicht.',
  });
};

const note = (tx: Tx, by: By, action: string, one: Handhabungsregel): Promise<unknown> =>
  appendAudit(tx, [
    {
      actor: actorOf(by.principal),
      action: `handhabungsregel.${action}`,
      objectType: 'handhabungsregel',
      objectId: one.id,
      detail: {
        rang: one.rang,
        klasse: one.klasse,
        einheit: one.einheit?.kuerzel ?? null,
        gueltigBis: one.gueltigBis,
      },
      requestId: by.requestId,
    },
  ]);

/** Makes a rule. Who opens follows from its class. */
export const createRegel = async (
  tx: Tx,
  wanted: NeueHandhabungsregel,
  by: By,
): Promise<Handhabungsregel> => {
  const oeffner = oeffnerOf(wanted.klasse);
  const id = await insertRegel(tx, { ...wanted, oeffner, personId: by.principal.personId });
  const made = await get(tx, id);
  await note(tx, by, 'created', made);
  return made;
};

/** Changes order, unit or end of a rule. @throws NotFound; InvalidInput when it would end before it begins */
export const changeRegel = async (
  tx: Tx,
  id: string,
  change: HandhabungsregelAenderung,
  by: By,
): Promise<Handhabungsregel> => {
  const before = await get(tx, id);
  const { gueltigBis } = change;
  if (gueltigBis && before.gueltigAb !== null && gueltigBis < before.gueltigAb)
    throw new InvalidInput({
      code: 'handhabungsregel-zeitraum',
      httpStatus: 422,
      message: 'The rule would end before it begins.',
      clerkMessage: 'Das Ende liegt vor dem Beginn der Regel.',
    });
  if ((await updateRegel(tx, id, change)) === 0)
    throw new Conflict({
      code: 'handhabungsregel-geaendert',
      message: 'The rule could not be changed.',
      clerkMessage: 'Die Regel wurde inzwischen geändert. Bitte laden Sie die Ansicht neu.',
    });
  const changed = await get(tx, id);
  await note(tx, by, 'changed', changed);
  return changed;
};

/** What the rules of the database say of an envelope on a day (YYYY-MM-DD). */
export const urteileNachRegeln = async (
  tx: Tx,
  umschlag: Umschlag,
  tag: string,
): Promise<Umschlagurteil> =>
  urteile(await listRegeln(tx), umschlag, { tag, personen: await listHauspersonen(tx) });
