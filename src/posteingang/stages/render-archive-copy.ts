import { Readable } from 'node:stream';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { type SearchablePage, writeSearchablePdf } from '#tools/searchable-pdf.js';
import { getItem, setArchiveCopy } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { listPages, type ReadPage } from '../seiten.repository.js';

/**
 * Writes the searchable copy: the picture of each page with its text invisibly over it. Only pictures that the
 * parser has written are put together, and none is decoded, so that no child is needed.
 */
export const renderArchiveCopy = (deps: PosteingangDeps): Stage => {
  const { blobs, db } = deps;

  const toPage = (page: ReadPage, signal: AbortSignal): SearchablePage | undefined => {
    const image = page.archivBildSha256 ?? page.bildSha256;
    if (image === null) return undefined;
    return {
      image: () => {
        signal.throwIfAborted();
        return blobs.read(image);
      },
      widthPt: page.breitePt,
      heightPt: page.hoehePt,
      turn: page.drehung,
      words: page.worte ?? [],
    };
  };

  return {
    name: 'renderArchiveCopy',
    queue: 'heavy',
    run: async ({ itemId, signal }) => {
      const { item, pages } = await asSystem(db, async (tx) => ({
        item: await getItem(tx, itemId),
        pages: await listPages(tx, itemId),
      }));
      const pictures = pages.flatMap((page) => toPage(page, signal) ?? []);
      if (pictures.length === 0) return {};
      const copy = writeSearchablePdf({
        pages: pictures,
        title: `Posteingang ${item.eingangsnummer}`,
        language: 'de-DE',
        source: `sha256:${item.sha256}`,
      });
      const { sha256 } = await blobs.write(Readable.from(copy));
      return { write: async (tx) => void (await setArchiveCopy(tx, itemId, sha256)) };
    },
  };
};
