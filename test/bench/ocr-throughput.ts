import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PDFDocument } from 'pdf-lib';
import { createOcrPool, type OcrPoolOptions } from '#tools/ocr/create-ocr-pool.js';
import { createParser, type ParsedPage } from '#tools/parser/create-parser.js';
import { type SearchablePage, writeSearchablePdf } from '#tools/searchable-pdf.js';
import { quantile, round } from './flags.js';
import { isInstalled, oneThread } from './ocr-engines.js';
import type { BenchFile } from './ocr-pages.js';
import { onAllCores } from './process-cost.js';

/*
 * From the PDF of a scan to its searchable copy: our whole way, Debian's tesseract writing text and PDF with one thread
 * a page, and OCRmyPDF as it comes; once with each letter as a file, once with a stack of letters in one. Each way takes
 * as many files at a time as there are cores, and all ways take turns with the same handful of files, so that a machine
 * that slows down slows all of them.
 */

const run = promisify(execFile);
const log = { info: () => undefined, warn: () => undefined };
const lettersPerTurn = 12;
const lettersPerStack = 6;

/** The same pages as one PDF and as the pictures of their scans. */
interface Input {
  pdf: string;
  pictures: readonly string[];
  pages: number;
}

interface Way {
  name: string;
  /** Makes the copy of one file in the folder. */
  copy(file: Input, folder: string): Promise<void>;
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
  copy: async ({ pictures }, folder) => {
    const list = join(folder, 'pictures.txt');
    await writeFile(list, `${pictures.join('\n')}\n`);
    await run('tesseract', [list, join(folder, 'copy'), '-l', 'deu', 'txt', 'pdf'], {
      env: oneThread,
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

const secondsOf = async (way: Way, files: readonly Input[]): Promise<number> => {
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

const asLetters = (files: readonly BenchFile[]): Input[] =>
  files.map(({ pdf, tiff, pages }) => ({ pdf, pictures: [tiff], pages: pages.length }));

const asStacks = async (letters: readonly Input[], folder: string): Promise<Input[]> => {
  const stacks: Input[] = [];
  for (let at = 0; at < letters.length; at += lettersPerStack) {
    const some = letters.slice(at, at + lettersPerStack);
    const stack = await PDFDocument.create();
    for (const { pdf } of some) {
      const letter = await PDFDocument.load(await readFile(pdf));
      for (const page of await stack.copyPages(letter, letter.getPageIndices()))
        stack.addPage(page);
    }
    const pdf = join(folder, `${at}.pdf`);
    await writeFile(pdf, await stack.save());
    const pictures = some.flatMap((letter) => letter.pictures);
    stacks.push({ pdf, pictures, pages: some.reduce((sum, { pages }) => sum + pages, 0) });
  }
  return stacks;
};

/** All ways in turn; pages a minute of each, and the median over the turns of how many times as many pages ours makes. */
const compare = async (ways: readonly Way[], turns: readonly (readonly Input[])[]) => {
  const seconds = new Map(ways.map((way) => [way, [] as number[]]));
  for (const turn of turns)
    for (const way of ways) seconds.get(way)?.push(await secondsOf(way, turn));
  const pages = turns.flat().reduce((sum, file) => sum + file.pages, 0);
  const [ours] = ways;
  const own = (ours === undefined ? undefined : seconds.get(ours)) ?? [];
  return Object.fromEntries(
    ways.map((way) => {
      const needed = seconds.get(way) ?? [];
      const all = needed.reduce((sum, one) => sum + one, 0);
      const ratios = needed.map((one, turn) => one / (own[turn] ?? Number.NaN));
      const times = way === ours ? {} : { oursTimesAsMany: round(quantile(ratios, 0.5) ?? 0, 2) };
      return [way.name, { pages, pagesPerMinute: round((pages / all) * 60), ...times }];
    }),
  );
};

/** Compares the ways with the letters as files of their own and as stacks of several letters. */
export const measureThroughput = async (
  files: readonly BenchFile[],
  wanted: NonNullable<OcrPoolOptions['wanted']>,
): Promise<Record<string, unknown>> => {
  const withNative = { engine: 'native', model: 'auto' } as const;
  const ways = [
    ourWay('ours', wanted),
    ...(isInstalled('tesseract')
      ? [ourWay('ours with ocr.engine native', withNative), nativeWay]
      : []),
    ...(isInstalled('ocrmypdf') ? [ocrmypdfWay] : []),
  ];
  const folder = await mkdtemp(join(tmpdir(), 'bench-stacks-'));
  try {
    const letters: Input[][] = [];
    for (let at = 0; at < files.length; at += lettersPerTurn)
      letters.push(asLetters(files.slice(at, at + lettersPerTurn)));
    const stacks: Input[][] = [];
    for (const [turn, some] of letters.entries()) {
      const own = join(folder, String(turn));
      await mkdir(own);
      stacks.push(await asStacks(some, own));
    }
    return { letters: await compare(ways, letters), stacks: await compare(ways, stacks) };
  } finally {
    await Promise.all(ways.map((way) => way.close()));
    await rm(folder, { recursive: true, force: true });
  }
};
