import { spawn } from 'node:child_process';
import { type Account, cleanEnvironment, runAs } from './command.js';
import type { PostgresLog } from './postgres-log.js';

/**
 * Waits until its stdin ends, which happens when this process dies in whatever way, then stops the server cleanly,
 * if the server is still the one that it was made for.
 */
const script = `
still_there() { read -r pid < "$2/postmaster.pid" && [ "$pid" = "$1" ] && kill -0 "$1"; }
while read -r line; do :; done
still_there "$1" "$2" || exit 0
kill -INT "$1"
waited=0
while [ $waited -lt 20 ] && sleep 1; do still_there "$1" "$2" || exit 0; waited=$((waited + 1)); done
kill -QUIT "$1"
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
