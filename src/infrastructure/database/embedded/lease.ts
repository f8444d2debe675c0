import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigInvalid } from '#errors.js';
import { processIdentity } from './process-identity.js';

/** The sole right to run PostgreSQL on one data directory; ends with `release` or with the process. */
export interface Lease {
  release(): Promise<void>;
}

interface Holder {
  pid: number;
  identity: string;
}

const prefix = 'supervisor-';
const fileOf = (folder: string, number: number): string =>
  join(folder, `${prefix}${String(number).padStart(9, '0')}`);

const numbersIn = async (folder: string): Promise<number[]> =>
  (await readdir(folder))
    .filter((name) => /^supervisor-\d{9}$/.test(name))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => b - a);

const liveHolder = async (folder: string, number: number): Promise<Holder | undefined> => {
  const text = await readFile(fileOf(folder, number), 'utf8').catch(() => '');
  const [pid = '', identity] = text.trim().split('\n');
  if (identity === undefined) return undefined;
  return (await processIdentity(Number(pid))) === identity
    ? { pid: Number(pid), identity }
    : undefined;
};

const inUse = (folder: string, holder: Holder): ConfigInvalid =>
  new ConfigInvalid({
    code: 'embedded-postgres-in-use',
    message:
      holder.pid === process.pid
        ? `This process (pid ${holder.pid}) already runs PostgreSQL on ${folder}; stop that one first.`
        : `Another Poststelle (pid ${holder.pid}) already runs PostgreSQL on ${folder}. Stop it with "kill ${holder.pid}" and start again, or give this one another dataDir (POSTSTELLE_DATA_DIR), or let both use one server through DATABASE_URL.`,
    details: { pid: holder.pid },
  });

/** Links the claim to its number; a link is made by exactly one process and shows up with its contents. */
const linkNew = async (claim: string, to: string): Promise<boolean> => {
  try {
    await link(claim, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
};

/**
 * Takes the lease of `folder`, also over from a holder that died.
 * Numbers only grow and the highest is never removed, so two processes that both find the last holder dead
 * compete for one new file, and one that was overtaken meanwhile sees a higher number than its own.
 * @throws ConfigInvalid `embedded-postgres-in-use` naming the living holder.
 */
export const takeLease = async (folder: string): Promise<Lease> => {
  const claim = join(folder, `claim-${randomUUID()}`);
  const identity = (await processIdentity(process.pid)) ?? '';
  await writeFile(claim, `${process.pid}\n${identity}\n`, { mode: 0o600 });
  try {
    for (;;) {
      const [highest = 0] = await numbersIn(folder);
      const holder = highest === 0 ? undefined : await liveHolder(folder, highest);
      if (holder !== undefined) throw inUse(folder, holder);
      const mine = highest + 1;
      if (!(await linkNew(claim, fileOf(folder, mine)))) continue;
      const numbers = await numbersIn(folder);
      if (numbers[0] !== mine) {
        await rm(fileOf(folder, mine), { force: true });
        continue;
      }
      for (const old of numbers.slice(1)) await rm(fileOf(folder, old), { force: true });
      return { release: () => writeFile(fileOf(folder, mine), '') };
    }
  } finally {
    await rm(claim, { force: true });
  }
};
