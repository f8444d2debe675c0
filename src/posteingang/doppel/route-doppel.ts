import type { Tx } from '#infrastructure/database/transaction.js';
import type { MatchResult, RoutingHint } from '#understanding/index.js';
import { findOriginal, type Original } from './doppel.repository.js';

/** How sure a link must be that the later item follows the earlier one by itself. */
const followsFrom = 0.9;
/** More than all other signs together can weigh. */
const decisive = 1_000_000;

/** The item that this one repeats beyond doubt, where it has reached its unit already. */
export const findFollowed = async (tx: Tx, id: string): Promise<Original | undefined> => {
  const original = await findOriginal(tx, id);
  return original !== undefined && original.sicherheit >= followsFrom ? original : undefined;
};

const reasonOf = ({ eingangsnummer }: Original): string =>
  `Doppel von ${eingangsnummer}: gleiches Schreiben, das schon zugeordnet ist`;

/** The match by the earlier item; what the letter itself says wins, so that a contradiction is for a person. */
export const withDoppel = (original: Original | undefined, read: MatchResult): MatchResult => {
  const { vorgangId, geschaeftszeichen } = original ?? {};
  if (original === undefined || vorgangId == null || geschaeftszeichen == null) return read;
  const reason = reasonOf(original);
  if (read.outcome === 'found' && read.vorgangId !== vorgangId)
    return {
      outcome: 'ambiguous',
      cause: 'contradiction',
      candidates: [
        {
          vorgangId: read.vorgangId,
          geschaeftszeichen: read.geschaeftszeichen,
          einheit: read.einheit,
          betreff: '',
          reasons: read.reasons,
        },
        { vorgangId, geschaeftszeichen, einheit: original.einheit, betreff: '', reasons: [reason] },
      ],
      reason: 'das gleiche Schreiben liegt schon in einem anderen Vorgang',
      read: read.geschaeftszeichen,
    };
  return {
    outcome: 'found',
    vorgangId,
    geschaeftszeichen,
    einheit: original.einheit,
    confidence: 0.97,
    repaired: false,
    reason,
    reasons: [reason],
  };
};

/** The unit of an earlier item that reached it without a Vorgang. */
export const doppelHint = (original: Original | undefined): RoutingHint | undefined =>
  original === undefined || original.vorgangId !== null
    ? undefined
    : { einheit: original.einheit, factor: decisive, reason: reasonOf(original) };
