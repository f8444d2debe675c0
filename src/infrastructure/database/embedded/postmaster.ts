import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigInvalid } from '#errors.js';
import type { PostgresLog } from './postgres-log.js';
import { isPostgresOn, processIdentity } from './process-identity.js';

/** What a running server says about itself in `postmaster.pid`. */
export interface PostmasterFile {
  pid: number;
  ready: boolean;
}

/** A process number above every limit of Linux, macOS and Windows, so that nothing ever runs under it. */
const nobodysPid = 2 ** 31 - 2;

const pathIn = (cluster: string): string => join(cluster, 'postmaster.pid');

/** Reads `postmaster.pid`; undefined when there is none. */
export const readPostmasterFile = async (cluster: string): Promise<PostmasterFile | undefined> => {
  const text = await readFile(pathIn(cluster), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { pid: Math.abs(Number(lines[0]?.trim())) || 0, ready: lines[7]?.trim() === 'ready' };
};

const goneWithin = async (pid: number, identity: string, limitMs: number): Promise<boolean> => {
  const until = performance.now() + limitMs;
  while (performance.now() < until) {
    if ((await processIdentity(pid)) !== identity) return true;
    await pause(50);
  }
  return false;
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!gone) throw error;
  }
};

const stopOrphan = async (pid: number, cluster: string, log: PostgresLog): Promise<void> => {
  const identity = await processIdentity(pid);
  if (identity === undefined) return;
  log.warn({ pid, cluster }, 'stopping a PostgreSQL that a killed Poststelle left behind');
  signal(pid, 'SIGINT');
  if (await goneWithin(pid, identity, 20_000)) return;
  signal(pid, 'SIGQUIT');
  if (await goneWithin(pid, identity, 20_000)) return;
  throw new ConfigInvalid({
    code: 'embedded-postgres-orphan',
    message: `A PostgreSQL (pid ${pid}) that an earlier Poststelle left behind still works on ${cluster} and does not stop. Stop it with "kill -QUIT ${pid}", then start again.`,
    details: { pid },
  });
};

/**
 * Makes sure that nothing stops a new server from taking `cluster`; call it only with the lease in hand.
 * A server that is still running there is stopped (SIGINT, then SIGQUIT). A file that names a process which is
 * not PostgreSQL gets a number that nobody has, instead of being removed: PostgreSQL then still
 * checks by the shared memory named in the file that no process of the old server is left.
 */
export const clearTheWay = async (cluster: string, log: PostgresLog): Promise<void> => {
  const file = await readPostmasterFile(cluster);
  if (file === undefined) return;
  if (await isPostgresOn(file.pid, cluster)) {
    await stopOrphan(file.pid, cluster, log);
    return;
  }
  log.info({ pid: file.pid }, 'the last PostgreSQL was not stopped properly; it will recover');
  const text = await readFile(pathIn(cluster), 'utf8');
  const rest = text.split('\n').slice(1);
  if (rest.length === 0) return;
  await writeFile(pathIn(cluster), [String(nobodysPid), ...rest].join('\n'));
};
