import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { lane } from '#pipeline/store.js';
import { createOutputFolder, type ParsedPage } from '#tools/parser/create-parser.js';
import { listParts, type Part } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { type NewPage, savePages } from '../seiten.repository.js';

/** Pages that one parser child renders; enough to share its start, few enough to let others in between. */
const pagesPerChild = 8;

interface Range {
  part: Part;
  /** Page numbers within the part, from 1. */
  from: number;
  to: number;
  /** Page number within the item of the first one. */
  first: number;
  step: number;
}

const rangesOf = (parts: readonly Part[]): Range[] =>
  parts.flatMap((part) => {
    const pages = part.seitenzahl ?? 0;
    const step = part.schritt ?? 1;
    const ranges: Range[] = [];
    for (let from = 1; from <= pages; from += pagesPerChild) {
      const to = Math.min(pages, from + pagesPerChild - 1);
      ranges.push({ part, from, to, first: (part.ersteSeite ?? 1) + (from - 1) * step, step });
    }
    return ranges;
  });

/** Makes page images, and takes over a usable text layer; a unit of work is a range of pages. */
export const splitPages = (deps: PosteingangDeps): Stage => {
  const { blobs, parser, db } = deps;

  const store = async (range: Range, page: ParsedPage): Promise<NewPage> => {
    const image = await blobs.write(createReadStream(page.imagePath));
    const needsOcr = page.text === undefined && !page.blank && page.ocrImagePath !== undefined;
    const ocrImage =
      needsOcr && page.ocrImagePath !== undefined
        ? await blobs.write(createReadStream(page.ocrImagePath))
        : undefined;
    const archiveImage =
      page.archiveImagePath === undefined
        ? undefined
        : await blobs.write(createReadStream(page.archiveImagePath));
    return {
      nummer: range.first + (page.number - range.from) * range.step,
      bestandteil: range.part.position,
      bestandteilSeite: page.number,
      bildSha256: image.sha256,
      bildMediaType: page.imageMediaType,
      archivBildSha256: archiveImage?.sha256 ?? null,
      breite: Math.round(page.width),
      hoehe: Math.round(page.height),
      dpi: page.dpi,
      breitePt: page.widthPt,
      hoehePt: page.heightPt,
      textebene: page.textLayer,
      beschaedigt: page.damaged,
      ocrBildSha256: ocrImage?.sha256 ?? null,
      ocrDpi: page.ocrDpi ?? null,
      leer: page.blank,
      text: page.text,
      codes: page.codes,
    };
  };

  return {
    name: 'splitPages',
    queue: 'heavy',
    pages: async (tx, itemId) => rangesOf(await listParts(tx, itemId)).map((range) => range.first),
    run: async ({ itemId, page, lane: own, signal }) => {
      const parts = await asSystem(db, (tx) => listParts(tx, itemId));
      const range = rangesOf(parts).find((one) => one.first === page);
      if (range === undefined) throw new Error('no range of pages begins at this page');
      const outDir = await createOutputFolder();
      try {
        const { pages } = await blobs.withLocalFile(range.part.sha256, (path) =>
          parser.splitPages({
            path,
            // What we have set ourselves may share a child, within one item.
            ...(range.part.gesetzt === true
              ? { key: `gesetzt-${itemId}`, typeset: true }
              : { key: range.part.sha256 }),
            mediaType: range.part.mediaType,
            outDir,
            pages: { from: range.from, to: range.to },
            background: own === lane.batch,
            signal,
          }),
        );
        const stored: NewPage[] = [];
        for (const one of pages) stored.push(await store(range, one));
        return { write: (tx) => savePages(tx, itemId, stored) };
      } finally {
        await rm(outDir, { recursive: true, force: true });
      }
    },
  };
};
