import { publish } from '#infrastructure/database/events.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import type { PageText } from '#tools/page-text.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { findOcrImage, listUnreadPages, saveText } from '../seiten.repository.js';

const nothing: PageText = { source: 'none', text: '', words: [], meanConfidence: 0 };

/** Reads the pages that have no text yet, one unit of work a page. */
export const recogniseText = (deps: PosteingangDeps): Stage => ({
  name: 'recogniseText',
  queue: 'heavy',
  pages: listUnreadPages,
  run: async ({ itemId, page, signal }) => {
    const source = await asSystem(deps.db, (tx) => findOcrImage(tx, itemId, page));
    if (source === undefined) throw new Error('the page of this work does not exist');
    if (source.ocrBildSha256 === null) {
      return {
        write: async (tx) =>
          void (await saveText(tx, itemId, page, { text: nothing, engine: '', drehung: 0 })),
      };
    }
    const image = await deps.blobs.read(source.ocrBildSha256);
    const read = await deps.ocr.recognise({ image, dpi: source.ocrDpi ?? 250, signal });
    return {
      write: async (tx) => {
        await saveText(tx, itemId, page, {
          text: read.text,
          engine: `${read.engine}, ${read.model}`,
          drehung: read.rotated,
        });
        await publish(tx, [{ kind: 'posteingang', id: itemId }]);
      },
    };
  },
});
