import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ConfigInvalid, MailroomError } from '#errors.js';
import { chooseAccount, isRoot } from './account.js';
import { provideBinaries } from './binaries.js';
import { clusterIn, prepareCluster } from './cluster.js';
import type { Account } from './command.js';
import { diagnose } from './diagnosis.js';
import { freePort } from './free-port.js';
import { takeLease } from './lease.js';
import { chooseLocation, defaultFallbackRoot, rememberedLocation } from './location.js';
import type { PostgresLog } from './postgres-log.js';
import { clearTheWay } from './postmaster.js';
import { type Server, type ServerPlan, startServer } from './server.js';
import type { ServerSettings } from './server-settings.js';
import { superviseServer } from './supervision.js';

/** A PostgreSQL of our own on 127.0.0.1. */
export interface EmbeddedPostgres {
  /** The database `poststelle`, as superuser; contains the password, so it is never logged. */
  readonly url: string;
  /** The database `postgres`, as superuser, for creating and dropping databases. */
  readonly adminUrl: string;
  /** Version of the server, e.g. `18.4`. */
  readonly version: string;
  /** Folder that holds the cluster; for backups and the status page. */
  readonly location: string;
  /** Process of the present server; changes when it had to be started again. */
  readonly pid: number;
  /** Ends all sessions, writes everything to disk, and gives the data directory free. */
  stop(): Promise<void>;
}

/** What `startEmbeddedPostgres` may be told. */
export interface EmbeddedPostgresOptions {
  /** Folder of ours alone; made when missing. Two processes never share one. */
  dataDir: string;
  log: PostgresLog;
  /** Taken when free on 127.0.0.1; 0 or absent: any free one. */
  preferredPort?: number;
  superuser?: string;
  /** Called once when the server ended by itself and could not be started again; the process should end then. */
  onLost?: (error: MailroomError) => void;
  /** Restarts within ten minutes before it is given up; default 5. Only fault tests want more. */
  mostRestarts?: number;
  /** Settings that win over the durable defaults; tests switch fsync off. */
  settings?: ServerSettings;
  /** How long `stop` lets the server end in good order before it is cut short; default 20 s. */
  stopLimitMs?: number;
  /** Where root's cluster goes when the data directory is closed to the unprivileged user. */
  fallbackRoot?: string;
  /** The platform package of PostgreSQL; default: the installed one. */
  packageDir?: string;
}

const databaseName = 'poststelle';
const portAttempts = 5;
const remainsLimitMs = 30_000;

const openDataDir = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const dataDir = await realpath(folder);
  const { uid } = await stat(dataDir);
  if (uid === process.getuid?.()) await chmod(dataDir, isRoot() ? 0o711 : 0o700);
  return dataDir;
};

/** Tries again while the last server's sessions are still ending. */
const startPatiently = async (plan: ServerPlan): Promise<Server> => {
  const until = performance.now() + remainsLimitMs;
  for (;;) {
    await clearTheWay(plan.cluster, plan.log);
    try {
      return await startServer(plan);
    } catch (error) {
      const remains = error instanceof MailroomError && error.code === 'embedded-postgres-remains';
      if (!remains || performance.now() > until) throw error;
      await pause(250);
    }
  }
};

/** Another program may take the port between our look and the server's start; then another port is tried. */
const startOnFreePort = async (
  plan: Omit<ServerPlan, 'port'>,
  preferred: number,
): Promise<{ server: Server; port: number }> => {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt === 1 ? preferred : 0);
    if (preferred !== 0 && port !== preferred)
      plan.log.warn({ preferred, port }, 'the preferred port is taken; PostgreSQL uses another');
    try {
      return { server: await startPatiently({ ...plan, port }), port };
    } catch (error) {
      const taken = error instanceof MailroomError && error.code === 'embedded-postgres-port';
      if (!taken || attempt === portAttempts) throw error;
    }
  }
};

const createDatabase = async (adminUrl: string, dataDir: string): Promise<void> => {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 30_000 });
  try {
    await client.connect();
    const known = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (known.rowCount === 0) await client.query(`create database ${databaseName}`);
  } catch (cause) {
    const refused = cause instanceof Error && 'code' in cause && cause.code === '28P01';
    if (!refused) throw cause;
    throw new ConfigInvalid({
      code: 'embedded-postgres-password',
      message: `The database does not accept the password in ${join(dataDir, 'password')}. Restore that file, or delete it: the next start then sets a new password. No data is lost.`,
      cause,
    });
  } finally {
    await client.end();
  }
};

interface Place {
  dataDir: string;
  home: string;
  account: Account | undefined;
}

const choosePlace = async (options: EmbeddedPostgresOptions): Promise<Place> => {
  const dataDir = await openDataDir(options.dataDir);
  const account = await chooseAccount(clusterIn((await rememberedLocation(dataDir)) ?? dataDir));
  const fallbackRoot = options.fallbackRoot ?? defaultFallbackRoot;
  const home = await chooseLocation({ dataDir, account, fallbackRoot, log: options.log });
  return { dataDir, home, account };
};

const startIn = async (
  place: Place,
  options: EmbeddedPostgresOptions,
): Promise<Omit<EmbeddedPostgres, 'pid'> & { pid: () => number }> => {
  const { home, account, dataDir } = place;
  const { log, superuser = 'postgres' } = options;
  const cluster = clusterIn(home);
  await clearTheWay(cluster, log);
  const packageDir = options.packageDir === undefined ? {} : { packageDir: options.packageDir };
  const binaries = await provideBinaries({ home, account, log, ...packageDir });
  const { password } = await prepareCluster({ ...place, binaries, superuser, log });
  const { settings = {}, stopLimitMs = 20_000 } = options;
  const plan = { binaries, cluster, account, settings, stopLimitMs, log };
  const { server, port } = await startOnFreePort(plan, options.preferredPort ?? 0);
  const urlOf = (database: string): string =>
    `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
  try {
    await createDatabase(urlOf('postgres'), dataDir);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const supervised = superviseServer(server, {
    restart: () => startPatiently({ ...plan, port }),
    log,
    onLost: options.onLost ?? (() => undefined),
    mostRestarts: options.mostRestarts ?? 5,
  });
  log.info(
    { pid: server.pid, port, folder: cluster, user: account?.name, version: binaries.version },
    'PostgreSQL runs',
  );
  return {
    url: urlOf(databaseName),
    adminUrl: urlOf('postgres'),
    version: binaries.version,
    location: cluster,
    ...supervised,
  };
};

/** Failures of the file system (disk full, no right, read-only) say what to do as well. */
const explain = (error: unknown, folder: string): unknown => {
  if (error instanceof MailroomError) return error;
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  return diagnose({
    what: 'The database could not be prepared',
    folder,
    output: error.message,
    code: null,
    signal: null,
  });
};

/**
 * Starts a real PostgreSQL on `dataDir` and keeps it running until `stop`. What an earlier process left behind
 * (a server, a lock file, a half-made cluster) is cleared away first. When this process dies in whatever way,
 * the server stops by itself.
 * @throws ConfigInvalid, DependencyDown or ToolFailed; the message says what to do.
 */
export const startEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> => {
  try {
    const place = await choosePlace(options);
    const lease = await takeLease(place.home);
    try {
      const { pid, stop, ...facts } = await startIn(place, options);
      let stopped: Promise<void> | undefined;
      return {
        ...facts,
        get pid() {
          return pid();
        },
        stop: () => {
          stopped ??= stop().finally(lease.release);
          return stopped;
        },
      };
    } catch (error) {
      await lease.release();
      throw error;
    }
  } catch (error) {
    throw explain(error, options.dataDir);
  }
};
