import { fork } from 'node:child_process';
import { join } from 'node:path';
import { ToolFailed } from '#errors.js';
import { projectRoot } from '#infrastructure/project-root.js';
import type { BundleJob } from './bundle.js';

export type BundleAnswer =
  | {
      outcome: 'done';
      pages: number;
      sheets: number;
      sha256: string;
      size: number;
      /** Most memory that the process had. */
      peakMegabytes: number;
    }
  | { outcome: 'failed'; fault: string };

/** A print file on this machine. */
export type Printed = Omit<Extract<BundleAnswer, { outcome: 'done' }>, 'outcome'>;

const failed = (code: string, why: string): ToolFailed =>
  new ToolFailed({
    code,
    message: `The print file could not be put together: ${why}.`,
    clerkMessage: 'Die Druckdatei ließ sich nicht zusammenstellen. Bitte die Technik einschalten.',
  });

const ask = (job: BundleJob, { target, signal, limits }: BundlerCall): Promise<BundleAnswer> =>
  new Promise((resolve, reject) => {
    const child = fork(join(projectRoot(), 'dist/src/tools/print-bundle/child.js'), [], {
      env: {},
      cwd: projectRoot(),
      execArgv: [`--max-old-space-size=${limits.memoryMegabytes}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const end = (error: Error): void => {
      child.kill('SIGKILL');
      reject(error);
    };
    const timer = setTimeout(
      () => end(failed('print-bundle-timeout', `no result in ${limits.timeoutMs} ms`)),
      limits.timeoutMs,
    );
    const onAbort = (): void => end(failed('print-bundle-stopped', 'the process is stopping'));
    signal.addEventListener('abort', onAbort, { once: true });
    child.once('message', (answer: BundleAnswer) => resolve(answer));
    child.once('error', (error) => end(failed('print-bundle-died', error.message)));
    child.once('exit', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      reject(failed('print-bundle-died', 'its process ended'));
    });
    child.send({ job, target });
  });

interface BundlerCall {
  /** Path that does not exist yet. */
  target: string;
  signal: AbortSignal;
  limits: { memoryMegabytes: number; timeoutMs: number };
}

/** Writes a print file in a process of its own with limits. @throws ToolFailed */
export const writeBundle = async (job: BundleJob, call: BundlerCall): Promise<Printed> => {
  const answer = await ask(job, call);
  if (answer.outcome === 'failed') throw failed('print-bundle-failed', answer.fault);
  const { outcome: _done, ...printed } = answer;
  return printed;
};
