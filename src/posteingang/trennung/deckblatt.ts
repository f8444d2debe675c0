import { findRegisterByIds } from '#eakte/index.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { ClearingReason } from '#pipeline/stage.js';
import type { MatchResult } from '#understanding/index.js';
import type { Item } from '../inhalt.repository.js';

/** The Vorgang that the signed cover sheet in front of a letter names; undefined without one. */
export const deckblattMatch = async (
  db: Db,
  { deckblattVorgangId }: Pick<Item, 'deckblattVorgangId'>,
): Promise<MatchResult | undefined> => {
  if (deckblattVorgangId === null) return undefined;
  const [vorgang] = await asSystem(db, (tx) => findRegisterByIds(tx, [deckblattVorgangId]));
  if (vorgang === undefined) return undefined;
  const reason = `Das unterschriebene Deckblatt nennt den Vorgang ${vorgang.geschaeftszeichen}`;
  return {
    outcome: 'found',
    vorgangId: vorgang.vorgangId,
    geschaeftszeichen: vorgang.geschaeftszeichen,
    einheit: vorgang.einheit,
    confidence: 1,
    repaired: false,
    reason,
    reasons: [reason],
  };
};

/**
 * Why a letter waits because its cover sheet announced another number of sheets than were scanned, one or two
 * pages a sheet. A second run comes from a person who has looked at the paper.
 */
export const blaetterFehlen = (
  { erwarteteBlaetter, seitenzahl }: Pick<Item, 'erwarteteBlaetter' | 'seitenzahl'>,
  run: number,
): ClearingReason | undefined => {
  if (erwarteteBlaetter === null || seitenzahl === null || run > 1) return undefined;
  if (seitenzahl >= erwarteteBlaetter && seitenzahl <= erwarteteBlaetter * 2) return undefined;
  return {
    code: 'blattzahl-weicht-ab',
    text: `Das Deckblatt nennt ${erwarteteBlaetter} Blätter, gescannt wurden ${seitenzahl} Seiten. Bitte mit dem Papier vergleichen: Wurden Blätter zusammen eingezogen? „Erneut versuchen“ übernimmt die gescannten Seiten.`,
  };
};
