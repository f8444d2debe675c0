import { appendAudit } from '#audit/index.js';
import { NotFound } from '#errors.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  type Principal,
  sichtbarerPosteingangsinhalt,
  viewOf,
} from '#organisation/index.js';
import { getZeile, inFull, type Visible } from './posteingang.repository.js';
import type { PosteingangZeile } from './posteingang.schema.js';
import type { PosteingangRouteDeps } from './posteingang-deps.js';

/** Who reads what. */
export interface Lesezugriff {
  principal: Principal;
  requestId: string;
  id: string;
  action: string;
}

/** Leaves the trace of a reading, in its transaction. */
export const recordReading = (tx: Tx, from: Lesezugriff): Promise<void> =>
  appendAudit(tx, [
    {
      actor: actorOf(from.principal),
      action: from.action,
      objectType: 'posteingang',
      objectId: from.id,
      requestId: from.requestId,
    },
  ]);

/** Refuses who may not see the content of an item; a change itself may touch what lies beyond their view. @throws NotFound */
export const createSightCheck =
  (deps: Pick<PosteingangRouteDeps, 'db'>) =>
  (principal: Principal, id: string): Promise<PosteingangZeile> =>
    inTransaction(deps.db, viewOf(principal), (tx) =>
      getZeile(tx, inFull(sichtbarerPosteingangsinhalt(principal, 'p')), id),
    );

/** Reads of an item what the predicate `visible` guards and records that. @throws NotFound */
export const readContent =
  (
    deps: Pick<PosteingangRouteDeps, 'db'>,
    visible: (principal: Principal, alias: string) => Visible,
  ) =>
  <T>(from: Lesezugriff, work: (tx: Tx) => Promise<T>): Promise<T> =>
    inTransaction(deps.db, viewOf(from.principal), async (tx) => {
      await getZeile(tx, inFull(visible(from.principal, 'p')), from.id);
      const result = await work(tx);
      await recordReading(tx, from);
      return result;
    });

/** The answer to a page or part that an item does not have. */
export const noSuchPart = (): NotFound =>
  new NotFound({
    code: 'inhalt-unbekannt',
    message: 'The item has no such page or part.',
    clerkMessage: 'Diese Seite oder Datei gibt es nicht.',
  });
