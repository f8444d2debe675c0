import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigInvalid } from '#errors.js';
import type { Binaries } from './binaries.js';
import { type Account, runCommand } from './command.js';
import { diagnose } from './diagnosis.js';
import type { PostgresLog } from './postgres-log.js';

/** What `prepareCluster` needs to know. */
export interface ClusterPlan {
  /** Folder that holds `cluster`; the account may pass through it. */
  home: string;
  /** Folder of ours that holds the password file. */
  dataDir: string;
  binaries: Binaries;
  account: Account | undefined;
  superuser: string;
  log: PostgresLog;
}

/** The folder of the cluster itself. */
export const clusterIn = (home: string): string => join(home, 'cluster');

const syncFolder = async (folder: string): Promise<void> => {
  // Windows cannot open a folder; its file systems keep renames in their own journal.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** The password in `<dataDir>/password`, mode 0600; made when it is missing. */
const keepPassword = async (dataDir: string): Promise<{ password: string; isNew: boolean }> => {
  const path = join(dataDir, 'password');
  const known = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (known !== '') return { password: known, isNew: false };
  const password = randomBytes(24).toString('base64url');
  const file = await open(path, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(`${password}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return { password, isNew: true };
};

/**
 * Rules of character classes, best first. Plain C knows only ASCII letters: search would not fold
 * upper-case umlauts and would take quotation marks for parts of words. Sorting is by code point in all of them.
 */
const characterTypes = ['C.UTF-8', 'en_US.UTF-8', 'C'];

const initialise = async (plan: ClusterPlan, into: string, password: string): Promise<void> => {
  const passwordFile = join(into, 'password');
  const data = join(into, 'cluster');
  await mkdir(into, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (plan.account !== undefined) {
    await chown(passwordFile, plan.account.uid, plan.account.gid);
    await chown(into, plan.account.uid, plan.account.gid);
  }
  const args = (type: string): string[] => [
    ...['-D', data, '-U', plan.superuser, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', `--lc-ctype=${type}`],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--data-checksums', '--no-instructions'],
  ];
  let output = '';
  for (const type of characterTypes) {
    const { binaries, account } = plan;
    const result = await runCommand({ file: binaries.initdb, args: args(type), account });
    if (result.code === 0) return;
    output = result.output;
    if (!/invalid locale name/.test(output)) {
      throw diagnose({ what: 'The database could not be created', folder: plan.home, ...result });
    }
    plan.log.warn({ type }, 'this system does not know the locale; trying the next');
  }
  throw diagnose({
    what: 'The database could not be created',
    folder: plan.home,
    output,
    code: 1,
    signal: null,
  });
};

/** Builds the cluster beside its place and moves it there when complete, so that a half-made one is never used. */
const createCluster = async (plan: ClusterPlan, password: string): Promise<void> => {
  const staging = join(plan.home, `new-${randomBytes(6).toString('hex')}`);
  try {
    await initialise(plan, staging, password);
    await rename(join(staging, 'cluster'), clusterIn(plan.home));
    await syncFolder(plan.home);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
};

/** A new password for an old cluster: the owner of the files may set it without knowing the old one. */
const resetPassword = async (plan: ClusterPlan, password: string): Promise<void> => {
  const result = await runCommand({
    file: plan.binaries.postgres,
    args: [
      '--single',
      '-D',
      clusterIn(plan.home),
      '-c',
      'log_min_error_statement=panic',
      'postgres',
    ],
    account: plan.account,
    input: `ALTER ROLE "${plan.superuser}" PASSWORD '${password}'\n`,
  });
  if (result.code === 0 && !/ERROR: /.test(result.output)) return;
  throw diagnose({ what: 'The password could not be renewed', folder: plan.home, ...result });
};

const requireSameVersion = async (plan: ClusterPlan, version: string): Promise<void> => {
  const major = plan.binaries.version.split('.')[0];
  if (version === major) return;
  throw new ConfigInvalid({
    code: 'embedded-postgres-version',
    message: `The database in ${clusterIn(plan.home)} was made by PostgreSQL ${version}, but PostgreSQL ${plan.binaries.version} is installed. Start it with the release of Poststelle that made it, make a backup there and restore that into an empty dataDir.`,
  });
};

const requireNothing = async (cluster: string): Promise<void> => {
  const names = await readdir(cluster).catch(() => []);
  if (names.length === 0) return;
  throw new ConfigInvalid({
    code: 'embedded-postgres-damaged',
    message: `${cluster} holds files but no PG_VERSION, so it is not a complete database. Restore a backup there; only to begin with an empty database, remove the folder.`,
  });
};

const removeLeftovers = async (home: string): Promise<void> => {
  for (const name of await readdir(home)) {
    if (/^new-[0-9a-f]{12}$/.test(name) || /^binaries-.*\.new-\d+$/.test(name))
      await rm(join(home, name), { recursive: true, force: true });
  }
};

/**
 * A cluster that is ready to be started, and the password of its superuser. Call it with the lease in hand
 * and with no server on the cluster.
 * @throws ConfigInvalid, DependencyDown or ToolFailed saying what to do.
 */
export const prepareCluster = async (
  plan: ClusterPlan,
): Promise<{ password: string; created: boolean }> => {
  await removeLeftovers(plan.home);
  const cluster = clusterIn(plan.home);
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch((error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  const { password, isNew } = await keepPassword(plan.dataDir);
  if (version === undefined) {
    await requireNothing(cluster);
    await createCluster(plan, password);
    return { password, created: true };
  }
  await requireSameVersion(plan, version.trim());
  // PostgreSQL refuses a folder that others may enter; a copied or restored one often is.
  await chmod(cluster, 0o700);
  if (isNew) {
    plan.log.warn({ dataDir: plan.dataDir }, 'the password file was missing; set a new password');
    await resetPassword(plan, password);
  }
  return { password, created: false };
};
