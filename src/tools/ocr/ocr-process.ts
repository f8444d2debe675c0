import { z } from 'zod';
import type { Sandbox } from '../sandbox/isolation.js';
import { type ChildEnd, type SandboxedChild, spawnSandboxed } from '../sandbox/spawn-sandboxed.js';
import { stepBack } from '../sandbox/step-back.js';
import { cpuSecondsOf } from '../sandbox/usage.js';
import type { EngineStart, PageTurn, RecognisedPage } from './protocol.js';

const fraction = z.number().min(0).max(1);
const count = z.number().int().min(0).max(1_000_000);
const word = z.object({
  text: z.string().min(1).max(2000),
  confidence: fraction,
  line: z.number().int().min(0).max(100_000),
  box: z.object({ x: fraction, y: fraction, width: fraction, height: fraction }),
});
const page: z.ZodType<RecognisedPage> = z.object({
  text: z.object({
    source: z.enum(['ocr', 'none']),
    text: z.string().max(4_000_000),
    words: z.array(word).max(100_000),
    meanConfidence: fraction,
  }),
  angle: z.number().min(-10).max(10),
  rotated: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  coverage: z.number().min(0).max(1),
  work: z.object({
    shrunk: count,
    darkenedFrom: z.number().min(0).max(255).nullable(),
    borders: count,
    specks: count,
    turned: count,
    levelled: z.number().min(-10).max(10),
    dpi: count,
    rules: count,
    language: z.string().max(20),
    secondLook: count,
    gentle: z.boolean(),
  }),
  quality: z.object({
    dpi: count,
    edgeMm: z.number().min(0).max(1_000),
    contrast: fraction,
    clipped: count,
  }),
});
const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('page'), id: z.number().int(), page, residentMb: count }),
  z.object({ type: z.literal('failed'), id: z.number().int(), code: z.literal('not-an-image') }),
]);

/** How one page ended in a child. */
export type PageOutcome =
  | { outcome: 'read'; page: RecognisedPage; residentMb: number }
  | { outcome: 'not-an-image' }
  | { outcome: 'timeout' }
  | { outcome: 'crashed'; end: ChildEnd };

/** A binary PGM with its resolution; `gentle` for the second attempt. */
export interface PageToRead {
  pgm: Buffer;
  dpi: number;
  gentle: boolean;
  turn?: PageTurn | undefined;
}

/** A warm OCR child: one engine that reads one page at a time. */
export interface OcrProcess {
  pid: number | undefined;
  /** Pages read so far; a page much larger than A3 counts as many, because its memory stays taken. */
  pages: number;
  isAlive(): boolean;
  read(page: PageToRead, signal: AbortSignal | undefined): Promise<PageOutcome>;
  /** Ends the child at once. */
  kill(): void;
}

export interface OcrProcessOptions {
  sandbox: Sandbox;
  engine: EngineStart;
  timeoutMs: number;
  memoryMb: number;
}

const startMs = 60_000;
/** A child that holds more than this after a page is replaced: WebAssembly memory never shrinks. */
const mostResidentMb = 340;
/** A3 at 300 dpi has 17 million grey pixels. */
const largePageBytes = 20_000_000;
const maxMessageBytes = 64 * 1024 * 1024;

const parse = (line: string): z.infer<typeof message> | undefined => {
  try {
    return message.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};

const start = (options: OcrProcessOptions, onMessage: (line: string) => void): SandboxedChild => {
  const { engine } = options;
  const command = options.sandbox.command({
    entry: 'dist/src/tools/ocr/child.js',
    read: [engine.folder, ...(engine.program === '' ? [] : [engine.program])],
    memoryMb: options.memoryMb,
    fileMb: 1,
    threads: true,
    programs: engine.engine === 'native',
  });
  const child = spawnSandboxed({ command, onMessage, maxMessageBytes });
  const [folder = '', program = ''] = command.paths.read;
  child.stdin.write(`${JSON.stringify({ ...engine, folder, program })}\n`);
  return child;
};

/** So many times its limit a step may take while others keep the child from working. */
const patience = 4;

/**
 * Ends a child when a step takes too long or nobody wants its result any more. A child gives way to others, so that
 * on a busy machine it counts as stuck only when it has worked for half of the limit or does not get on at all.
 */
const guard = async <T>(
  child: SandboxedChild,
  limit: { ms: number; signal: AbortSignal | undefined },
  step: Promise<T>,
): Promise<T> => {
  const abort = (): void => child.kill('abort');
  const used = (): number => 1_000 * ((child.pid && cpuSecondsOf(child.pid)) || 0);
  const [startedAt, usedBefore] = [performance.now(), used()];
  const timer = setInterval(() => {
    const waited = performance.now() - startedAt;
    if (waited >= patience * limit.ms || used() - usedBefore >= limit.ms / 2) child.kill('time');
  }, limit.ms);
  limit.signal?.addEventListener('abort', abort);
  try {
    return await step;
  } finally {
    clearInterval(timer);
    limit.signal?.removeEventListener('abort', abort);
  }
};

/** Turns the lines that a child writes into the answer to the page that it reads. */
const createListener = (onNonsense: () => void) => {
  let onReady: () => void = () => undefined;
  let onAnswer: (outcome: PageOutcome) => void = () => undefined;
  const ready = new Promise<undefined>((resolve) => {
    onReady = () => resolve(undefined);
  });
  return {
    ready,
    nextAnswer: (): Promise<PageOutcome> =>
      new Promise((resolve) => {
        onAnswer = resolve;
      }),
    onLine: (line: string): void => {
      const said = parse(line);
      if (said?.type === 'ready') onReady();
      else if (said?.type === 'page')
        onAnswer({ outcome: 'read', page: said.page, residentMb: said.residentMb });
      else if (said?.type === 'failed') onAnswer({ outcome: said.code });
      // An answer of another shape comes from a child that cannot be trusted any more.
      else onNonsense();
    },
  };
};

/** Starts a child; the first page waits until its engine is ready. */
export const startOcrProcess = (options: OcrProcessOptions): OcrProcess => {
  const listener = createListener(() => child.kill('output'));
  const child = start(options, listener.onLine);
  // Recognition fills all cores for hours; whoever clicks, and the letter that somebody waits for, comes first.
  listener.ready.then(() => stepBack(child.pid)).catch(() => undefined);
  let alive = true;
  const ended = child.ended.then((end): PageOutcome => {
    alive = false;
    return end.killedFor === 'time' ? { outcome: 'timeout' } : { outcome: 'crashed', end };
  });
  const send = ({ pgm, ...facts }: PageToRead): Promise<PageOutcome> => {
    const answer = listener.nextAnswer();
    child.stdin.write(`${JSON.stringify({ id: process.pages, bytes: pgm.length, ...facts })}\n`);
    child.stdin.write(pgm);
    return answer;
  };
  const process: OcrProcess = {
    pid: child.pid,
    pages: 0,
    isAlive: () => alive,
    kill: () => {
      alive = false;
      child.kill('abort');
    },
    read: async (page, signal) => {
      const started = Promise.race([listener.ready, ended]);
      const failed = await guard(child, { ms: startMs, signal }, started);
      if (failed !== undefined) return failed;
      const answered = Promise.race([send(page), ended]);
      const outcome = await guard(child, { ms: options.timeoutMs, signal }, answered);
      const grown = outcome.outcome === 'read' && outcome.residentMb > mostResidentMb;
      const large = page.pgm.length > largePageBytes;
      process.pages += grown || large ? Number.POSITIVE_INFINITY : 1;
      return outcome;
    },
  };
  return process;
};
