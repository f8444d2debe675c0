import { appendAudit, system } from '#audit/index.js';
import { publish } from '#infrastructure/database/events.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { startItems } from '#pipeline/store.js';
import { getItem, type Item, saveDecisions } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { insertArrivals, lockCounter, setCounter } from '../receive.repository.js';
import { listPages, type ReadPage } from '../seiten.repository.js';
import { copyPages, markSplit, workOf } from '../separation.repository.js';

/** What our separator sheet carries in its QR code and DataMatrix. */
export const separatorCode = 'POSTSTELLE:TRENNBLATT:1';

const isSeparator = (page: ReadPage): boolean =>
  page.codes.some((code) => code.text === separatorCode);

/** The letters of a stack: the pages between separator sheets, without the sheets and without empty groups. */
export const cutAtSeparators = (pages: readonly ReadPage[]): ReadPage[][] => {
  const letters: ReadPage[][] = [[]];
  for (const page of pages) {
    if (isSeparator(page)) letters.push([]);
    else letters.at(-1)?.push(page);
  }
  return letters.filter((letter) => letter.some((page) => !page.leer));
};

/** Cuts a stack at our separator sheets; each letter becomes an item with an Eingangsnummer of its own. */
export const separate = (deps: PosteingangDeps): Stage => {
  const cut = async (tx: Tx, item: Item, letters: readonly ReadPage[][]): Promise<void> => {
    const jahr = Number(item.eingangsdatum.slice(0, 4));
    const last = await lockCounter(tx, jahr);
    await setCounter(tx, jahr, last + letters.length);
    const children = await insertArrivals(
      tx,
      letters.map((letter, index) => ({
        id: deps.newId(),
        jahr,
        laufnummer: last + index + 1,
        kanal: 'trennung' as const,
        idempotencyScope: item.id,
        idempotencyKey: String(index + 1),
        sha256: item.sha256,
        size: item.size,
        mediaType: item.mediaType,
        dateiname: `${item.dateiname} (Seiten ${letter[0]?.nummer}–${letter.at(-1)?.nummer})`,
        eingangsdatum: item.eingangsdatum,
        receivedBy: null,
        parentId: item.id,
        parentPosition: index + 1,
      })),
    );
    const work = await workOf(tx, item.id);
    for (const [index, child] of children.entries()) {
      await copyPages(tx, {
        from: item.id,
        to: child.id,
        pages: (letters[index] ?? []).map((page) => page.nummer),
      });
    }
    await startItems(
      tx,
      children.map((child) => ({
        id: child.id,
        pipeline: 'posteingang',
        ...work,
        startAt: 'renderArchiveCopy',
      })),
    );
    await appendAudit(
      tx,
      children.map((child) => ({
        actor: system,
        action: 'posteingang.separated',
        objectType: 'posteingang',
        objectId: child.id,
      })),
    );
    await publish(
      tx,
      children.map((child) => ({ kind: 'posteingang', id: child.id })),
    );
  };

  return {
    name: 'separate',
    queue: 'light',
    run: async ({ itemId, run }) => {
      const { item, pages } = await asSystem(deps.db, async (tx) => ({
        item: await getItem(tx, itemId),
        pages: await listPages(tx, itemId),
      }));
      if (item.parentId !== null || !pages.some(isSeparator)) return {};
      const letters = cutAtSeparators(pages);
      if (letters.length === 0) return {};
      return {
        next: { kind: 'done' },
        write: async (tx) => {
          await cut(tx, item, letters);
          await markSplit(tx, itemId);
          await saveDecisions(tx, itemId, [
            {
              run,
              art: 'trennung',
              wert: String(letters.length),
              konfidenz: 1,
              kandidaten: [],
              gruende: ['Trennblätter der Poststelle erkannt'],
              modell: null,
              personId: null,
            },
          ]);
        },
      };
    },
  };
};
