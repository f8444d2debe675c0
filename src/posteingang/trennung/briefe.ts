import { appendAudit, system } from '#audit/index.js';
import { publish } from '#infrastructure/database/events.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { type NewItem, startItems } from '#pipeline/store.js';
import type { Item } from '../inhalt.repository.js';
import { insertArrivals, lockCounter, setCounter } from '../receive.repository.js';
import { copyPages, setDeckblatt, workOf } from '../separation.repository.js';
import type { BlattCode } from './blatt-code.js';
import { hasUnreadPages } from './seitenordnung.repository.js';

/** Where the letters of a stack go on: their pages are read already. */
const ersteStufeEinesBriefs = 'renderArchiveCopy';

/** The stage at which a letter goes on: the reading of its text where a person has turned a page of it. */
export const ersteStufe = async (tx: Tx, id: string): Promise<string> =>
  (await hasUnreadPages(tx, id)) ? 'recogniseText' : ersteStufeEinesBriefs;

/** A letter to be cut out of a stack. */
export interface NeuerBrief {
  seiten: readonly { stapelSeite: number; drehung?: number; ausgeschlossen?: boolean }[];
  deckblatt: BlattCode | null;
}

const pagesText = (seiten: NeuerBrief['seiten']): string => {
  const numbers = seiten.map((page) => page.stapelSeite);
  return `Seiten ${Math.min(...numbers)}–${Math.max(...numbers)}`;
};

/**
 * Makes items out of letters of a stack, each with the next Eingangsnummer, and starts them behind the
 * recognition of their text. Returns their ids in the order of the letters.
 */
export const legeBriefeAn = async (
  tx: Tx,
  stack: Item,
  letters: readonly NeuerBrief[],
  context: { newId: () => string; firstPosition: number },
): Promise<string[]> => {
  const jahr = Number(stack.eingangsdatum.slice(0, 4));
  const last = await lockCounter(tx, jahr);
  await setCounter(tx, jahr, last + letters.length);
  const children = await insertArrivals(
    tx,
    letters.map((letter, index) => ({
      id: context.newId(),
      jahr,
      laufnummer: last + index + 1,
      kanal: 'trennung' as const,
      idempotencyScope: stack.id,
      idempotencyKey: String(context.firstPosition + index),
      sha256: stack.sha256,
      size: stack.size,
      mediaType: stack.mediaType,
      dateiname: `${stack.dateiname} (${pagesText(letter.seiten)})`,
      eingangsdatum: stack.eingangsdatum,
      receivedBy: null,
      parentId: stack.id,
      parentPosition: context.firstPosition + index,
    })),
  );
  const work = await workOf(tx, stack.id);
  for (const [index, child] of children.entries()) {
    const letter = letters[index];
    if (letter === undefined) continue;
    await copyPages(tx, { from: stack.id, to: child.id, pages: letter.seiten });
    if (letter.deckblatt !== null) await setDeckblatt(tx, child.id, letter.deckblatt);
  }
  const ids = children.map((child) => child.id);
  const starts: NewItem[] = [];
  for (const id of ids)
    starts.push({ id, pipeline: 'posteingang', ...work, startAt: await ersteStufe(tx, id) });
  await startItems(tx, starts);
  await appendAudit(
    tx,
    ids.map((id) => ({
      actor: system,
      action: 'posteingang.separated',
      objectType: 'posteingang',
      objectId: id,
    })),
  );
  await publish(
    tx,
    ids.map((id) => ({ kind: 'posteingang', id })),
  );
  return ids;
};
