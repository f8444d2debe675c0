import type { Tx } from '#infrastructure/database/transaction.js';
import { type Extraction, repairByKnown, repairTown } from '#understanding/index.js';
import { findKnown, senderFactsOf } from './find-korrespondent.js';
import { listTowns } from './korrespondent.repository.js';

/**
 * What was read of the sender, put right by towns and Korrespondenten that are known; the reasons name what was read.
 * Only within `asSystem`.
 */
export const repairExtraction = async (tx: Tx, extraction: Extraction): Promise<Extraction> => {
  const { plz, ort } = extraction.sender;
  const towns =
    plz === null || ort === null ? [] : await listTowns(tx, { plz: plz.value, ort: ort.value });
  const sender = repairTown(extraction.sender, towns);
  const given = senderFactsOf(sender);
  const known = given === undefined ? undefined : await findKnown(tx, given);
  return {
    ...extraction,
    sender: known === undefined ? sender : repairByKnown(sender, known.facts),
  };
};
