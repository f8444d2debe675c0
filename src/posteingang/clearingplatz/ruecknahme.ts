import { appendAudit } from '#audit/index.js';
import { withdrawDokument } from '#eakte/index.js';
import { Conflict, MailroomError, NotFound } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal } from '#organisation/index.js';
import { withdrawToClearing } from '#pipeline/store.js';
import { saveDecisions } from '../inhalt.repository.js';
import { unlearnCorrection } from '../lernen/korrektur.js';
import { deleteAbgabe } from './abgabe.repository.js';
import { type RuecknahmeAntwort, ruecknahmeMinuten } from './clearingplatz.schema.js';
import {
  dropPostkorbEintrag,
  findSeither,
  type Getroffen,
  listGruppe,
  markZurueckgenommen,
  restore,
} from './ruecknahme.repository.js';

interface Request {
  id: string;
  principal: Principal;
  requestId: string;
}

const refused = (code: string, clerkMessage: string): Conflict =>
  new Conflict({ code, message: `The decision cannot be taken back: ${code}.`, clerkMessage });

const unknown = (): NotFound =>
  new NotFound({
    code: 'entscheidung-unbekannt',
    message: 'There is no such decision, or somebody else made it.',
    clerkMessage: 'Diese Entscheidung gibt es nicht, oder jemand anders hat sie getroffen.',
  });

/** Refuses where the unit has the item in hand, or time has passed. @throws Conflict */
const requireUntouched = async (tx: Tx, decision: Getroffen) => {
  if (decision.abgelaufen)
    throw refused(
      'ruecknahme-abgelaufen',
      `Eine Entscheidung lässt sich ${ruecknahmeMinuten} Minuten lang zurücknehmen; diese ist älter. Die Einheit kann den Eingang zurückgeben.`,
    );
  const since = await findSeither(tx, decision);
  if (since === undefined || since.neuEntschieden)
    throw refused('neu-entschieden', 'Über diesen Eingang wurde inzwischen neu entschieden.');
  if (since.beruehrt)
    throw refused(
      'schon-geoeffnet',
      'Die Einheit hat den Eingang schon geöffnet. Sie kann ihn als Irrläufer zurückgeben.',
    );
  const isWhereItWasPut =
    decision.art === 'abgabe'
      ? since.zustand === 'abgegeben'
      : ['in_bearbeitung', 'zugeordnet', 'clearing'].includes(since.zustand);
  if (!isWhereItWasPut)
    throw refused('nicht-mehr-dort', 'Der Eingang wurde inzwischen weiterbearbeitet.');
  return since;
};

/** Takes one decision back; doing it again changes nothing. */
const takeBackOne = async (tx: Tx, decision: Getroffen, request: Request): Promise<void> => {
  const { posteingangId: id, vorher } = decision;
  if ((await markZurueckgenommen(tx, decision.id)) === 0) return;
  // Locks the item, so that no stage files it meanwhile.
  await withdrawToClearing(tx, id, { stage: vorher.stage, code: vorher.code, text: vorher.text });
  const since = await requireUntouched(tx, decision);
  await restore(tx, id, vorher);
  if (since.dokumentId !== null) await withdrawDokument(tx, since.dokumentId);
  if (since.postkorbId !== null) await dropPostkorbEintrag(tx, since.postkorbId);
  await deleteAbgabe(tx, id);
  await unlearnCorrection(tx, {
    posteingangId: id,
    personId: decision.personId,
    seit: decision.at,
  });
  await saveDecisions(tx, id, [
    {
      run: 0,
      art: 'organisationseinheit',
      wert: vorher.organisationseinheitId,
      konfidenz: null,
      kandidaten: [],
      gruende: ['Entscheidung im Clearing zurückgenommen'],
      modell: null,
      personId: request.principal.personId,
    },
  ]);
  await appendAudit(tx, [
    {
      actor: actorOf(request.principal),
      action: 'posteingang.entscheidung-zurueckgenommen',
      objectType: 'posteingang',
      objectId: id,
      detail: { entscheidung: decision.id, art: decision.art },
      requestId: request.requestId,
    },
  ]);
  await publish(tx, [{ kind: 'posteingang', id }]);
};

/**
 * Takes a decision of Clearing back, with those that were made together with it. It is possible for who made it, for
 * `ruecknahmeMinuten`, and as long as nobody else has opened the item. Each item is taken back by itself; repeating it
 * changes nothing and answers the same.
 * @throws NotFound when the person made no such decision.
 */
export const takeBack = async (db: Db, request: Request): Promise<RuecknahmeAntwort> => {
  const { principal } = request;
  const decisions = await asSystem(db, (tx) => listGruppe(tx, request.id, principal.personId));
  if (decisions.length === 0) throw unknown();
  const answer: RuecknahmeAntwort = { zurueck: [], nicht: [] };
  for (const decision of decisions) {
    const item = { id: decision.posteingangId, eingangsnummer: decision.eingangsnummer };
    try {
      await asSystem(db, (tx) => takeBackOne(tx, decision, request));
      answer.zurueck.push(item);
    } catch (error) {
      if (!(error instanceof MailroomError) || error.httpStatus >= 500) throw error;
      answer.nicht.push({ ...item, grund: error.clerkMessage });
    }
  }
  return answer;
};
