import { existsSync } from 'node:fs';
import { lstat, mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NeedsClearing } from '#errors.js';
import { createSandbox, type WantedIsolation } from '../sandbox/isolation.js';
import { spawnSandboxed } from '../sandbox/spawn-sandboxed.js';
import { ConversionAnswer, type ConversionTask } from './conversion-task.js';
import { filterOf } from './import-filters.js';

/** Only these lie where the cage can see them. */
const programs = [
  '/usr/lib/libreoffice/program/soffice.bin',
  '/usr/lib64/libreoffice/program/soffice.bin',
];
/** Fonts and settings that LibreOffice reads. */
const needed = [
  '/usr/share/fonts',
  '/usr/share/fontconfig',
  '/var/cache/fontconfig',
  '/etc/fonts',
  '/etc/libreoffice',
];

export interface OfficeConverterOptions {
  wanted: 'auto' | 'off';
  isolation: WantedIsolation;
  limits: { memoryMb: number; seconds: number };
  /** Where LibreOffice lies; found by itself when absent. */
  program?: string | undefined;
}

/** Sets office documents as PDF with the LibreOffice of the machine. */
export interface OfficeConverter {
  available: boolean;
  /** German, for the doctor: what sets office documents here, or why nothing does. */
  reason: string;
  /**
   * The path of the PDF, in a new folder within `outDir`; undefined where LibreOffice is not there or could make
   * nothing of the file. The PDF is as foreign as the document.
   * @throws NeedsClearing when the document needs too much time or memory; AbortError when aborted.
   */
  convert(file: {
    path: string;
    mediaType: string;
    outDir: string;
    signal?: AbortSignal;
  }): Promise<string | undefined>;
}

const none = (reason: string): OfficeConverter => ({
  available: false,
  reason,
  convert: () => Promise.resolve(undefined),
});

const tooMuch = (): NeedsClearing =>
  new NeedsClearing({
    code: 'office-limit',
    message: 'the office document needs too much time or memory to be set as PDF',
    clerkMessage:
      'Das Office-Dokument braucht beim Umsetzen zu viel Zeit oder Speicher; es liegt unverändert bei.',
  });

const isPlainFile = async (path: string): Promise<boolean> =>
  (await lstat(path).catch(() => undefined))?.isFile() === true;

const maxMessageBytes = 10_000;
const largestPdfMb = 256;

/**
 * Looks once what this machine has. LibreOffice only works behind bubblewrap: it is large, it follows links to other
 * files and to the network, and a process of its own would not keep it from that.
 */
export const createOfficeConverter = (options: OfficeConverterOptions): OfficeConverter => {
  if (options.wanted === 'off')
    return none('Office-Dokumente werden nicht umgesetzt (Einstellung).');
  const program = options.program ?? programs.find((path) => existsSync(path));
  if (program === undefined)
    return none(
      'LibreOffice ist nicht installiert (Debian-Pakete libreoffice-writer-nogui, libreoffice-calc-nogui, libreoffice-impress-nogui); von Office-Anlagen werden nur die Wörter gezeigt.',
    );
  const sandbox = createSandbox(options.isolation);
  if (sandbox.isolation.kind !== 'bubblewrap')
    return none(
      'LibreOffice wird nur mit bubblewrap benutzt; von Office-Anlagen werden nur die Wörter gezeigt.',
    );
  const { memoryMb, seconds } = options.limits;

  const convert: OfficeConverter['convert'] = async ({ path, mediaType, outDir, signal }) => {
    signal?.throwIfAborted();
    const filter = filterOf(mediaType, await readFile(path));
    if (filter === undefined) return undefined;
    const write = await mkdtemp(join(outDir, 'pdf-'));
    const command = sandbox.command({
      entry: 'dist/src/tools/office/convert-child.js',
      read: [path],
      write,
      system: needed,
      memoryMb,
      cpuSeconds: seconds,
      fileMb: largestPdfMb,
      programs: true,
    });
    let converted = false;
    const child = spawnSandboxed({
      command,
      maxMessageBytes,
      onMessage: (line) => {
        converted = ConversionAnswer.safeParse(parseJson(line)).data?.converted === true;
      },
    });
    const timer = setTimeout(() => child.kill('time'), seconds * 1_000);
    const abort = (): void => child.kill('abort');
    signal?.addEventListener('abort', abort);
    const task: ConversionTask = {
      program,
      filter,
      input: command.paths.read[0] ?? '',
      out: command.paths.write,
    };
    child.stdin.end(JSON.stringify(task));
    const end = await child.ended;
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    signal?.throwIfAborted();
    if (end.killedFor !== undefined || end.outOfCpu || end.outOfMemory) throw tooMuch();
    const pdf = join(write, '0.pdf');
    return converted && (await isPlainFile(pdf)) ? pdf : undefined;
  };
  return {
    available: true,
    reason: 'Office-Anlagen werden mit LibreOffice als PDF gesetzt, abgeschottet mit bubblewrap.',
    convert,
  };
};

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
