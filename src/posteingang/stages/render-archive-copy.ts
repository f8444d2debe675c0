import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { type ArchiveSource, createOutputFolder } from '#tools/parser/create-parser.js';
import { getItem, listParts, type Part, setArchiveCopy } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { listPages, type ReadPage } from '../seiten.repository.js';

/** Writes the searchable copy: every page with its recognised text invisibly behind it. */
export const renderArchiveCopy = (deps: PosteingangDeps): Stage => {
  const { blobs, db, parser } = deps;

  const sourceOf = (
    page: ReadPage,
    part: Part | undefined,
    paths: ReadonlyMap<string, string>,
  ): ArchiveSource | undefined => {
    const original = part?.mediaType === 'application/pdf' ? paths.get(part.sha256) : undefined;
    const facts = {
      widthPt: page.breitePt,
      heightPt: page.hoehePt,
      turn: page.drehung,
      words: page.textQuelle === 'ocr' ? (page.worte ?? []) : [],
    };
    if (original !== undefined) {
      return {
        ...facts,
        path: original,
        mediaType: 'application/pdf',
        number: page.bestandteilSeite,
      };
    }
    const image = page.bildSha256 === null ? undefined : paths.get(page.bildSha256);
    return image === undefined ? undefined : { ...facts, path: image, mediaType: 'image/jpeg' };
  };

  return {
    name: 'renderArchiveCopy',
    queue: 'heavy',
    run: async ({ itemId, signal }) => {
      const { item, pages, parts } = await asSystem(db, async (tx) => ({
        item: await getItem(tx, itemId),
        pages: await listPages(tx, itemId),
        parts: await listParts(tx, itemId),
      }));
      if (pages.length === 0) return {};
      const partOf = (page: ReadPage): Part | undefined =>
        parts.find((part) => part.position === page.bestandteil);
      const hashes = new Set<string>();
      for (const page of pages) {
        const part = partOf(page);
        if (part?.mediaType === 'application/pdf') hashes.add(part.sha256);
        else if (page.bildSha256 !== null) hashes.add(page.bildSha256);
      }
      const outDir = await createOutputFolder();
      const outPath = join(outDir, 'archivkopie.pdf');
      try {
        const sha256 = await blobs.withLocalFiles([...hashes], async (paths) => {
          const sources = pages.flatMap((page) => sourceOf(page, partOf(page), paths) ?? []);
          await parser.renderArchiveCopy({
            pages: sources,
            outPath,
            title: `Posteingang ${item.eingangsnummer}`,
            signal,
          });
          return (await blobs.write(createReadStream(outPath))).sha256;
        });
        return { write: async (tx) => void (await setArchiveCopy(tx, itemId, sha256)) };
      } finally {
        await rm(outDir, { recursive: true, force: true });
      }
    },
  };
};
