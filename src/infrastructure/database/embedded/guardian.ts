import { spawn } from 'node:child_process';
import type { Account } from './account.js';
import { cleanEnvironment, runAs } from './command.js';
import type { PostgresLog } from './postgres-log.js';

/**
 * Waits until its stdin ends, which happens when this process dies in whatever way, then stops the server cleanly,
 * if the server is still the one that it was made for.
 */
const script = `
while read -r line; do :; done
if read -r pid < "$2/postmaster.pid" && [ "$pid" = "$1" ]; then kill -INT "$1"; fi
`;

/** Keeps a server from outliving us. */
export interface Guardian {
  /** Ends the watch without touching the server. */
  release(): void;
}

/** Starts the guardian of the server `pid` on `cluster`; without /bin/sh there is none and `log` says so. */
export const startGuardian = (options: {
  pid: number;
  cluster: string;
  account: Account | undefined;
  log: PostgresLog;
}): Guardian => {
  // On Windows the server belongs to our job object in most shells; an orphan is stopped at the next start.
  if (process.platform === 'win32') return { release: () => undefined };
  const { pid, cluster, account, log } = options;
  const child = spawn('/bin/sh', ['-c', script, 'poststelle-guardian', String(pid), cluster], {
    env: { ...cleanEnvironment },
    cwd: '/',
    // Its own session, so that Ctrl-C in a terminal reaches us only and we stop in our own order.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    ...runAs(account),
  });
  child.on('error', (err) =>
    log.warn({ err }, 'PostgreSQL has no guardian: it would outlive a killed Poststelle'),
  );
  child.stdin?.on('error', () => undefined);
  child.unref();
  return { release: () => void child.kill('SIGKILL') };
};
