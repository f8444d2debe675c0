import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolFailed } from '#errors.js';
import { projectRoot } from '#infrastructure/project-root.js';
import type {
  ChildAnswer,
  DrawRequest,
  LookRequest,
  ReadRequest,
  TypesetRequest,
} from './protocol.js';
import { typesetterFailed } from './refusals.js';

/** A request before it gets its number. */
export type Question =
  | Omit<TypesetRequest, 'id'>
  | Omit<DrawRequest, 'id'>
  | Omit<ReadRequest, 'id'>
  | Omit<LookRequest, 'id'>;

export interface ChildLimits {
  memoryMegabytes: number;
  timeoutMs: number;
}

/** A typesetting process that answers one question at a time. */
export interface WarmChild {
  /** @throws ToolFailed when the child has to be replaced. */
  ask(question: Question): Promise<ChildAnswer>;
  /** Questions answered so far. */
  served(): number;
  kill(): void;
}

const startTimeoutMs = 30_000;
const memoryCheckMs = 100;
const pageBytes = 4096;

/** Memory of a running child in bytes; undefined where the system does not tell without a tool. */
const residentBytes = async (pid: number | undefined): Promise<number | undefined> => {
  const status = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  const pages = Number(status.split(' ')[1]);
  return Number.isFinite(pages) && pages > 0 ? pages * pageBytes : undefined;
};

const spawnChild = (limits: ChildLimits): ChildProcess =>
  fork(join(projectRoot(), 'dist/src/tools/typst/child.js'), [], {
    env: {},
    cwd: projectRoot(),
    execArgv: [`--max-old-space-size=${Math.max(128, Math.floor(limits.memoryMegabytes / 2))}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });

const untilReady = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (error?: ToolFailed): void => {
      clearTimeout(timer);
      child.off('message', onReady);
      child.off('exit', onExit);
      if (error === undefined) resolve();
      else reject(error);
    };
    const onReady = (): void => end();
    const onExit = (): void =>
      end(typesetterFailed('typesetter-died', 'the child process did not start'));
    const timer = setTimeout(onExit, startTimeoutMs);
    child.once('message', onReady);
    child.once('exit', onExit);
  });

/** Sends one question and waits for its answer, the time limit, the memory limit or the child's end. */
const exchange = (
  child: ChildProcess,
  request: Question & { id: number },
  limits: ChildLimits,
): Promise<ChildAnswer> =>
  new Promise((resolve, reject) => {
    const end = (outcome: ChildAnswer | ToolFailed): void => {
      clearTimeout(timer);
      clearInterval(watch);
      child.off('message', onMessage);
      child.off('exit', onExit);
      if (outcome instanceof ToolFailed) reject(outcome);
      else resolve(outcome);
    };
    const onMessage = (answer: unknown): void => {
      if ((answer as ChildAnswer).id === request.id) end(answer as ChildAnswer);
    };
    const onExit = (): void => end(typesetterFailed('typesetter-died', 'the child process ended'));
    const timer = setTimeout(
      () => end(typesetterFailed('typesetter-timeout', `no result in ${limits.timeoutMs} ms`)),
      limits.timeoutMs,
    );
    const watch = setInterval(() => {
      void residentBytes(child.pid).then((bytes) => {
        if (bytes === undefined || bytes <= limits.memoryMegabytes * 1024 * 1024) return;
        end(typesetterFailed('typesetter-memory', `more than ${limits.memoryMegabytes} MB`));
      });
    }, memoryCheckMs);
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.send(request, (error) => {
      if (error !== null)
        end(typesetterFailed('typesetter-died', 'the child process does not listen'));
    });
  });

/** Starts a child with an empty environment; while it is idle it does not keep this process alive. */
export const startWarmChild = (limits: ChildLimits): WarmChild => {
  const child = spawnChild(limits);
  const ready = untilReady(child);
  // Whoever asks first learns of a failed start.
  ready.catch(() => undefined);
  child.on('error', () => undefined);
  let served = 0;
  return {
    ask: async (question) => {
      child.ref();
      child.channel?.ref();
      try {
        await ready;
        served += 1;
        return await exchange(child, { ...question, id: served }, limits);
      } finally {
        child.unref();
        child.channel?.unref();
      }
    },
    served: () => served,
    kill: () => {
      child.kill('SIGKILL');
    },
  };
};
