import { appendAudit } from '#audit/index.js';
import { Conflict } from '#errors.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal } from '#organisation/index.js';
import type { Platz } from './clearingplatz.schema.js';
import { findHolder, putBehind, takePlatz } from './platz.repository.js';

interface Request {
  id: string;
  principal: Principal;
  requestId: string;
}

const event = ({ id, principal, requestId }: Request, action: string) => ({
  actor: actorOf(principal),
  action,
  objectType: 'posteingang',
  objectId: id,
  requestId,
});

/**
 * Reserves an item for who has it on the screen, for `platzSekunden`; repeating it extends the time. Somebody else's
 * item is only taken when it is said so, which leaves a trace.
 * @returns who has it now.
 */
export const occupy = async (
  tx: Tx,
  request: Request & { uebernehmen: boolean },
): Promise<Platz> => {
  const { id, principal, uebernehmen } = request;
  const before = uebernehmen ? await findHolder(tx, id) : undefined;
  const { personId, person, seit } = await takePlatz(tx, {
    id,
    personId: principal.personId,
    uebernehmen,
  });
  if (before !== undefined && before.personId !== principal.personId)
    await appendAudit(tx, [
      { ...event(request, 'posteingang.platz-uebernommen'), detail: { von: before.personId } },
    ]);
  return { person, ich: personId === principal.personId, seit: seit.toISOString() };
};

/** Puts an item behind all others, for whoever comes to it next. */
export const postpone = async (tx: Tx, request: Request): Promise<void> => {
  await requirePlatz(tx, request.id, request.principal);
  await putBehind(tx, request.id, request.principal.personId);
  await appendAudit(tx, [event(request, 'posteingang.zurueckgestellt')]);
};

/** Refuses a decision about an item that somebody else has on the screen. @throws Conflict */
export const requirePlatz = async (tx: Tx, id: string, principal: Principal): Promise<void> => {
  const holder = await findHolder(tx, id);
  if (holder === undefined || holder.personId === principal.personId) return;
  throw new Conflict({
    code: 'platz-belegt',
    message: 'Somebody else has the item on the screen; take it over first.',
    clerkMessage: `${holder.person} bearbeitet diesen Eingang gerade. Bitte übernehmen Sie ihn zuerst oder nehmen Sie den nächsten.`,
  });
};
