import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { letterPdf, scannedPdf, scanOf } from '#test/support/documents.js';
import { writeG4Tiff } from '#tools/archive/g4-tiff.js';
import { createParser } from '#tools/parser/create-parser.js';
import { writeSearchablePdf } from '#tools/searchable-pdf.js';
import { flagOf, report, round } from './flags.js';

/*
 * npm run bench:parser -- --letters 20 [--json]
 * Processor seconds a page for everything but recognition: first look, pages, archive copy. Counts this process and
 * its children by /proc, so it runs on Linux only, and without bubblewrap, which keeps the time of its children to itself. No service and no database takes part.
 */

const letters = Number(flagOf('letters', '20'));
const work = await mkdtemp(join(tmpdir(), 'bench-parser-'));
const log = { info: () => undefined, warn: () => undefined };
const page = await scanOf(await letterPdf(), 300);
const bilevel = { ...page, data: page.data.map((value) => (value < 128 ? 0 : 255)) };

const inputs: [string, number, string, Buffer][] = [
  ['one page, JPEG in PDF', 1, 'application/pdf', await scannedPdf([page], 300)],
  ['one page, fax group 4 in TIFF', 1, 'image/tiff', writeG4Tiff(bilevel)],
  ['one page, born digital', 1, 'application/pdf', await letterPdf()],
  [
    'sixteen pages, JPEG in PDF',
    16,
    'application/pdf',
    await scannedPdf(
      Array.from({ length: 16 }, () => page),
      300,
    ),
  ],
];

/** Seconds of this process and of all children that have ended. */
const cpuSeconds = (): number => {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return ((fields[11] ?? 0) + (fields[12] ?? 0) + (fields[13] ?? 0) + (fields[14] ?? 0)) / 100;
};

const measure = async (
  warm: boolean,
  [, count, mediaType, bytes]: (typeof inputs)[number],
): Promise<{ cpu: number; wallMs: number; kilobytes: number }> => {
  const parser = createParser({ isolation: 'process', log, warm });
  const runs = Math.max(2, Math.round(letters / count));
  const from = cpuSeconds();
  let wallMs = 0;
  let kilobytes = 0;
  for (let run = 0; run < runs; run += 1) {
    // Letters do not follow each other without a break; the spare child starts meanwhile, and its time counts.
    if (warm) await pause(600);
    const outDir = await mkdtemp(join(work, 'out-'));
    const path = join(outDir, 'input');
    await writeFile(path, bytes);
    const started = performance.now();
    const file = { path, key: `${run}`, mediaType };
    const { pageCount = 1 } = await parser.inspect(file);
    const pages = [];
    for (let first = 1; first <= pageCount; first += 8) {
      const range = { from: first, to: Math.min(pageCount, first + 7) };
      pages.push(...(await parser.splitPages({ ...file, outDir, pages: range })).pages);
    }
    const copy = writeSearchablePdf({
      pages: pages.map((one) => ({
        ...one,
        image: () => readFile(one.archiveImagePath ?? one.imagePath),
        words: one.text?.words ?? [],
      })),
      title: 'Bench',
      language: 'de-DE',
    });
    await writeFile(join(outDir, 'copy.pdf'), copy);
    wallMs += performance.now() - started;
    kilobytes = (await stat(join(outDir, 'copy.pdf'))).size / 1000 / count;
    await rm(outDir, { recursive: true });
  }
  await parser.close();
  return {
    cpu: round((cpuSeconds() - from) / runs / count, 2),
    wallMs: Math.round(wallMs / runs / count),
    kilobytes: round(kilobytes),
  };
};

const figures: Record<string, unknown> = {};
for (const input of inputs) {
  figures[`${input[0]}, a child a task`] = await measure(false, input);
  figures[`${input[0]}, warm`] = await measure(true, input);
}
await rm(work, { recursive: true, force: true });
report('Öffnen und Archivkopie je Seite', figures);
