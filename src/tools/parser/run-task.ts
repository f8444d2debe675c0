import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { ToolFailed } from '#errors.js';
import { createSandbox, type Isolation } from '../sandbox/isolation.js';
import { runOnce } from '../sandbox/run-once.js';
import { failureOfEnd, failureOfReport } from './failures.js';
import type { ParserLimits, ParserOptions } from './parser.js';
import { type ChildLine, childLineSchema } from './result-schema.js';

const entry = 'dist/src/tools/parser/child.js';
const maxMessageBytes = 256 * 1024 * 1024;

/** Builds the task from the paths under which the child sees its files. */
export type Build = (paths: { read: string[]; write: string }) => unknown;

/** One call of a child. */
export interface TaskCall {
  read: string[];
  write?: string;
  build: Build;
  /** Pages that the call is about; each gets its own time on top. */
  pages?: number;
  signal?: AbortSignal | undefined;
  onPage?: (page: Extract<ChildLine, { type: 'page' }>['page']) => void;
}

const untrusted = (what: string): ToolFailed =>
  new ToolFailed({ code: 'parser-failed', message: `the parser child sent ${what}` });

/** A child could leave a link or a pipe under the name of a result; only plain files count. */
export const plainFile = async (folder: string, name: string): Promise<string> => {
  const path = join(folder, name);
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) throw untrusted('the name of a file that is none');
  return path;
};

/** The value in its expected shape; anything else from a child is a failure of the tool. */
export const parsed = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const result = schema.safeParse(value);
  if (!result.success) throw untrusted('a result of the wrong shape');
  return result.data;
};

const parseLine = (line: string): ChildLine | undefined => {
  try {
    return childLineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};

/** Keeps what a child said last, and on which page it was. */
const createListener = (onPage: TaskCall['onPage']) => {
  const heard: { page?: number; last?: ChildLine; malformed: boolean } = { malformed: false };
  const onLine = (text: string): void => {
    const line = parseLine(text);
    if (line === undefined) heard.malformed = true;
    else if (line.type === 'page') onPage?.(line.page);
    else if (line.type === 'progress') heard.page = line.page;
    else heard.last = line;
  };
  return { heard, onLine };
};

/** Runs parser children and turns every way in which they can end into a result or a `MailroomError`. */
export const createTaskRunner = (
  options: ParserOptions,
  limits: ParserLimits,
): { isolation: Isolation; call(facts: TaskCall): Promise<unknown> } => {
  const sandbox = createSandbox(options.isolation);
  if (sandbox.isolation.kind === 'process') {
    options.log.warn({ isolation: 'process' }, 'parser children run without bubblewrap');
  }
  const call = async (facts: TaskCall): Promise<unknown> => {
    const pagesMs = (facts.pages ?? 0) * limits.pageMs;
    const { heard, onLine } = createListener(facts.onPage);
    const end = await runOnce(sandbox, {
      request: {
        entry,
        read: facts.read,
        ...(facts.write === undefined ? {} : { write: facts.write }),
        memoryMb: limits.memoryMb,
        cpuSeconds: limits.cpuSeconds + pagesMs / 1000,
        fileMb: limits.fileMb,
      },
      task: facts.build,
      wallClockMs: limits.wallClockMs + pagesMs,
      signal: facts.signal,
      onLine,
      maxMessageBytes,
    });
    const { last, page, malformed } = heard;
    if (malformed) throw untrusted('an answer of the wrong shape');
    if (last?.type === 'done') return last.result;
    if (last?.type === 'failed') throw failureOfReport(last, limits, page);
    throw failureOfEnd(end, limits, page);
  };
  return { isolation: sandbox.isolation, call };
};
