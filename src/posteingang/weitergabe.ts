import type { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { Conflict, InvalidInput } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { actorOf, kuerzelOf, listEinheiten, type Principal } from '#organisation/index.js';
import { returnToClearing } from '#pipeline/store.js';
import { moveToUnit, takeBack } from './clearing.repository.js';
import { saveDecisions } from './inhalt.repository.js';
import { learnFromCorrection } from './lernen/korrektur.js';
import type { PostkorbEintrag, Weitergabe } from './posteingang.schema.js';
import { insertPostkorbEintrag, markDone } from './postkorb.repository.js';

type Eintrag = z.infer<typeof PostkorbEintrag>;

interface Request {
  eintrag: Eintrag;
  weitergabe: z.infer<typeof Weitergabe>;
  principal: Principal;
  requestId: string;
}

const filed = (): Conflict =>
  new Conflict({
    code: 'im-vorgang',
    message: 'The item has been filed in a Vorgang; the Vorgang has to be handed over instead.',
    clerkMessage:
      'Dieser Eingang liegt schon in einem Vorgang. Bitte geben Sie den Vorgang mit der Federführung ab.',
  });

const moved = (): Conflict =>
  new Conflict({
    code: 'nicht-mehr-im-postkorb',
    message: 'The item no longer lies with this unit.',
    clerkMessage: 'Dieser Eingang wurde inzwischen weitergegeben oder abgelegt.',
  });

const noOtherUnit = (): InvalidInput =>
  new InvalidInput({
    code: 'einheit-passt-nicht',
    httpStatus: 422,
    message: 'The Organisationseinheit does not exist or has the item already.',
    clerkMessage: 'Bitte wählen Sie eine andere Organisationseinheit.',
  });

const toUnit = async (tx: Tx, { eintrag, weitergabe }: Request): Promise<string> => {
  const from = eintrag.organisationseinheit.id;
  const to = weitergabe.organisationseinheitId ?? from;
  if (to === from || !(await listEinheiten(tx)).some(({ id }) => id === to)) throw noOtherUnit();
  if ((await moveToUnit(tx, eintrag.posteingangId, { from, to })) === 0) throw moved();
  await insertPostkorbEintrag(tx, {
    posteingangId: eintrag.posteingangId,
    organisationseinheitId: to,
  });
  return to;
};

const toPoststelle = async (tx: Tx, request: Request): Promise<void> => {
  const { eintrag, weitergabe, principal } = request;
  const { id, kuerzel } = eintrag.organisationseinheit;
  if ((await takeBack(tx, eintrag.posteingangId, id)) === 0) throw moved();
  await markDone(tx, eintrag.id, principal.personId);
  await returnToClearing(tx, eintrag.posteingangId, {
    stage: 'classify',
    code: 'irrlaeufer',
    text: `Irrläufer, zurückgegeben von ${kuerzel}: ${weitergabe.begruendung}`,
  });
};

/**
 * Gives an item that is in no Vorgang to another unit, or back to the Poststelle as Irrläufer. The decision
 * with its reason stays beside the earlier ones.
 * @throws Conflict when it has been filed or moved; InvalidInput when there is no such other unit.
 */
export const passOn = async (tx: Tx, request: Request): Promise<void> => {
  const { eintrag, weitergabe, principal, requestId } = request;
  if (eintrag.vorgang !== null) throw filed();
  const to = weitergabe.an === 'einheit' ? await toUnit(tx, request) : null;
  if (to === null) await toPoststelle(tx, request);
  const { id: from, kuerzel } = eintrag.organisationseinheit;
  const deed = to === null ? 'zurueckgegeben' : 'weitergegeben';
  await saveDecisions(tx, eintrag.posteingangId, [
    {
      run: 0,
      art: 'organisationseinheit',
      wert: to,
      konfidenz: 1,
      kandidaten: [],
      gruende: [
        `${to === null ? 'Zurückgegeben' : 'Weitergegeben'} von ${kuerzel}`,
        weitergabe.begruendung,
      ],
      modell: null,
      personId: principal.personId,
    },
  ]);
  await learnFromCorrection(tx, {
    posteingangId: eintrag.posteingangId,
    quelle: to === null ? 'irrlaeufer' : 'weitergabe',
    einheit: to === null ? undefined : await kuerzelOf(tx, to),
    personId: principal.personId,
  });
  await appendAudit(tx, [
    {
      actor: actorOf(principal),
      action: `posteingang.${deed}`,
      objectType: 'posteingang',
      objectId: eintrag.posteingangId,
      detail: { from, to },
      requestId,
    },
  ]);
  await publish(tx, [
    { kind: 'posteingang', id: eintrag.posteingangId },
    ...(to === null ? [] : [{ kind: 'postkorb' as const, id: eintrag.id }]),
  ]);
};
