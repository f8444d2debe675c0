import { publish } from '#infrastructure/database/events.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { lane, moveToLane } from '#pipeline/store.js';
import { type Part, saveParts } from '../inhalt.repository.js';

/** An item with more pages than this is a batch: single letters overtake it. */
export const pagesOfABatch = 50;

/** Keeps what was found in a file, whether a letter, a mail or an archive, and lets many pages wait for few. */
export const saveFound = async (tx: Tx, id: string, parts: readonly Part[]): Promise<void> => {
  await saveParts(tx, id, parts);
  // Whoever stands at the scanner wants the number of pages now, not when they are read.
  await publish(tx, [{ kind: 'posteingang', id }]);
  const pages = parts.reduce((sum, { seitenzahl }) => sum + (seitenzahl ?? 0), 0);
  if (pages > pagesOfABatch) await moveToLane(tx, id, lane.batch);
};
