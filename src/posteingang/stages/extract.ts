import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { describeItem, saveFields } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { displaySender, fieldsOf, readItem } from '../reading.js';

/** Reads sender, date, subject, signs and more from the text, each with its place on the page. */
export const extract = (deps: PosteingangDeps): Stage => ({
  name: 'extract',
  queue: 'light',
  run: async ({ itemId }) => {
    const { extraction } = await asSystem(deps.db, (tx) => readItem(tx, itemId, deps));
    return {
      write: async (tx) => {
        await saveFields(tx, itemId, fieldsOf(extraction));
        await describeItem(tx, itemId, {
          absender: displaySender(extraction.sender),
          betreff: extraction.subject?.value.slice(0, 300) ?? null,
          datumDesSchreibens: extraction.letterDate?.value ?? null,
          geschaeftszeichen:
            extraction.geschaeftszeichen.find((one) => one.role !== 'theirs')?.value ?? null,
          fremdesGeschaeftszeichen: extraction.foreignReferences[0]?.value.slice(0, 100) ?? null,
        });
      },
    };
  },
});
