import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { getItem } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';

/**
 * Reads the stored original back and checks its hash before anything is built on it. The bytes themselves
 * were made durable before the item was acknowledged.
 */
export const storeOriginal = (deps: PosteingangDeps): Stage => ({
  name: 'storeOriginal',
  queue: 'light',
  run: async ({ itemId }) => {
    const item = await asSystem(deps.db, (tx) => getItem(tx, itemId));
    await deps.blobs.verify(item.sha256);
    return {};
  },
});
