import type { Tx } from '#infrastructure/database/transaction.js';
import { compareSender, knownFrom, type Sender, type SenderFacts } from '#understanding/index.js';
import { type Korrespondent, listLike, listWithSource } from './korrespondent.repository.js';

/** A sender that is known, how sure that is, and in German why. */
export interface BekannterAbsender {
  id: string;
  name: string;
  /** 0 to 1; at least `knownFrom`. */
  sicherheit: number;
  gruende: string[];
}

/** Who wrote, as far as it was read; undefined where not even a name or a mail address is. */
export const senderFactsOf = (sender: Sender): SenderFacts | undefined => {
  const name = (sender.organisation ?? sender.name ?? sender.email)?.value;
  if (name === undefined) return undefined;
  return {
    name,
    strasse: sender.street?.value ?? null,
    plz: sender.plz?.value ?? null,
    ort: sender.ort?.value ?? null,
    email: sender.email?.value ?? null,
  };
};

/** The best of the known ones; `besides` is an item that may not speak for itself. Only within `asSystem`. */
export const findKnown = async (
  tx: Tx,
  given: SenderFacts,
  besides: string | null = null,
): Promise<(BekannterAbsender & { facts: Korrespondent }) | undefined> => {
  const like = (await listLike(tx, given))
    .map((known) => ({ known, likeness: compareSender(known, given) }))
    .filter(({ likeness }) => likeness.sicherheit >= knownFrom)
    .sort((a, b) => b.likeness.sicherheit - a.likeness.sicherheit);
  const spokenFor = await listWithSource(
    tx,
    like.map(({ known }) => known.id),
    besides,
  );
  const best = like.find(({ known }) => spokenFor.has(known.id));
  if (best === undefined) return undefined;
  const { known, likeness } = best;
  return { id: known.id, name: known.name, ...likeness, facts: known };
};

/**
 * Whether the sender is one of those who take part in a Vorgang or have written before (an item that reached its unit).
 * Undefined for a new sender, for a name alone and for two people of one name. Only within `asSystem`: whether a
 * person may be told, the rights decide where it is shown.
 */
export const findKorrespondent = async (
  tx: Tx,
  sender: Sender,
): Promise<BekannterAbsender | undefined> => {
  const given = senderFactsOf(sender);
  const known = given === undefined ? undefined : await findKnown(tx, given);
  if (known === undefined) return undefined;
  const { facts: _facts, ...result } = known;
  return result;
};
