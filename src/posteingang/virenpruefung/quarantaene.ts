import type { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { Conflict, InvalidInput } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal } from '#organisation/index.js';
import { finishItem, reopenItem } from '#pipeline/store.js';
import { setZustand } from '../clearing.repository.js';
import { uncheckedCode, type Virenpruefung } from './pruefung.js';
import {
  awaitsCheck,
  getVirenstand,
  listUnchecked,
  setAbgewiesen,
  setFreigegeben,
} from './virenpruefung.repository.js';
import type { QuarantaeneEntscheidung } from './virenpruefung.schema.js';

const notInQuarantine = (): Conflict =>
  new Conflict({
    code: 'nicht-in-quarantaene',
    message: 'The item is not in quarantine any more.',
    clerkMessage: 'Dieser Eingang liegt nicht mehr in Quarantäne. Bitte laden Sie die Ansicht neu.',
  });

const reasonMissing = (): InvalidInput =>
  new InvalidInput({
    code: 'grund-fehlt',
    httpStatus: 422,
    message: 'A release from quarantine and a rejection need a reason of at least ten characters.',
    clerkMessage: 'Bitte geben Sie einen Grund an (mindestens zehn Zeichen).',
  });

const shortestReason = 10;

/** Refuses to go on with an item in which malicious software was found. @throws Conflict */
export const requireNoFind = async (tx: Tx, id: string): Promise<void> => {
  const { virenpruefung } = await getVirenstand(tx, id);
  if (virenpruefung !== 'befund') return;
  throw new Conflict({
    code: 'in-quarantaene',
    message: 'The item is in quarantine; only who runs the system can release it.',
    clerkMessage:
      'Die Virenprüfung hat Schadsoftware gemeldet. Der Eingang liegt in Quarantäne; nur die Systembetreuung kann ihn freigeben.',
  });
};

/** Refuses to hand out a file with a find, or an unchecked one where nothing may be opened unchecked. @throws Conflict */
export const requireOpenable = async (
  tx: Tx,
  id: string,
  { enabled, required }: Pick<Virenpruefung, 'enabled' | 'required'>,
): Promise<void> => {
  await requireNoFind(tx, id);
  if (!enabled || !required || !(await awaitsCheck(tx, id))) return;
  throw new Conflict({
    code: 'noch-ungeprueft',
    message: 'The item has not been checked for viruses yet, and virus.required is on.',
    clerkMessage:
      'Dieser Eingang ist noch nicht auf Schadsoftware geprüft. Ungeprüft wird nichts herausgegeben.',
  });
};

/**
 * What a person decides about an item in quarantine, with the reason in the audit trail.
 * @throws Conflict when it is not there any more; InvalidInput without a reason.
 */
export const decideQuarantaene = async (
  tx: Tx,
  request: {
    id: string;
    principal: Principal;
    requestId: string;
    entscheidung: z.infer<typeof QuarantaeneEntscheidung>;
  },
): Promise<void> => {
  const { id, principal, requestId } = request;
  const { entscheidung, grund } = request.entscheidung;
  if (entscheidung !== 'erneut_pruefen' && grund.length < shortestReason) throw reasonMissing();
  if (entscheidung === 'abweisen') {
    if ((await setAbgewiesen(tx, id)) === 0) throw notInQuarantine();
    await finishItem(tx, id);
  } else {
    if (entscheidung === 'fehlalarm' && (await setFreigegeben(tx, id)) === 0)
      throw notInQuarantine();
    if (
      entscheidung === 'erneut_pruefen' &&
      (await getVirenstand(tx, id)).virenpruefung !== 'befund'
    )
      throw notInQuarantine();
    await reopenItem(tx, id);
    await setZustand(tx, id, 'in_bearbeitung');
  }
  await appendAudit(tx, [
    {
      actor: actorOf(principal),
      action: `posteingang.quarantaene.${entscheidung}`,
      objectType: 'posteingang',
      objectId: id,
      requestId,
      detail: { grund },
    },
  ]);
  await publish(tx, [{ kind: 'posteingang', id }]);
};

const mostAtOnce = 50;

/** Takes up again what could not be checked while clamd was away; does nothing while it still is. */
export const resumeUnchecked = async (deps: {
  db: Db;
  virenpruefung: Virenpruefung;
}): Promise<void> => {
  const waiting = await asSystem(deps.db, (tx) => listUnchecked(tx, uncheckedCode, mostAtOnce));
  if (waiting.length === 0 || !(await deps.virenpruefung.answers())) return;
  for (const id of waiting) {
    await asSystem(deps.db, async (tx) => {
      await reopenItem(tx, id);
      await setZustand(tx, id, 'in_bearbeitung');
      await publish(tx, [{ kind: 'posteingang', id }]);
    }).catch((error: unknown) => {
      // A person was faster.
      if (!(error instanceof Conflict)) throw error;
    });
  }
};
