import { publish } from '#infrastructure/database/events.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { getItem } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { insertPostkorbEintrag } from '../postkorb.repository.js';

/** Puts the letter into the Postkorb of its unit and tells the open pages of its people at once. */
export const notify = (deps: PosteingangDeps): Stage => ({
  name: 'notify',
  queue: 'light',
  run: async ({ itemId }) => {
    const item = await asSystem(deps.db, (tx) => getItem(tx, itemId));
    const einheit = item.organisationseinheitId;
    if (einheit === null) throw new Error('an item without a unit has passed attach');
    return {
      write: async (tx) => {
        const eintrag = await insertPostkorbEintrag(tx, {
          posteingangId: itemId,
          organisationseinheitId: einheit,
        });
        await publish(tx, [
          { kind: 'postkorb', id: eintrag },
          { kind: 'posteingang', id: itemId },
        ]);
      },
    };
  },
});
