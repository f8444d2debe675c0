import type { Sandbox, SandboxRequest } from '#tools/sandbox/isolation.js';
import { type ChildEnd, spawnSandboxed } from '#tools/sandbox/spawn-sandboxed.js';

export interface RunOnce {
  request: SandboxRequest;
  /** Sent to the child's standard input as JSON; gets the paths under which the child sees its files. */
  task: (paths: { read: string[]; write: string }) => unknown;
  wallClockMs: number;
  signal?: AbortSignal | undefined;
  onLine: (line: string) => void;
  maxMessageBytes: number;
}

/**
 * Runs one child for one task and resolves when it has ended, however it ended.
 * Rejects only with the reason of the signal.
 */
export const runOnce = async (sandbox: Sandbox, run: RunOnce): Promise<ChildEnd> => {
  run.signal?.throwIfAborted();
  const command = sandbox.command(run.request);
  let received = 0;
  const child = spawnSandboxed({
    command,
    maxMessageBytes: run.maxMessageBytes,
    onMessage: (line) => {
      received += line.length;
      if (received > run.maxMessageBytes) child.kill('output');
      else run.onLine(line);
    },
  });
  const timer = setTimeout(() => child.kill('time'), run.wallClockMs);
  const abort = (): void => child.kill('abort');
  run.signal?.addEventListener('abort', abort);
  child.stdin.end(JSON.stringify(run.task(command.paths)));
  try {
    const end = await child.ended;
    run.signal?.throwIfAborted();
    return end;
  } finally {
    clearTimeout(timer);
    run.signal?.removeEventListener('abort', abort);
  }
};
