import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { describeItem, saveFields } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { displaySender, fieldsOf, readItem } from '../reading.js';
import { listRechnungen } from '../rechnung.repository.js';
import { betreffOf, withRechnung } from '../rechnungsfelder.js';

/** Reads sender, date, subject, signs and more from the text, each with its place on the page. */
export const extract = (deps: PosteingangDeps): Stage => ({
  name: 'extract',
  queue: 'light',
  run: async ({ itemId }) => {
    const { extraction, item, rechnungen } = await asSystem(deps.db, async (tx) => ({
      ...(await readItem(tx, itemId, deps)),
      rechnungen: await listRechnungen(tx, itemId),
    }));
    const [rechnung] = rechnungen;
    // A mail is from who wrote it, even where it brings the invoice of somebody else.
    const head = item.mailkopf === null && rechnung !== undefined ? rechnung : undefined;
    return {
      write: async (tx) => {
        const fields = fieldsOf(extraction);
        await saveFields(
          tx,
          itemId,
          rechnung === undefined ? fields : withRechnung(fields, rechnung, head !== undefined),
        );
        await describeItem(tx, itemId, {
          absender: head?.verkaeufer ?? displaySender(extraction.sender),
          betreff:
            head === undefined
              ? (extraction.subject?.value.slice(0, 300) ?? null)
              : betreffOf(head),
          datumDesSchreibens: head?.rechnungsdatum ?? extraction.letterDate?.value ?? null,
          geschaeftszeichen:
            extraction.geschaeftszeichen.find((one) => one.role !== 'theirs')?.value ?? null,
          fremdesGeschaeftszeichen: extraction.foreignReferences[0]?.value.slice(0, 100) ?? null,
        });
      },
    };
  },
});
