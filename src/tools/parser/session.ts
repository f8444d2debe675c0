import { copyFile, link, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../sandbox/isolation.js';
import { type ChildEnd, spawnSandboxed } from '../sandbox/spawn-sandboxed.js';
import { stepBack } from '../sandbox/step-back.js';
import { cpuSecondsOf } from '../sandbox/usage.js';
import type { ParserLimits } from './parser.js';
import { type ChildLine, childLineSchema } from './result-schema.js';

const entry = 'dist/src/tools/parser/child.js';
const maxMessageBytes = 256 * 1024 * 1024;
/** Pages after which a child is not used again, so that what libraries lose of memory does not add up. */
export const pagesOfASession = 64;
const lookEveryMs = 500;
/** How much longer a child may take that gives way to others; its processor time stays the same. */
const backgroundPatience = 4;
const endWithinMs = 2_000;

/** How one call went. */
export type CallEnd =
  | {
      kind: 'answered';
      line: Extract<ChildLine, { type: 'done' | 'failed' }>;
      page: number | undefined;
    }
  | { kind: 'ended'; end: ChildEnd; page: number | undefined }
  | { kind: 'malformed' };

export interface SessionCall {
  /** Gets the paths under which the child sees the input and the folder for its output. */
  task: (paths: { input: string; out: string }) => unknown;
  onPage?: ((page: Extract<ChildLine, { type: 'page' }>['page']) => void) | undefined;
  /** Nobody waits for it: the child gives way to others and gets more time instead. */
  background?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

/** A child with folders of its own, which opens one foreign document in its life. */
export interface Session {
  /** Gives the child its document; another one later only where both are of our own making. */
  bind(path: string): Promise<void>;
  call(facts: SessionCall): Promise<CallEnd>;
  /** Moves what the child has written to where the caller wants it. */
  take(name: string, folder: string): Promise<void>;
  /** The folder with the output of the child. */
  out: string;
  close(): Promise<void>;
}

const parseLine = (text: string): ChildLine | undefined => {
  try {
    return childLineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const linkOrCopy = async (from: string, to: string): Promise<void> => {
  // A second name costs nothing; over the border of a file system, or where that is forbidden, bytes are copied.
  await link(from, to).catch(() => copyFile(from, to));
};

const moveFile = async (from: string, to: string): Promise<void> => {
  await rename(from, to).catch(async () => {
    await copyFile(from, to);
    await rm(from);
  });
};

/** Watches one call: each page gets its own wall clock and its own processor time. */
const createWatch = (
  child: { pid: number | undefined; kill(reason: 'time' | 'cpu'): void },
  limits: ParserLimits,
  patience: number,
) => {
  const cpu = (): number => (child.pid === undefined ? 0 : (cpuSecondsOf(child.pid) ?? 0));
  let until = performance.now() + patience * limits.wallClockMs;
  let cpuUntil = cpu() + limits.cpuSeconds;
  const timer = setInterval(
    () => {
      if (performance.now() > until) child.kill('time');
      else if (cpu() > cpuUntil) child.kill('cpu');
    },
    Math.min(lookEveryMs, limits.wallClockMs),
  );
  return {
    progress(): void {
      until = performance.now() + patience * limits.pageMs;
      cpuUntil = cpu() + limits.cpuSeconds;
    },
    stop: (): void => clearInterval(timer),
  };
};

/** Starts a child that waits for its document; with `warm` it loads its libraries meanwhile. */
export const startSession = async (
  sandbox: Sandbox,
  limits: ParserLimits,
  { warm }: { warm: boolean },
): Promise<Session> => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-parser-'));
  const [input, out] = [join(folder, 'in'), join(folder, 'out')];
  await mkdir(input);
  await mkdir(out);
  const command = sandbox.command({
    entry,
    read: [input],
    write: out,
    memoryMb: limits.memoryMb,
    // The watch ends a single page much earlier; this one also works where nobody can look.
    cpuSeconds: limits.cpuSeconds + (pagesOfASession * limits.pageMs) / 1000,
    fileMb: limits.fileMb,
  });
  let listen: (text: string) => void = () => undefined;
  const child = spawnSandboxed({ command, maxMessageBytes, onMessage: (text) => listen(text) });
  let bound = 0;
  const inside = () => ({
    input: join(command.paths.read[0] ?? '', `${bound}`),
    out: command.paths.write,
  });
  if (warm) child.stdin.write('{"task":"warmUp"}\n');

  const call = async ({ task, onPage, background, signal }: SessionCall): Promise<CallEnd> => {
    signal?.throwIfAborted();
    if (background === true) stepBack(child.pid);
    const watch = createWatch(child, limits, background === true ? backgroundPatience : 1);
    const abort = (): void => child.kill('abort');
    signal?.addEventListener('abort', abort);
    let page: number | undefined;
    let received = 0;
    const answered = new Promise<CallEnd>((resolve) => {
      listen = (text) => {
        received += text.length;
        if (received > maxMessageBytes) child.kill('output');
        const line = parseLine(text);
        if (line === undefined) resolve({ kind: 'malformed' });
        else if (line.type === 'done' || line.type === 'failed')
          resolve({ kind: 'answered', line, page });
        else {
          watch.progress();
          if (line.type === 'page') onPage?.(line.page);
          else page = line.page;
        }
      };
    });
    child.stdin.write(`${JSON.stringify(task(inside()))}\n`);
    try {
      const ended = child.ended.then((end): CallEnd => ({ kind: 'ended', end, page }));
      const outcome = await Promise.race([answered, ended]);
      signal?.throwIfAborted();
      return outcome;
    } finally {
      watch.stop();
      signal?.removeEventListener('abort', abort);
      listen = () => undefined;
    }
  };

  return {
    out,
    bind: (path) => {
      bound += 1;
      return linkOrCopy(path, join(input, `${bound}`));
    },
    call,
    take: (name, to) => moveFile(join(out, name), join(to, name)),
    close: async () => {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('abort'), endWithinMs);
      await child.ended;
      clearTimeout(timer);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
