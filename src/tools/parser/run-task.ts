import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { type MailroomError, ToolFailed } from '#errors.js';
import { createSandbox, type Isolation } from '../sandbox/isolation.js';
import { failureOfEnd, failureOfReport } from './failures.js';
import type { ParserLimits, ParserOptions } from './parser.js';
import type { ChildLine } from './result-schema.js';
import type { CallEnd } from './session.js';
import { createSessions } from './sessions.js';

/** Builds the task from the paths under which the child sees its document and its output folder. */
export type Build = (paths: { input: string; out: string }) => unknown;

/** One call of a child. */
export interface TaskCall {
  /** The document. */
  path: string;
  /** What names its content; calls with the same key may share a child. */
  key?: string | undefined;
  /** Calls with the same key are about different documents, all of our own making. */
  changesDocument?: boolean;
  build: Build;
  /** Pages that the call is about; 0 for what holds files and has no pages. */
  pages?: number;
  /** Nobody waits for it. */
  background?: boolean | undefined;
  signal?: AbortSignal | undefined;
  onPage?: (page: Extract<ChildLine, { type: 'page' }>['page']) => void;
  /** Where files that the child has written go to, and which of them the answer names. */
  files?: { folder: string; names: (result: unknown) => readonly string[] };
}

const untrusted = (what: string): ToolFailed =>
  new ToolFailed({ code: 'parser-failed', message: `the parser child sent ${what}` });

/** A child could leave a link or a pipe under the name of a result; only plain files count. */
const requirePlainFile = async (folder: string, name: string): Promise<void> => {
  const found = await lstat(join(folder, name)).catch(() => undefined);
  if (found === undefined || !found.isFile()) throw untrusted('the name of a file that is none');
};

/** The value in its expected shape; anything else from a child is a failure of the tool. */
export const parsed = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const result = schema.safeParse(value);
  if (!result.success) throw untrusted('a result of the wrong shape');
  return result.data;
};

const failureOf = (end: CallEnd, limits: ParserLimits): MailroomError => {
  if (end.kind === 'malformed') return untrusted('an answer of the wrong shape');
  if (end.kind === 'ended') return failureOfEnd(end.end, limits, end.page);
  if (end.line.type === 'failed') return failureOfReport(end.line, limits, end.page);
  return untrusted('an answer and a failure');
};

/** Runs parser children and turns every way in which they can end into a result or a `MailroomError`. */
export const createTaskRunner = (options: ParserOptions, limits: ParserLimits) => {
  const sandbox = createSandbox(options.isolation);
  const isolation: Isolation = sandbox.isolation;
  if (isolation.kind === 'process') {
    options.log.warn({ isolation: 'process' }, 'parser children run without bubblewrap');
  }
  const sessions = createSessions(sandbox, limits, { warm: options.warm === true });
  sessions.prepare();

  const call = async (facts: TaskCall): Promise<unknown> => {
    facts.signal?.throwIfAborted();
    const lease = await sessions.lease(facts.path, facts.key, facts.pages !== 0);
    const { session, isFresh } = lease;
    let sound = false;
    try {
      if (!isFresh && facts.changesDocument === true) await session.bind(facts.path);
      const { build: task, onPage, background, signal } = facts;
      const end = await session.call({ task, onPage, background, signal });
      if (end.kind !== 'answered' || end.line.type !== 'done') throw failureOf(end, limits);
      const { result } = end.line;
      if (facts.files !== undefined) {
        for (const name of facts.files.names(result)) {
          await requirePlainFile(session.out, name);
          await session.take(name, facts.files.folder);
        }
      }
      sound = true;
      return result;
    } finally {
      lease.release({ sound, pages: facts.pages ?? 1 });
    }
  };
  return { isolation, call, close: sessions.close };
};
