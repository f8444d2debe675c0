import { geltenderEingangstag, ortOf, saveVorschlaege } from '#fristen/index.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { erkenneFristen } from '#understanding/index.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { readItem } from '../reading.js';

/**
 * Proposes the Fristen that a letter triggers, from the day of our stamp of receipt where one is read: the scan may be
 * later. Nothing of them counts before a person has confirmed it.
 */
export const proposeFristen = (deps: PosteingangDeps): Stage => ({
  name: 'proposeFristen',
  queue: 'light',
  run: async ({ itemId }) => {
    const { extraction, pages, eingang, stempel } = await asSystem(deps.db, async (tx) => {
      const read = await readItem(tx, itemId, deps);
      // A mail has no stamp of ours: it was received on the day on which it reached our server.
      const onPaper = read.item.mailkopf === null;
      const found = onPaper ? read.extraction.stampDate?.value : undefined;
      const { eingangsdatum } = read.item;
      const tag = await geltenderEingangstag(tx, { id: itemId, eingangsdatum, stempel: found });
      return { ...read, eingang: tag, stempel: found };
    });
    const vorschlaege = erkenneFristen({ pages, extraction, eingang, ort: ortOf(deps) });
    return { write: (tx) => saveVorschlaege(tx, { id: itemId, stempel }, vorschlaege) };
  },
});
