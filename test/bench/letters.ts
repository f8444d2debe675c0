import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '#infrastructure/log.js';
import type { Satzauftrag } from '#postausgang/briefsatz.js';
import { textOf } from '#postausgang/druckbloecke.js';
import { createTypesetter } from '#tools/typst/typesetter.js';
import { createLetterSamples } from '../support/letter-samples.js';
import { findProgram } from '../support/needs.js';
import { flagOf, quantile, report, round } from './flags.js';

/*
 * npm run bench:letters -- [--letters 5000] [--processes 2] [--others 20] [--json]
 * Sets two-page letters with fee table, GiroCode and code of the sheet as PDF/A-2a with PDF/UA-1, each with its own
 * recipient and figures, as many at a time as there are processes. Beside it the text of the same letter, without
 * its layout and its codes, by LibreOffice (one process for all) and Chromium (one a letter) where they are installed.
 */

const count = Number(flagOf('letters', '5000'));
const processes = Number(flagOf('processes', String(availableParallelism())));
const others = Number(flagOf('others', '20'));
const loadBefore = loadavg().map((load) => round(load));

const typesetter = createTypesetter({
  log: createLog({ level: 'silent' }),
  ...{ memoryMegabytes: 600, timeoutMs: 60_000, processes },
});
const samples = createLetterSamples(typesetter);

/** Each letter has another recipient, another figure and another code. */
const letterOf = (index: number): Satzauftrag => {
  const letter = samples.auftrag({ vorlage: 'gebuehrenbescheid', inhalt: 'alles' });
  letter.brief.empfaenger.name = `Frau Jana Nguyễn-Böhm ${index}`;
  letter.brief.betreff = `Sondernutzung auf dem Marktplatz, Platz ${index}`;
  letter.code = `O1.${String(index).padStart(12, '0')}.1`;
  // Without its lists and second table it fills two pages.
  const { inhalt } = letter.brief;
  inhalt.bloecke = inhalt.bloecke
    .filter(({ art }) => art !== 'tabelle' && art !== 'liste')
    .map((block) =>
      block.art === 'zahlung' ? { ...block, kassenzeichen: `5.0815.${index}` } : block,
    );
  return letter;
};

const childPids = (): string[] =>
  readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter((pid) => pid !== '' && existsSync(`/proc/${pid}/statm`));

/** Processor time of the children that live, in milliseconds; a tick is 10 ms on Linux. */
const childrenCpuMs = (): number =>
  childPids()
    .map((pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [])
    .reduce((sum, fields) => sum + 10 * (Number(fields[11]) + Number(fields[12])), 0);

const childrenMb = (): number => {
  const resident = childPids().map(
    (pid) => (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 2 ** 20,
  );
  return Math.max(0, ...resident);
};

const times: number[] = [];
const sizes: number[] = [];
const pages = new Set<number>();
const memory: number[] = [];
const cpu = { from: 0, letters: 0, perLetter: 0 };
let next = 0;
const clerk = async (): Promise<void> => {
  while (next < count) {
    const index = next;
    next += 1;
    const from = performance.now();
    const set = await samples.setze(letterOf(index));
    times.push(performance.now() - from);
    sizes.push(set.bytes.length);
    pages.add(set.pages);
    if (index % 100 === 0) memory.push(childrenMb());
    // Before any child is replaced.
    if (index === 20) Object.assign(cpu, { from: childrenCpuMs(), letters: index });
    if (index === 280) cpu.perLetter = (childrenCpuMs() - cpu.from) / (index - cpu.letters);
  }
};

// The children start and warm up before the clock runs.
await Promise.all(
  Array.from({ length: processes * 3 }, (_, index) => samples.setze(letterOf(-index))),
);
const from = performance.now();
await Promise.all(Array.from({ length: processes }, clerk));
const seconds = (performance.now() - from) / 1_000;
typesetter.close();

/** Milliseconds a letter that another program takes for the text of the letters; null where it is not installed. */
const byOther = async (program: string, run: (path: string, files: string[]) => void) => {
  const path = findProgram(program);
  if (path === undefined || others === 0) return null;
  const folder = await mkdtemp(join(tmpdir(), 'bench-letters-'));
  try {
    const files: string[] = [];
    for (let index = 0; index < others; index += 1) {
      const { betreff, inhalt } = letterOf(index).brief;
      const parts = inhalt.bloecke.map(
        (block) => `<p>${textOf(block).replaceAll('<', '&lt;')}</p>`,
      );
      const file = join(folder, `${index}.html`);
      await writeFile(
        file,
        `<!doctype html><meta charset="utf-8"><h1>${betreff}</h1>${parts.join('')}`,
      );
      files.push(file);
    }
    const start = performance.now();
    run(path, files);
    return round((performance.now() - start) / others);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
const quiet = { stdio: 'ignore', timeout: 300_000 } as const;
const libreOfficeMs = await byOther('soffice', (path, files) => {
  const folder = join(files[0] ?? '', '..');
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  execFileSync(
    path,
    [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files],
    quiet,
  );
});
const chromiumMs = await byOther('chromium', (path, files) => {
  for (const file of files) {
    const flags = ['--headless', '--no-sandbox', `--print-to-pdf=${file}.pdf`, `file://${file}`];
    execFileSync(path, flags, quiet);
  }
});

report('Letters', {
  letters: count,
  processes,
  lettersPerSecond: round(count / seconds),
  p50Ms: round(quantile(times, 0.5) ?? 0),
  p95Ms: round(quantile(times, 0.95) ?? 0),
  cpuMsPerLetter: round(cpu.perLetter),
  bytesPerLetter: Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length),
  pages: [...pages],
  largestChildMbFirstTenth: round(Math.max(...memory.slice(0, Math.ceil(memory.length / 10)))),
  largestChildMb: round(Math.max(...memory)),
  largestChildMbLastTenth: round(Math.max(...memory.slice(-Math.ceil(memory.length / 10)))),
  libreOfficeMsPerLetter: libreOfficeMs,
  chromiumMsPerLetter: chromiumMs,
  loadBefore,
  loadAfter: loadavg().map((load) => round(load)),
});
