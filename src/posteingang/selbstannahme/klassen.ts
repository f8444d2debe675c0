import { appendAudit, system } from '#audit/index.js';
import type { Config } from '#config/schema.js';
import { Conflict } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal } from '#organisation/index.js';
import { type Review, reviewClass } from '#understanding/index.js';
import {
  listEvidence,
  openByHand,
  type StoredClass,
  saveReview,
  takeClassToReview,
  throttleByHand,
} from './selbstannahme.repository.js';

/** So many of the newest confirmed answers of a class count: what the model was like long ago says little. */
const window = 1_500;

const percent = (share: number): string => `${(share * 100).toFixed(1).replace('.', ',')} %`;

const reasonOf = ({ change, seen }: Review, target: number): string | undefined => {
  const facts = `${seen.errors} von ${seen.confirmed} bestätigten falsch, Obergrenze ${percent(seen.bound)}, erlaubt ${percent(target)}`;
  if (change === 'geoeffnet') return `Geöffnet: ${facts}.`;
  if (change === 'gedrosselt') return `Gedrosselt: ${facts}.`;
  return change === 'verschaerft' ? `Schwelle angehoben: ${facts}.` : undefined;
};

const reviewOne = async (tx: Tx, stored: StoredClass, target: number): Promise<void> => {
  const { einheit, vonHandSeit } = stored;
  const { answers, total, errorsSince } = await listEvidence(tx, einheit, {
    limit: window,
    seit: vonHandSeit,
  });
  const review = reviewClass(
    {
      phase: stored.zustand,
      threshold: stored.schwelle,
      nextLook: stored.naechsterBlick,
      byHand: vonHandSeit !== null,
    },
    { answers, total, errorsSinceByHand: errorsSince, target },
  );
  const { state, seen, change } = review;
  await saveReview(tx, {
    einheit,
    zustand: state.phase,
    schwelle: state.threshold,
    naechsterBlick: state.nextLook,
    byHand: state.byHand,
    bestaetigt: seen.confirmed,
    fehler: seen.errors,
    grenze: seen.bound,
    grund: reasonOf(review, target),
  });
  if (change === undefined) return;
  await appendAudit(tx, [
    {
      actor: system,
      action: `selbstannahme.${change}`,
      objectType: 'selbstannahme',
      objectId: einheit,
      detail: { bestaetigt: seen.confirmed, fehler: seen.errors, grenze: seen.bound, ziel: target },
    },
  ]);
  await publish(tx, [{ kind: 'modell', id: `klasse ${einheit}` }]);
};

/** Reviews the classes about which a person has said something since the last time: opens, throttles, moves thresholds. */
export const reviewKlassen = async (deps: { db: Db; config: Config }): Promise<void> => {
  const { targetError } = deps.config.understanding;
  const one = (): Promise<boolean> =>
    asSystem(deps.db, async (tx) => {
      const stored = await takeClassToReview(tx);
      if (stored === undefined) return false;
      await reviewOne(tx, stored, targetError);
      return true;
    });
  while (await one());
};

const notPossible = (): Conflict =>
  new Conflict({
    code: 'klasse-nicht-in-diesem-zustand',
    message: 'The class is not in the state that this needs, or has never had a threshold.',
    clerkMessage:
      'Das ist für diese Einheit gerade nicht möglich. Bitte laden Sie die Seite neu; geöffnet werden kann nur, was gedrosselt wurde.',
  });

/**
 * Opens a throttled class on the word of an administrator, until the next error, or throttles an open one.
 * @throws Conflict where it is in another state.
 */
export const changeByHand = async (
  tx: Tx,
  by: { principal: Principal; requestId: string },
  one: { einheit: string; zustand: 'offen' | 'gedrosselt'; grund: string },
): Promise<void> => {
  const { principal, requestId } = by;
  const facts = { ...one, personId: principal.personId };
  const done = await (one.zustand === 'offen' ? openByHand(tx, facts) : throttleByHand(tx, facts));
  if (done === 0) throw notPossible();
  await appendAudit(tx, [
    {
      actor: actorOf(principal),
      action:
        one.zustand === 'offen' ? 'selbstannahme.von-hand-geoeffnet' : 'selbstannahme.angehalten',
      objectType: 'selbstannahme',
      objectId: one.einheit,
      detail: { grund: one.grund },
      requestId,
    },
  ]);
  await publish(tx, [{ kind: 'modell', id: `klasse ${one.einheit}` }]);
};
