import { readFile } from 'node:fs/promises';
import { type MailroomError, ToolFailed } from '#errors.js';
import type { ToolLog } from '../parser/parser.js';
import { createSandbox, type Isolation, type WantedIsolation } from '../sandbox/isolation.js';
import { createChildSlots } from './child-slots.js';
import { findEngine, type WantedEngine } from './find-engine.js';
import { gatherLanguages } from './language-folder.js';
import { type PageOutcome, type PageToRead, startOcrProcess } from './ocr-process.js';
import type { PageTurn, RecognisedPage } from './protocol.js';

export type { PageWork } from './protocol.js';

export interface OcrPoolOptions {
  /** Children that read at the same time; as many as cores is best, each uses one thread. */
  processes: number;
  /** Time limit for one page; the child is replaced when it is exceeded. */
  timeoutMs: number;
  log: ToolLog;
  /** Without it the packaged engine with the quickest data that is installed. */
  wanted?: Partial<WantedEngine>;
  isolation?: WantedIsolation;
  /** Pages after which a child is replaced, because WebAssembly memory never shrinks. */
  pagesPerChild?: number;
  memoryMb?: number;
}

/** One recognised page; boxes are shares of the image as it was handed over. */
export interface OcrResult extends RecognisedPage {
  engine: string;
  model: string;
  durationMs: number;
}

export interface OcrStats {
  waiting: number;
  reading: number;
  children: number;
  pagesRead: number;
  failures: number;
  timeouts: number;
}

/** Reads pages in warm child processes, each behind the same wall as the parser children. */
export interface OcrPool {
  /**
   * Reads a binary PGM (bytes or path); what ends its child is tried once more with gentler settings. Throws `ToolFailed` with `ocr-failed` or `ocr-timeout`; a page that
   * breaks its child costs no other page.
   */
  recognise(page: {
    image: Buffer | string;
    dpi: number;
    /** Quarter turns clockwise, in degrees, that a person says bring the page upright; no other is tried. */
    turn?: PageTurn | undefined;
    signal?: AbortSignal | undefined;
  }): Promise<OcrResult>;
  isolation(): Isolation;
  /** Engine, model and page work in one name; equal names read equal pictures alike. */
  name(): string;
  stats(): OcrStats;
  /** Process ids of the living children; for the status page and for tests that end one. */
  pids(): number[];
  /** Ends all children; pages that are being read fail. */
  close(): Promise<void>;
}

/** Engine, data and the version of the page work: pages that were read alike carry the same name. */
const pageWork = 'Seitenarbeit 5';

const defaultEngine: WantedEngine = {
  engine: 'tesseract.js',
  model: 'auto',
  languages: ['deu', 'eng'],
};
const defaultPagesPerChild = 300;
const defaultMemoryMb = 1280;

const failureOf = (outcome: Exclude<PageOutcome, { outcome: 'read' }>): MailroomError => {
  switch (outcome.outcome) {
    case 'timeout':
      return new ToolFailed({
        code: 'ocr-timeout',
        message: 'text recognition of the page did not finish within its time limit',
        clerkMessage:
          'Die Texterkennung einer Seite hat zu lange gedauert. Die Seite wird erneut gelesen.',
      });
    case 'not-an-image':
      return new ToolFailed({
        code: 'ocr-failed',
        message: 'text recognition got bytes that are no binary PGM image',
        clerkMessage: 'Das Bild einer Seite ist beschädigt und konnte nicht gelesen werden.',
      });
    case 'crashed': {
      const { code, signal, outOfMemory } = outcome.end;
      return new ToolFailed({
        code: 'ocr-failed',
        message: 'the child for text recognition ended while it read the page',
        clerkMessage:
          'Die Texterkennung einer Seite ist fehlgeschlagen. Die Seite wird erneut gelesen.',
        details: {
          outOfMemory,
          ...(code === undefined ? {} : { exitCode: code }),
          ...(signal === undefined ? {} : { signal }),
        },
      });
    }
  }
};

/**
 * Creates the pool; children start with the first pages. Throws `ConfigInvalid` where the engine or its language
 * data is missing.
 */
export const createOcrPool = (options: OcrPoolOptions): OcrPool => {
  const { log, timeoutMs, processes } = options;
  const found = findEngine({ ...defaultEngine, ...options.wanted });
  const { name: engine, model, fellBack } = found;
  if (fellBack) log.warn({ model }, 'the fast OCR model is not installed');
  const sandbox = createSandbox(options.isolation ?? 'auto');
  const memoryMb = options.memoryMb ?? defaultMemoryMb;
  const data = gatherLanguages(found.data);
  const slots = createChildSlots(processes, options.pagesPerChild ?? defaultPagesPerChild, () =>
    startOcrProcess({
      sandbox,
      engine: { ...found.start, folder: data.folder },
      timeoutMs,
      memoryMb,
    }),
  );
  const counters = { pagesRead: 0, failures: 0, timeouts: 0 };
  const read = async (page: PageToRead, signal?: AbortSignal): Promise<PageOutcome> => {
    const child = await slots.take(signal);
    try {
      const outcome = await child.read(page, signal);
      if (outcome.outcome === 'timeout') counters.timeouts += 1;
      else if (outcome.outcome !== 'read') counters.failures += 1;
      return outcome;
    } finally {
      slots.giveBack(child);
    }
  };
  /** What ended its child once is tried once more with gentler settings. */
  const readTwice = async (page: PageToRead, signal?: AbortSignal): Promise<PageOutcome> => {
    const first = await read(page, signal);
    signal?.throwIfAborted();
    if (first.outcome === 'read' || first.outcome === 'not-an-image') return first;
    log.warn({ outcome: first.outcome }, 'a page is read once more with gentler settings');
    return read({ ...page, gentle: true }, signal);
  };
  const recognise: OcrPool['recognise'] = async ({ image, dpi, turn, signal }) => {
    signal?.throwIfAborted();
    const pgm = typeof image === 'string' ? await readFile(image) : image;
    const startedAt = performance.now();
    const outcome = await readTwice({ pgm, dpi, gentle: false, turn }, signal);
    signal?.throwIfAborted();
    const durationMs = Math.round(performance.now() - startedAt);
    if (outcome.outcome === 'read') {
      counters.pagesRead += 1;
      return { ...outcome.page, engine, model, durationMs };
    }
    log.warn({ outcome: outcome.outcome, durationMs }, 'a page was not recognised');
    throw failureOf(outcome);
  };
  return {
    recognise,
    isolation: () => sandbox.isolation,
    name: () => `${engine}, ${model}, ${pageWork}`,
    stats: () => ({ ...slots.counts(), ...counters }),
    pids: slots.pids,
    close: async () => {
      await slots.close();
      data.remove();
    },
  };
};
