import { z } from 'zod';
import type { Sandbox } from '../sandbox/isolation.js';
import { type ChildEnd, type SandboxedChild, spawnSandboxed } from '../sandbox/spawn-sandboxed.js';
import type { LanguageFolder, RecognisedPage } from './protocol.js';

const fraction = z.number().min(0).max(1);
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
});
const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('page'), id: z.number().int(), page }),
  z.object({ type: z.literal('failed'), id: z.number().int(), code: z.literal('not-an-image') }),
]);

/** How one page ended in a child. */
export type PageOutcome =
  | { outcome: 'read'; page: RecognisedPage }
  | { outcome: 'not-an-image' }
  | { outcome: 'timeout' }
  | { outcome: 'crashed'; end: ChildEnd };

/** A warm OCR child: one engine that reads one page at a time. */
export interface OcrProcess {
  pid: number | undefined;
  /** Pages read so far; a page much larger than A3 counts as many, because its memory stays taken. */
  pages: number;
  isAlive(): boolean;
  read(pgm: Buffer, dpi: number, signal: AbortSignal | undefined): Promise<PageOutcome>;
  /** Ends the child at once. */
  kill(): void;
}

export interface OcrProcessOptions {
  sandbox: Sandbox;
  languageData: LanguageFolder;
  timeoutMs: number;
  memoryMb: number;
}

const startMs = 60_000;
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
  const command = options.sandbox.command({
    entry: 'dist/src/tools/ocr/child.js',
    read: [options.languageData.folder],
    memoryMb: options.memoryMb,
    fileMb: 1,
    threads: true,
  });
  const child = spawnSandboxed({ command, onMessage, maxMessageBytes });
  const folder = command.paths.read[0] ?? '';
  child.stdin.write(`${JSON.stringify({ ...options.languageData, folder })}\n`);
  return child;
};

/** Starts a child; the first page waits until its engine is ready. */
export const startOcrProcess = (options: OcrProcessOptions): OcrProcess => {
  let alive = true;
  let nextId = 1;
  let onReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    onReady = resolve;
  });
  let answer: ((outcome: PageOutcome) => void) | undefined;
  const child = start(options, (line) => {
    const said = parse(line);
    if (said?.type === 'ready') onReady();
    else if (said?.type === 'page') answer?.({ outcome: 'read', page: said.page });
    else if (said?.type === 'failed') answer?.({ outcome: said.code });
    // An answer of another shape comes from a child that cannot be trusted any more.
    else child.kill('output');
  });
  const ended = child.ended.then((end): PageOutcome => {
    alive = false;
    return end.killedFor === 'time' ? { outcome: 'timeout' } : { outcome: 'crashed', end };
  });
  const process: OcrProcess = {
    pid: child.pid,
    pages: 0,
    isAlive: () => alive,
    kill: () => {
      alive = false;
      child.kill('abort');
    },
    read: async (pgm, dpi, signal) => {
      const abort = (): void => process.kill();
      signal?.addEventListener('abort', abort);
      let timer = setTimeout(() => child.kill('time'), startMs);
      try {
        const startedOrEnded = await Promise.race([ready, ended]);
        if (startedOrEnded !== undefined) return startedOrEnded;
        clearTimeout(timer);
        timer = setTimeout(() => child.kill('time'), options.timeoutMs);
        const read = new Promise<PageOutcome>((resolve) => {
          answer = resolve;
        });
        child.stdin.write(`${JSON.stringify({ id: nextId, bytes: pgm.length, dpi })}\n`);
        child.stdin.write(pgm);
        nextId += 1;
        return await Promise.race([read, ended]);
      } finally {
        clearTimeout(timer);
        answer = undefined;
        process.pages += pgm.length > largePageBytes ? Number.POSITIVE_INFINITY : 1;
        signal?.removeEventListener('abort', abort);
      }
    },
  };
  return process;
};
