import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParsedPage, Parser } from '#tools/parser/create-parser.js';
import { type SearchablePage, writeSearchablePdf } from '#tools/searchable-pdf.js';
import { letterLines } from './documents.js';

/** Words all over the page, umlauts included, as recognition would bring them. */
const words = letterLines.flatMap((text, line) =>
  text.split(' ').map((word, index) => ({
    text: word,
    confidence: 0.9,
    line,
    box: { x: 0.1 + index * 0.06, y: 0.1 + line * 0.03, width: 0.055, height: 0.015 },
  })),
);

const toPage = (page: ParsedPage): SearchablePage => ({
  image: () => readFile(page.archiveImagePath ?? page.imagePath),
  widthPt: page.widthPt,
  heightPt: page.heightPt,
  words: page.text?.words ?? (page.blank ? [] : words),
});

/** Which kind of picture stands for a page in the copy. */
export const pictureOf = (page: ParsedPage): 'g4' | 'jpeg' | 'screen' =>
  page.archiveImagePath === undefined
    ? 'screen'
    : page.archiveImagePath.endsWith('.tif')
      ? 'g4'
      : 'jpeg';

/** Splits a file and puts its archive copy together, as the stages do but without a service around. */
export const makeArchiveCopy = async (
  parser: Parser,
  input: { bytes: Uint8Array; mediaType: string },
  outPath: string,
): Promise<{ pages: ParsedPage[]; size: number }> => {
  const folder = await mkdtemp(join(tmpdir(), 'archive-'));
  try {
    const path = join(folder, 'input');
    await writeFile(path, input.bytes);
    const { pages } = await parser.splitPages({ path, mediaType: input.mediaType, outDir: folder });
    const copy = { pages: pages.map(toPage), title: 'Posteingang 2026-000001', language: 'de-DE' };
    await writeFile(outPath, writeSearchablePdf({ ...copy, source: 'sha256:00' }));
    return { pages, size: (await stat(outPath)).size };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
