import { publish } from '#infrastructure/database/events.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { lane, moveToLane } from '#pipeline/store.js';
import { getItem, saveParts } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';

/** A file with more pages than this is a batch: single letters overtake it. */
const pagesOfABatch = 50;

/** Opens the file for the first time, in a parser child: type, number of pages, limits. */
export const inspect = (deps: PosteingangDeps): Stage => ({
  name: 'inspect',
  queue: 'heavy',
  run: async ({ itemId, signal }) => {
    const item = await asSystem(deps.db, (tx) => getItem(tx, itemId));
    if (item.mediaType === 'message/rfc822') return {};
    const found = await deps.blobs.withLocalFile(item.sha256, (path) =>
      deps.parser.inspect({ path, mediaType: item.mediaType, signal }),
    );
    const pages = found.pageCount ?? 1;
    return {
      write: async (tx) => {
        await saveParts(tx, itemId, [
          {
            position: 0,
            rolle: 'original',
            dateiname: item.dateiname,
            mediaType: item.mediaType,
            sha256: item.sha256,
            size: item.size,
            seitenzahl: pages,
            ersteSeite: 1,
            hinweis: null,
          },
        ]);
        // Whoever stands at the scanner wants the number of pages now, not when they are read.
        await publish(tx, [{ kind: 'posteingang', id: itemId }]);
        if (pages > pagesOfABatch) await moveToLane(tx, itemId, lane.batch);
      },
    };
  },
});
