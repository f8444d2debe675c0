import { NeedsClearing } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { markAttached } from '../clearing.repository.js';
import { fileItem } from '../filing.js';
import { getItem } from '../inhalt.repository.js';
import { recordSender } from '../korrespondenten/record-korrespondenten.js';
import type { PosteingangDeps } from '../posteingang-deps.js';

const nobodyNamed = (): NeedsClearing =>
  new NeedsClearing({
    code: 'keine-einheit',
    message: 'The item has no Organisationseinheit.',
    clerkMessage: 'Die zuständige Organisationseinheit ist nicht bestimmt. Bitte zuordnen.',
  });

/**
 * Files the item as a Dokument of its Vorgang; without a Vorgang it goes to the Postkorb of its unit alone. Its sender
 * is known from then on.
 */
export const attach = (deps: PosteingangDeps): Stage => ({
  name: 'attach',
  queue: 'light',
  run: async ({ itemId }) => {
    const item = await asSystem(deps.db, (tx) => getItem(tx, itemId));
    const { organisationseinheitId, vorgangId, archivSha256 } = item;
    if (organisationseinheitId === null) throw nobodyNamed();
    const archiveSize = archivSha256 === null ? 0 : await deps.blobs.size(archivSha256);
    return {
      write: async (tx) => {
        const dokumentId =
          vorgangId === null ? null : await fileItem(tx, item, { vorgangId, archiveSize });
        await markAttached(tx, itemId, { organisationseinheitId, dokumentId });
        await recordSender(tx, itemId);
      },
    };
  },
});
