import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { flagOf, hasFlag, report, round } from './flags.js';
import { type BenchEngine, isInstalled, nativeTesseract, ocrmypdf, ours } from './ocr-engines.js';
import { makePages, type SetName } from './ocr-pages.js';
import { type EngineRun, fieldShares, runEngine, summarise, summariseSets } from './ocr-run.js';
import { type RealFigures, readRealScans } from './ocr-scans.js';
import { measureThroughput } from './ocr-throughput.js';

/*
 * npm run bench:ocr -- [--pages 55] [--seed S] [--engines ours,native,ocrmypdf] [--model auto|best_int|fast]
 *   [--throughput] [--folder ../shared/data/scans] [--work FOLDER] [--json]
 * `--engines` may also name ours-native: our page work with the machine's own tesseract.
 * The same generated pages through our whole way, Debian's tesseract on the raw scan and OCRmyPDF, in one run.
 * --throughput compares the pages a minute from PDF to searchable copy besides.
 * --work keeps pages and the texts that were read, for a second run and for looking at them.
 */

const seed = flagOf('seed', 'bench');
const kept = flagOf('work', '');
const wanted = flagOf('engines', 'ours,native,ocrmypdf').split(',');
const work = kept === '' ? await mkdtemp(join(tmpdir(), 'bench-ocr-')) : kept;

const model = z.enum(['auto', 'best_int', 'fast']).parse(flagOf('model', 'auto'));
const programs: Readonly<Record<string, () => BenchEngine>> = {
  ours: () => ours({ wanted: { engine: 'tesseract.js', model } }),
  'ours-native': () => ours({ wanted: { engine: 'native', model: 'auto' } }),
  native: nativeTesseract,
  ocrmypdf,
};

/** Programs without which an engine is left out. */
const needed: Readonly<Record<string, string>> = {
  'ours-native': 'tesseract',
  native: 'tesseract',
  ocrmypdf: 'ocrmypdf',
};
const chosen = Object.entries(programs).filter(([name]) => {
  if (!wanted.includes(name)) return false;
  const program = needed[name];
  const present = program === undefined || isInstalled(program);
  if (!present) process.stdout.write(`  ${program} is not installed here and is left out\n`);
  return present;
});

const keepTexts = async (name: string, run: EngineRun): Promise<void> => {
  const folder = join(work, 'texts', name);
  await mkdir(folder, { recursive: true });
  for (const { file, page, score, text, note, fields } of run.pages) {
    const wrong = fields.filter(({ right }) => !right).map((field) => field.value);
    const cer = round((100 * score.freeErrors) / Math.max(1, score.characters), 2);
    const body = `${cer} ${note} ${JSON.stringify(wrong)}\n\n${text}\n`;
    await writeFile(join(folder, `${file}-${page}.txt`), body);
  }
};

const files = await makePages({ pages: Number(flagOf('pages', '55')), seed, folder: work });
const sets: SetName[] = ['clean', 'typical', 'hard'];
const figures: Record<string, unknown> = {
  seed,
  pages: files.flatMap((file) => file.pages).length,
};
const engines: Record<string, unknown> = {};
for (const [name, createEngine] of chosen) {
  const runs: EngineRun[] = [];
  const costs: Record<string, unknown> = {};
  for (const set of sets) {
    const own = files.filter((file) => file.set === set);
    if (own.length === 0) continue;
    const run = await runEngine(createEngine, own);
    runs.push(run);
    costs[set] = {
      cpuSecondsPerPage: round(run.cpuSeconds / run.pages.length, 2),
      pagesPerMinute: round((run.pages.length / run.seconds) * 60),
      ...(run.peakMegabytes === undefined ? {} : { peakMegabytes: run.peakMegabytes }),
    };
    if (kept !== '') await keepTexts(name, run);
    process.stdout.write(`  ${name} ${set}: ${JSON.stringify(summarise(run.pages))}\n`);
    process.stdout.write(`  ${name} ${set}: ${JSON.stringify(costs[set])}\n`);
  }
  const pages = runs.flatMap((run) => run.pages);
  process.stdout.write(`  ${name}: fields ${JSON.stringify(fieldShares(pages))}\n`);
  engines[name] = { costs, ...summariseSets(pages) };
}
figures.engines = engines;
if (hasFlag('throughput')) {
  figures.throughput = await measureThroughput(files, { engine: 'tesseract.js', model });
  process.stdout.write(`  ${JSON.stringify(figures.throughput)}\n`);
}

const folder = flagOf('folder', '');
if (folder !== '') {
  const real: Record<string, RealFigures> = {};
  for (const [name, createEngine] of chosen)
    if (name !== 'ocrmypdf') real[name] = await readRealScans(folder, createEngine);
  figures.realScans = real;
}
if (kept === '') await rm(work, { recursive: true, force: true });
report('Texterkennung', hasFlag('json') ? figures : { ...figures, engines: Object.keys(engines) });
process.exit(0);
