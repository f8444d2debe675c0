import { spawn } from 'node:child_process';

/** An unprivileged user of this machine; PostgreSQL refuses to run as root. */
export interface Account {
  uid: number;
  gid: number;
  name: string;
}

/** How a program ended; `output` is the last 8 kB of stdout and stderr together. */
export interface CommandResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

const keptOutput = 8_192;

/** The whole environment of every program started here: nothing of PGDATA, PGPORT or LANG of the caller gets in. */
export const cleanEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** Options of spawn that drop to `account`, or stay what we are. */
export const runAs = (account: Account | undefined): { uid?: number; gid?: number } =>
  account === undefined ? {} : { uid: account.uid, gid: account.gid };

/**
 * Runs a program to its end with an argument array, never through a shell of ours.
 * A program that cannot be started at all gives code null and the reason as output.
 */
export const runCommand = (options: {
  file: string;
  args: readonly string[];
  account: Account | undefined;
  cwd?: string;
  input?: string;
  timeoutMs?: number;
}): Promise<CommandResult> =>
  new Promise((resolve) => {
    let output = '';
    const keep = (chunk: string): void => {
      output = (output + chunk).slice(-keptOutput);
    };
    const fail = (error: unknown): void =>
      resolve({ code: null, signal: null, output: error instanceof Error ? error.message : '' });
    let child: ReturnType<typeof spawn>;
    try {
      child = spawn(options.file, options.args, {
        env: { ...cleanEnvironment },
        cwd: options.cwd ?? '/',
        stdio: 'pipe',
        windowsHide: true,
        ...runAs(options.account),
      });
    } catch (error) {
      fail(error);
      return;
    }
    // Not spawn's own time limit: its timer keeps this process alive when the program cannot be started.
    const limit = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 120_000);
    child.on('error', (error) => {
      clearTimeout(limit);
      fail(error);
    });
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    // A program that ends without reading its input closes the pipe; its exit code says the rest.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ code, signal, output: output.trim() });
    });
  });
