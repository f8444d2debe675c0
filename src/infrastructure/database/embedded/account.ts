import { stat } from 'node:fs/promises';
import { ConfigInvalid } from '#errors.js';
import { type Account, runCommand } from './command.js';

/** `poststelle` comes first so that an operator can set one user aside for it (`useradd --system poststelle`). */
const candidates = ['poststelle', 'postgres', 'nobody'];
const largestUid = 2 ** 31 - 1;

const numberFrom = async (args: readonly string[]): Promise<number | undefined> => {
  const { code, output } = await runCommand({ file: 'id', args, account: undefined });
  const value = Number(output);
  return code === 0 && output !== '' && value > 0 && value <= largestUid ? value : undefined;
};

const accountNamed = async (name: string): Promise<Account | undefined> => {
  const uid = await numberFrom(['-u', name]);
  const gid = await numberFrom(['-g', name]);
  return uid === undefined || gid === undefined ? undefined : { uid, gid, name };
};

const ownerOf = async (folder: string): Promise<Account | undefined> => {
  const facts = await stat(folder).catch(() => undefined);
  if (facts === undefined || facts.uid === 0) return undefined;
  return { uid: facts.uid, gid: facts.gid, name: `uid ${facts.uid}` };
};

const mayBecome = async (account: Account): Promise<boolean> =>
  (await runCommand({ file: '/bin/sh', args: ['-c', ':'], account })).code === 0;

/** Whether this process is root, which PostgreSQL refuses to run as. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * The user to drop to: for an existing cluster its owner, else the first known unprivileged user.
 * Undefined when we are not root and run PostgreSQL as ourselves.
 * @throws ConfigInvalid when we are root and cannot become anybody else.
 */
export const chooseAccount = async (clusterFolder: string): Promise<Account | undefined> => {
  if (!isRoot()) return undefined;
  const owner = await ownerOf(clusterFolder);
  if (owner !== undefined) return owner;
  for (const name of candidates) {
    const account = await accountNamed(name);
    if (account !== undefined && (await mayBecome(account))) return account;
  }
  throw new ConfigInvalid({
    code: 'embedded-postgres-root',
    message: `PostgreSQL does not run as root, and no unprivileged user was usable (tried ${candidates.join(', ')}). Start Poststelle as an ordinary user, or create one with "useradd --system poststelle", or set DATABASE_URL.`,
  });
};
