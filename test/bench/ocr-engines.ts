import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { createOcrPool, type OcrPoolOptions } from '#tools/ocr/create-ocr-pool.js';
import { createOutputFolder, createParser } from '#tools/parser/create-parser.js';
import type { BenchFile } from './ocr-pages.js';
import { cpuSecondsOf, peakMegabytes } from './process-cost.js';

/** What an engine read on one page. */
export interface ReadText {
  text: string;
  /** Our own account of what was done with the page, for the details. */
  note?: string;
}

/** What children used that lived over many pages. */
export interface EngineEnd {
  peakMegabytes?: number;
  cpuSeconds: number;
}

/** One way from the file of a letter to the text of its pages. */
export interface BenchEngine {
  name: string;
  read(file: BenchFile): Promise<ReadText[]>;
  /** Ends all children and says what they have used. */
  close(): Promise<EngineEnd>;
}

const run = promisify(execFile);
const mediaTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
};
const log = { info: () => undefined, warn: () => undefined };

/** One thread a process: more only wait for each other. */
export const oneThread = { ...process.env, OMP_THREAD_LIMIT: '1' };

/** Whether a program can be started here. */
export const isInstalled = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

/** Our whole way: the file is split in a parser child, its pages are read by the pool. */
export const ours = (options: Partial<OcrPoolOptions>): BenchEngine => {
  const parser = createParser({ isolation: 'auto', log });
  const pool = createOcrPool({
    processes: availableParallelism(),
    timeoutMs: 120_000,
    log,
    ...options,
  });
  let peak = 0;
  return {
    name: 'ours',
    read: async ({ tiff }) => {
      const outDir = await createOutputFolder();
      try {
        const mediaType = mediaTypes[extname(tiff)] ?? 'image/tiff';
        const { pages } = await parser.splitPages({ path: tiff, mediaType, outDir });
        const read: ReadText[] = [];
        for (const { ocrImagePath, ocrDpi } of pages) {
          if (ocrImagePath === undefined) {
            read.push({ text: '', note: 'blank' });
            continue;
          }
          const result = await pool.recognise({ image: ocrImagePath, dpi: ocrDpi ?? 250 });
          peak = Math.max(peak, peakMegabytes(pool.pids()));
          const { text, ...facts } = result;
          read.push({ text: text.text, note: JSON.stringify(facts) });
        }
        return read;
      } finally {
        await rm(outDir, { recursive: true, force: true });
      }
    },
    close: async () => {
      const cpuSeconds = cpuSecondsOf(pool.pids());
      await pool.close();
      return { peakMegabytes: Math.round(peak), cpuSeconds };
    },
  };
};

const splitAtFormFeed = (text: string): ReadText[] =>
  text
    .replace(/\f$/, '')
    .split('\f')
    .map((page) => ({ text: page }));

/** Debian's tesseract with German on the raw scan. */
export const nativeTesseract = (): BenchEngine => ({
  name: 'native',
  read: async ({ tiff }) => {
    const { stdout } = await run('tesseract', [tiff, 'stdout', '-l', 'deu'], {
      env: oneThread,
      maxBuffer: 64 * 1024 * 1024,
    });
    return splitAtFormFeed(stdout);
  },
  close: async () => ({ cpuSeconds: 0 }),
});

/** OCRmyPDF's whole pipeline: its way of straightening, its PDF/A; one job, so that both cores get a file each. */
export const ocrmypdf = (): BenchEngine => ({
  name: 'ocrmypdf',
  read: async ({ pdf, pages }) => {
    const folder = await mkdtemp(join(tmpdir(), 'ocrmypdf-'));
    const sidecar = join(folder, 'text.txt');
    const flags = ['-l', 'deu', '--rotate-pages', '--deskew', '--jobs', '1', '--quiet'];
    try {
      await run('ocrmypdf', [...flags, '--sidecar', sidecar, pdf, join(folder, 'out.pdf')], {
        env: oneThread,
      });
      return splitAtFormFeed(await readFile(sidecar, 'utf8'));
    } catch {
      return pages.map(() => ({ text: '', note: 'failed' }));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  close: async () => ({ cpuSeconds: 0 }),
});
