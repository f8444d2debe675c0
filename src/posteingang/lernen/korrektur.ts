import { publish } from '#infrastructure/database/events.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { confirmAnswer, forgetAnswer } from '../selbstannahme/selbstannahme.repository.js';
import {
  findMachineAnswer,
  insertKorrektur,
  type Quelle,
  withdrawKorrekturen,
} from './korrektur.repository.js';

/** What a person answered about an item. */
export interface Korrektur {
  posteingangId: string;
  quelle: Quelle;
  /** Kuerzel of the right unit; undefined where the person only said that it was wrong. */
  einheit?: string | undefined;
  dokumentart?: string | undefined;
  personId: string;
}

/**
 * Keeps what a person answered, in the transaction of the answer, so that it is learned even if every process dies
 * now; all of them are told when it has committed. Returns its number for `ModelSource.gelernt`.
 */
export const learnFromCorrection = async (tx: Tx, one: Korrektur): Promise<number> => {
  const { folge } = await insertKorrektur(tx, {
    posteingangId: one.posteingangId,
    quelle: one.quelle,
    einheit: one.einheit ?? null,
    dokumentart: one.dokumentart ?? null,
    vorher: await findMachineAnswer(tx, one.posteingangId),
    personId: one.personId,
  });
  await confirmAnswer(tx, {
    posteingangId: one.posteingangId,
    einheit: one.einheit,
    durch: one.quelle,
  });
  await publish(tx, [{ kind: 'modell', id: String(folge) }]);
  return folge;
};

/** Takes back what a decision in Clearing since `seit` has taught, in the transaction that takes the decision back. */
export const unlearnCorrection = async (
  tx: Tx,
  one: { posteingangId: string; personId: string; seit: Date },
): Promise<void> => {
  await withdrawKorrekturen(tx, one);
  await forgetAnswer(tx, one.posteingangId);
  await publish(tx, [{ kind: 'modell', id: 'ruecknahme' }]);
};
