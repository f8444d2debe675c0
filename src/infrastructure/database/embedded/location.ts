import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, open, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigInvalid } from '#errors.js';
import { type Account, runCommand } from './command.js';
import type { PostgresLog } from './postgres-log.js';

/** Where the cluster goes when root's data directory is closed to the account; never cleaned up by the system, unlike /var/tmp. */
export const defaultFallbackRoot = '/var/lib/poststelle';

const canEnter = async (account: Account, folder: string): Promise<boolean> => {
  const args = ['-c', 'cd -- "$1"', 'sh', folder];
  return (await runCommand({ file: '/bin/sh', args, account })).code === 0;
};

const exists = async (path: string): Promise<boolean> =>
  (await lstat(path).catch(() => undefined)) !== undefined;

const writeDurably = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Makes a folder that everybody may pass through and only we may change, whatever the umask. */
const makePassable = async (folder: string): Promise<void> => {
  if (!(await exists(folder))) {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o711);
  }
  const facts = await lstat(folder);
  if (facts.isDirectory() && facts.uid === 0 && (facts.mode & 0o022) === 0) return;
  throw new ConfigInvalid({
    code: 'embedded-postgres-location',
    message: `${folder} cannot hold the database: it must be a folder of root that nobody else can write to. Remove it, or set POSTSTELLE_DATA_DIR to a folder that every user may pass through.`,
  });
};

const closedTo = (account: Account, folder: string): ConfigInvalid =>
  new ConfigInvalid({
    code: 'embedded-postgres-location',
    message: `The user ${account.name}, as whom PostgreSQL runs when Poststelle is started by root, cannot enter ${folder}. Give the folders above it the right to pass through (chmod a+x), or start Poststelle as an ordinary user, or set DATABASE_URL.`,
  });

const lineIn = async (path: string): Promise<string> =>
  (await readFile(path, 'utf8').catch(() => '')).trim();

/**
 * The folder that holds `cluster` for this data directory, if it was put elsewhere before.
 * @throws ConfigInvalid when it is gone, or belongs to the checkout that this one is a copy of.
 */
export const rememberedLocation = async (dataDir: string): Promise<string | undefined> => {
  const pointer = join(dataDir, 'location');
  const home = await lineIn(pointer);
  if (home === '') return undefined;
  if (!(await exists(home))) {
    throw new ConfigInvalid({
      code: 'embedded-postgres-location',
      message: `${pointer} says that the database lies in ${home}, which is not there. Bring it back (mount, restore); only to begin with an empty database, delete ${pointer}.`,
    });
  }
  const owner = await lineIn(join(home, 'owner'));
  if (owner !== dataDir && (await lineIn(join(owner, 'location'))) === home) {
    throw new ConfigInvalid({
      code: 'embedded-postgres-location',
      message: `${dataDir} is a copy of ${owner}, whose database lies in ${home}. Delete ${pointer} to give the copy a database of its own.`,
    });
  }
  return home;
};

/**
 * The folder for the cluster: the data directory, or, where the account cannot get there (a checkout below root's
 * 0700 home), one of our own below `fallbackRoot`. The choice is kept in `<dataDir>/location`, so that a moved
 * checkout finds its database again.
 */
export const chooseLocation = async (options: {
  dataDir: string;
  account: Account | undefined;
  fallbackRoot: string;
  log: PostgresLog;
}): Promise<string> => {
  const { dataDir, account, fallbackRoot, log } = options;
  const before = await rememberedLocation(dataDir);
  if (before !== undefined) {
    await writeDurably(join(before, 'owner'), `${dataDir}\n`);
    log.info({ folder: before }, 'the database of this data directory lies elsewhere');
    return before;
  }
  if (account === undefined || (await canEnter(account, dataDir))) return dataDir;
  if (await exists(join(dataDir, 'cluster'))) throw closedTo(account, dataDir);
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const home = join(
    await realpath(dirname(fallbackRoot)),
    fallbackRoot.split('/').pop() ?? '',
    hash,
  );
  await makePassable(dirname(home));
  await makePassable(home);
  if (!(await canEnter(account, home))) throw closedTo(account, home);
  await writeDurably(join(home, 'owner'), `${dataDir}\n`);
  await writeDurably(join(dataDir, 'location'), `${home}\n`);
  log.warn(
    { folder: home, dataDir },
    'the data directory is closed to the user that runs PostgreSQL; the database lies in this folder instead',
  );
  return home;
};
