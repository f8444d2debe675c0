import { type Actor, type AuditEvent, appendAudit, system } from '#audit/index.js';
import { publish } from '#infrastructure/database/events.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** Records what happened to a letter and tells the open pages, both in the transaction of the change. */
export const recordEreignis = async (
  tx: Tx,
  event: {
    id: string;
    action: string;
    actor?: Actor;
    requestId?: string;
    detail?: NonNullable<AuditEvent['detail']>;
  },
): Promise<void> => {
  await appendAudit(tx, [
    {
      actor: event.actor ?? system,
      action: `postausgang.${event.action}`,
      objectType: 'postausgang',
      objectId: event.id,
      ...(event.detail === undefined ? {} : { detail: event.detail }),
      ...(event.requestId === undefined ? {} : { requestId: event.requestId }),
    },
  ]);
  await publishBrief(tx, event.id);
};

/** Tells the open pages that something about a letter is new. */
export const publishBrief = (tx: Tx, id: string): Promise<void> =>
  publish(tx, [{ kind: 'postausgang', id }]);
