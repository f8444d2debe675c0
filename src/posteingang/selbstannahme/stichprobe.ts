import type { z } from 'zod';
import { appendAudit, system } from '#audit/index.js';
import type { Config } from '#config/schema.js';
import { findRegisterByKey, geschaeftszeichenSchluessel } from '#eakte/index.js';
import { Conflict, InvalidInput } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { actorOf, kuerzelOf, listEinheiten, type Principal } from '#organisation/index.js';
import { resumeItem } from '#pipeline/store.js';
import { setDecided } from '../clearing.repository.js';
import { describeItem, saveDecisions } from '../inhalt.repository.js';
import { learnFromCorrection } from '../lernen/korrektur.js';
import type { StichprobeAntwort } from './selbstannahme.schema.js';
import {
  type Gezogen,
  isWaiting,
  lapseOne,
  saveAntwort,
  takeStichprobe,
} from './stichprobe.repository.js';

type Antwort = z.infer<typeof StichprobeAntwort>;

interface Request {
  id: string;
  antwort: Antwort;
  principal: Principal;
  requestId: string;
}

/** What a person said, resolved. */
interface Judged {
  einheitId: string;
  kuerzel: string;
  vorgangId: string | null;
  art: string | null;
  richtig: boolean;
}

const answered = (): Conflict =>
  new Conflict({
    code: 'stichprobe-erledigt',
    message: 'The item of the sample is answered, has lapsed or has gone another way.',
    clerkMessage: 'Diese Stichprobe wurde inzwischen beantwortet oder ist weitergegangen.',
  });

const wrongInput = (code: string, clerkMessage: string): InvalidInput =>
  new InvalidInput({
    code,
    httpStatus: 422,
    message: 'The answer names a unit or a Vorgang that does not exist or that do not fit.',
    clerkMessage,
  });

/** The Vorgang that the person named; null where they named none. */
const namedVorgang = async (tx: Tx, zeichen: string, kuerzel: string): Promise<string | null> => {
  if (zeichen === '') return null;
  const found = await findRegisterByKey(tx, geschaeftszeichenSchluessel(zeichen));
  const fitting = found.filter(({ einheit }) => einheit === kuerzel);
  const [only] = fitting;
  if (only === undefined || fitting.length > 1)
    throw wrongInput(
      'geschaeftszeichen-unbekannt',
      'Zu diesem Geschäftszeichen gibt es in der gewählten Einheit keinen Vorgang. Bitte vergleichen oder das Feld leer lassen.',
    );
  return only.vorgangId;
};

const judge = async (tx: Tx, machine: Gezogen, antwort: Antwort): Promise<Judged> => {
  const { organisationseinheitId: einheitId } = antwort;
  const kuerzel = (await listEinheiten(tx)).find(({ id }) => id === einheitId)?.kuerzel;
  if (kuerzel === undefined)
    throw wrongInput('einheit-unbekannt', 'Diese Organisationseinheit gibt es nicht.');
  const named = await namedVorgang(tx, antwort.geschaeftszeichen.trim(), kuerzel);
  const sameUnit = einheitId === machine.organisationseinheitId;
  const sameVorgang = named === null || machine.vorgangId === null || named === machine.vorgangId;
  return {
    einheitId,
    kuerzel,
    // Who leaves the sign empty says nothing about the Vorgang; in another unit it cannot be the same.
    vorgangId: named ?? (sameUnit ? machine.vorgangId : null),
    art: antwort.art ?? null,
    richtig: sameUnit && sameVorgang,
  };
};

const keepDecision = async (tx: Tx, request: Request, judged: Judged): Promise<void> => {
  const { id, principal } = request;
  const decided = {
    run: 0,
    konfidenz: 1,
    kandidaten: [],
    gruende: ['In der Stichprobe entschieden'],
    modell: null,
    personId: principal.personId,
  };
  await saveDecisions(tx, id, [
    { ...decided, art: 'organisationseinheit', wert: judged.einheitId },
    { ...decided, art: 'vorgang', wert: judged.vorgangId },
    ...(judged.art === null ? [] : [{ ...decided, art: 'dokumentart' as const, wert: judged.art }]),
  ]);
  await setDecided(tx, id, {
    organisationseinheitId: judged.einheitId,
    vorgangId: judged.vorgangId,
  });
  await describeItem(tx, id, { art: judged.art });
};

/**
 * Takes the answer of a person who did not see what the machine had answered, and lets the item go on: where the person
 * said, if the two differ. @throws Conflict, InvalidInput
 */
export const answerStichprobe = async (
  tx: Tx,
  request: Request,
): Promise<{ machine: Gezogen; einheit: string; richtig: boolean; folge: number }> => {
  const { id, principal, requestId } = request;
  const machine = await takeStichprobe(tx, id);
  if (machine === undefined || !(await isWaiting(tx, id))) throw answered();
  const judged = await judge(tx, machine, request.antwort);
  await keepDecision(tx, request, judged);
  await saveAntwort(tx, { ...judged, posteingangId: id, personId: principal.personId });
  const folge = await learnFromCorrection(tx, {
    posteingangId: id,
    quelle: 'stichprobe',
    einheit: judged.kuerzel,
    dokumentart: judged.art ?? undefined,
    personId: principal.personId,
  });
  await resumeItem(tx, id);
  await appendAudit(tx, [
    {
      actor: actorOf(principal),
      action: 'stichprobe.beantwortet',
      objectType: 'posteingang',
      objectId: id,
      detail: { richtig: judged.richtig },
      requestId,
    },
  ]);
  await publish(tx, [{ kind: 'posteingang', id }]);
  const einheit = (await kuerzelOf(tx, machine.organisationseinheitId)) ?? '';
  return { machine, einheit, richtig: judged.richtig, folge };
};

/** Lets items go on that nobody has answered in time; a sample must not hold up a letter. */
export const lapseStichproben = async (deps: { db: Db; config: Config }): Promise<void> => {
  const { sampleHours } = deps.config.understanding;
  const one = (): Promise<boolean> =>
    asSystem(deps.db, async (tx) => {
      const id = await lapseOne(tx, sampleHours);
      if (id === undefined) return false;
      if (await isWaiting(tx, id)) await resumeItem(tx, id);
      await appendAudit(tx, [
        { actor: system, action: 'stichprobe.verfallen', objectType: 'posteingang', objectId: id },
      ]);
      await publish(tx, [{ kind: 'posteingang', id }]);
      return true;
    });
  while (await one());
};
