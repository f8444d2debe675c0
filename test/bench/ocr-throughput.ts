import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createOcrPool, type OcrPoolOptions } from '#tools/ocr/create-ocr-pool.js';
import { createParser, type ParsedPage } from '#tools/parser/create-parser.js';
import { type SearchablePage, writeSearchablePdf } from '#tools/searchable-pdf.js';
import { quantile, round } from './flags.js';
import { isInstalled } from './ocr-engines.js';
import type { BenchFile } from './ocr-pages.js';
import { onAllCores } from './process-cost.js';

/*
 * From the PDF of a scan to its searchable copy: our whole way, Debian's tesseract writing text and PDF with one thread
 * a page, and OCRmyPDF as it comes. Each way takes as many files at a time as there are cores, and all ways take turns
 * with the same handful of files, so that a machine that slows down slows all of them.
 */

const run = promisify(execFile);
const log = { info: () => undefined, warn: () => undefined };
const filesPerTurn = 12;

interface Way {
  name: string;
  /** Makes the copy of one file in the folder. */
  copy(file: BenchFile, folder: string): Promise<void>;
  close(): Promise<void>;
}

const ourWay = (name: string, wanted: NonNullable<OcrPoolOptions['wanted']>): Way => {
  const parser = createParser({ isolation: 'auto', warm: true, log });
  const pool = createOcrPool({
    processes: availableParallelism(),
    timeoutMs: 120_000,
    log,
    wanted,
  });
  const toPage = async (page: ParsedPage): Promise<SearchablePage> => {
    const image = page.archiveImagePath ?? page.imagePath;
    const read =
      page.text === undefined && page.ocrImagePath !== undefined
        ? await pool.recognise({ image: page.ocrImagePath, dpi: page.ocrDpi ?? 250 })
        : undefined;
    return {
      image: () => readFile(image),
      widthPt: page.widthPt,
      heightPt: page.heightPt,
      turn: read?.rotated ?? 0,
      words: page.text?.words ?? read?.text.words ?? [],
    };
  };
  return {
    name,
    copy: async ({ pdf }, folder) => {
      const opened = await parser.splitPages({
        path: pdf,
        key: pdf,
        mediaType: 'application/pdf',
        outDir: folder,
      });
      const pages: SearchablePage[] = [];
      for (const page of opened.pages) pages.push(await toPage(page));
      const copy = writeSearchablePdf({ pages, title: 'Posteingang', language: 'de-DE' });
      await writeFile(join(folder, 'copy.pdf'), copy);
    },
    close: async () => {
      await Promise.all([parser.close(), pool.close()]);
    },
  };
};

const nativeWay: Way = {
  name: 'native text and PDF',
  copy: async ({ tiff }, folder) => {
    await run('tesseract', [tiff, join(folder, 'copy'), '-l', 'deu', 'txt', 'pdf'], {
      env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    });
  },
  close: () => Promise.resolve(),
};

const ocrmypdfWay: Way = {
  name: 'OCRmyPDF',
  copy: async ({ pdf }, folder) => {
    await run('ocrmypdf', ['-l', 'deu', '--quiet', pdf, join(folder, 'copy.pdf')]);
  },
  close: () => Promise.resolve(),
};

const secondsOf = async (way: Way, files: readonly BenchFile[]): Promise<number> => {
  const startedAt = performance.now();
  await onAllCores(files, async (file) => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-copy-'));
    try {
      await way.copy(file, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
  return (performance.now() - startedAt) / 1_000;
};

/** Pages a minute of each way, and the median over the turns of how many times as many pages ours makes. */
export const measureThroughput = async (
  files: readonly BenchFile[],
  wanted: NonNullable<OcrPoolOptions['wanted']>,
): Promise<Record<string, unknown>> => {
  const ours = ourWay('ours', wanted);
  const withNative = { engine: 'native', model: 'auto' } as const;
  const others = [
    ...(isInstalled('tesseract')
      ? [ourWay('ours with ocr.engine native', withNative), nativeWay]
      : []),
    ...(isInstalled('ocrmypdf') ? [ocrmypdfWay] : []),
  ];
  const ways = [ours, ...others];
  const seconds = new Map(ways.map((way) => [way.name, [] as number[]]));
  let pages = 0;
  for (let at = 0; at < files.length; at += filesPerTurn) {
    const turn = files.slice(at, at + filesPerTurn);
    pages += turn.flatMap((file) => file.pages).length;
    for (const way of ways) seconds.get(way.name)?.push(await secondsOf(way, turn));
  }
  await Promise.all(ways.map((way) => way.close()));
  const own = seconds.get(ours.name) ?? [];
  return Object.fromEntries(
    ways.map(({ name }) => {
      const needed = seconds.get(name) ?? [];
      const all = needed.reduce((sum, one) => sum + one, 0);
      const ratios = needed.map((one, turn) => one / (own[turn] ?? Number.NaN));
      const times =
        name === ours.name ? {} : { oursTimesAsMany: round(quantile(ratios, 0.5) ?? 0, 2) };
      return [name, { pages, pagesPerMinute: round((pages / all) * 60), ...times }];
    }),
  );
};
