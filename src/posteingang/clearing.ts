import type { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { createVorgang, findVorgang } from '#eakte/index.js';
import { Conflict, InvalidInput } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { kuerzelOf, type Principal } from '#organisation/index.js';
import { reopenItem } from '#pipeline/store.js';
import { assignItem, setFiled, setZustand } from './clearing.repository.js';
import { requirePlatz } from './clearingplatz/platz.js';
import { clearPlatz } from './clearingplatz/platz.repository.js';
import { findVorher, insertEntscheidung } from './clearingplatz/ruecknahme.repository.js';
import { fileItem } from './filing.js';
import { describeItem, getItem, saveDecisions } from './inhalt.repository.js';
import { learnFromCorrection } from './lernen/korrektur.js';
import type { Ablage, Zuordnung } from './posteingang.schema.js';
import { confirmAnswer } from './selbstannahme/selbstannahme.repository.js';
import { requireNoFind } from './virenpruefung/quarantaene.js';

interface Request {
  id: string;
  principal: Principal;
  requestId: string;
}

const wrongUnit = (): InvalidInput =>
  new InvalidInput({
    code: 'einheit-passt-nicht',
    httpStatus: 422,
    message:
      'The Vorgang does not exist or belongs to another Organisationseinheit than the one named.',
    clerkMessage: 'Der gewählte Vorgang gehört zu einer anderen Organisationseinheit.',
  });

/** The answer to a decision about an item that has left Clearing. */
export const notInClearing = (): Conflict =>
  new Conflict({
    code: 'nicht-im-clearing',
    message: 'The item is not in Clearing any more.',
    clerkMessage: 'Dieser Eingang wurde inzwischen bearbeitet. Bitte laden Sie die Ansicht neu.',
  });

/** The Vorgang that the clerk chose or had made; undefined when only the unit is known. */
const chosenVorgang = async (
  tx: Tx,
  zuordnung: Pick<
    z.infer<typeof Zuordnung>,
    'vorgangId' | 'neuerVorgang' | 'organisationseinheitId'
  >,
): Promise<string | undefined> => {
  const { vorgangId, neuerVorgang, organisationseinheitId } = zuordnung;
  if (neuerVorgang !== undefined) {
    return (await createVorgang(tx, { ...neuerVorgang, organisationseinheitId })).id;
  }
  if (vorgangId === undefined) return undefined;
  const vorgang = await findVorgang(tx, vorgangId);
  if (vorgang?.organisationseinheitId !== organisationseinheitId) throw wrongUnit();
  return vorgangId;
};

/**
 * Takes the clerk's decision and lets the item go on with filing it; the decision is kept beside those of
 * the machine, which learns from it. `gruppe` names a decision together with which this one can be taken back.
 * @returns the id by which it can be taken back, and the number of the correction.
 * @throws Conflict when somebody else was faster or works on the item, or it is in quarantine.
 */
export const assign = async (
  tx: Tx,
  request: Request & { zuordnung: z.infer<typeof Zuordnung>; gruppe?: string | undefined },
): Promise<{ entscheidungId: string; folge: number }> => {
  const { id, principal, zuordnung, requestId } = request;
  await requireNoFind(tx, id);
  await requirePlatz(tx, id, principal);
  const vorher = await findVorher(tx, id);
  if (vorher === undefined) throw notInClearing();
  const vorgangId = await chosenVorgang(tx, zuordnung);
  if (
    (await assignItem(tx, {
      id,
      organisationseinheitId: zuordnung.organisationseinheitId,
      vorgangId,
    })) === 0
  )
    throw notInClearing();
  const { art, absender, betreff, datumDesSchreibens } = zuordnung;
  await describeItem(tx, id, {
    art: art ?? null,
    absender: absender ?? null,
    betreff: betreff ?? null,
    datumDesSchreibens: datumDesSchreibens ?? null,
  });
  const decided = {
    run: 0,
    konfidenz: 1,
    kandidaten: [],
    gruende: ['Im Clearing entschieden'],
    modell: null,
    personId: principal.personId,
  };
  await saveDecisions(tx, id, [
    { ...decided, art: 'organisationseinheit', wert: zuordnung.organisationseinheitId },
    { ...decided, art: 'vorgang', wert: vorgangId ?? null },
    ...(art === undefined ? [] : [{ ...decided, art: 'dokumentart' as const, wert: art }]),
  ]);
  await clearPlatz(tx, id);
  await goOn(
    tx,
    { id, principal, requestId },
    { action: 'posteingang.zugeordnet', stage: 'attach' },
  );
  const folge = await learnFromCorrection(tx, {
    posteingangId: id,
    quelle: 'clearing',
    einheit: await kuerzelOf(tx, zuordnung.organisationseinheitId),
    dokumentart: art,
    personId: principal.personId,
  });
  const entscheidungId = await insertEntscheidung(tx, {
    posteingangId: id,
    art: 'zuordnung',
    personId: principal.personId,
    gruppe: request.gruppe,
    vorher,
  });
  return { entscheidungId, folge };
};

/**
 * Lets an item in Clearing run again from the stage where it stopped.
 * @throws Conflict when it is not in Clearing, or somebody else works on it.
 */
export const tryAgain = async (tx: Tx, request: Request): Promise<void> => {
  await requirePlatz(tx, request.id, request.principal);
  await clearPlatz(tx, request.id);
  await goOn(tx, request, { action: 'posteingang.nochmal' });
};

/**
 * Files an item that reached its unit without a Vorgang.
 * @throws Conflict when it has been filed; InvalidInput when the Vorgang belongs to another unit.
 */
export const fileByUnit = async (
  tx: Tx,
  request: Request & { ablage: z.infer<typeof Ablage>; archiveSize: number },
): Promise<{ vorgangId: string }> => {
  const { id, principal, requestId } = request;
  const item = await getItem(tx, id);
  const { organisationseinheitId } = item;
  if (organisationseinheitId === null || item.vorgangId !== null) throw notInClearing();
  const vorgangId = await chosenVorgang(tx, { ...request.ablage, organisationseinheitId });
  if (vorgangId === undefined) throw wrongUnit();
  const dokumentId = await fileItem(tx, item, { vorgangId, archiveSize: request.archiveSize });
  // Who files it in their own unit says that it belongs there.
  await confirmAnswer(tx, {
    posteingangId: id,
    einheit: await kuerzelOf(tx, organisationseinheitId),
    durch: 'ablage',
  });
  if ((await setFiled(tx, id, { vorgangId, dokumentId })) === 0) throw notInClearing();
  await appendAudit(tx, [
    {
      actor: { kind: principal.kind, personId: principal.personId },
      action: 'posteingang.abgelegt',
      objectType: 'posteingang',
      objectId: id,
      requestId,
    },
  ]);
  await publish(tx, [{ kind: 'posteingang', id }]);
  return { vorgangId };
};

const goOn = async (
  tx: Tx,
  request: Request,
  how: { action: string; stage?: string },
): Promise<void> => {
  const { id, principal, requestId } = request;
  await getItem(tx, id);
  await reopenItem(tx, id, how.stage === undefined ? {} : { stage: how.stage });
  await setZustand(tx, id, 'in_bearbeitung');
  await appendAudit(tx, [
    {
      actor: { kind: principal.kind, personId: principal.personId },
      action: how.action,
      objectType: 'posteingang',
      objectId: id,
      requestId,
    },
  ]);
  await publish(tx, [{ kind: 'posteingang', id }]);
};
