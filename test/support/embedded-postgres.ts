import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { processIdentity } from '#infrastructure/database/embedded/process-identity.js';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '#infrastructure/database/embedded/supervisor.js';
import { projectRoot } from '#infrastructure/project-root.js';

const run = promisify(execFile);

/** One line that the supervisor or PostgreSQL logged. */
export interface LogLine {
  level: 'info' | 'warn' | 'error';
  facts: object;
  message: string;
}

/** A log that keeps what it is told. */
export const rememberingLog = () => {
  const lines: LogLine[] = [];
  const keep = (level: LogLine['level']) => (facts: object, message: string) => {
    lines.push({ level, facts, message });
  };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
};

/** Runs one statement on a connection of its own. */
export const ask = async (url: string, statement: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
};

/** Waits until `condition` holds; the test's own time limit ends a wait that never does. */
export const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await pause(25);
};

/** Waits until nothing runs under the number. */
export const untilGone = (pid: number): Promise<void> =>
  until(async () => (await processIdentity(pid)) === undefined);

/** The process of the session that runs a statement with these words, once it does. */
export const sessionRunning = async (adminUrl: string, words: string): Promise<number> => {
  for (;;) {
    const sessions = await ask(
      adminUrl,
      `select pid from pg_stat_activity where state = 'active' and query like '%${words}%' and pid <> pg_backend_pid()`,
    );
    if (sessions[0] !== undefined) return Number(sessions[0]['pid']);
    await pause(25);
  }
};

const commandLines = async (): Promise<{ pid: number; command: string }[]> => {
  if (process.platform !== 'linux') {
    const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,command=']);
    return stdout.split('\n').map((line) => ({ pid: Number.parseInt(line, 10), command: line }));
  }
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      command: (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll(
        '\0',
        ' ',
      ),
    })),
  );
};

/** The process that watches over a server; without it a server outlives a killed Poststelle. */
export const guardianOf = async (serverPid: number): Promise<number> => {
  const all = await commandLines();
  const found = all.find(({ command }) => command.includes(`poststelle-guardian ${serverPid} `));
  if (found === undefined) throw new Error(`the server ${serverPid} has no guardian`);
  return found.pid;
};

/** A Poststelle in a process of its own, and what it answered once it had started or failed. */
export interface ChildPoststelle {
  process: ChildProcess;
  answer: { pid?: number; url?: string; code?: string; message?: string };
  /** Ends it in good order. */
  stop(): Promise<void>;
}

/** Temporary folders, servers and processes of one test, and one call that clears all of them away. */
export interface Workbench {
  /** A folder that other users may pass through, as a folder in /opt would be. */
  folder(mode?: number): Promise<string>;
  /** A data directory that ran before and was stopped; a copy, which is faster than making a cluster. */
  dataDir(): Promise<string>;
  start(
    options: Omit<EmbeddedPostgresOptions, 'log'> & Partial<EmbeddedPostgresOptions>,
  ): Promise<EmbeddedPostgres>;
  startChild(dataDir: string, user?: { uid: number; gid: number }): Promise<ChildPoststelle>;
  /** Ends and removes everything of this test; for afterEach. */
  clear(): Promise<void>;
  /** Removes what the tests shared; for afterAll. */
  close(): Promise<void>;
}

/** An empty workbench. */
export const createWorkbench = (): Workbench => {
  const folders: string[] = [];
  const servers: EmbeddedPostgres[] = [];
  const children: ChildPoststelle[] = [];
  let template: Promise<string> | undefined;
  const folder = async (mode = 0o755): Promise<string> => {
    const path = await newFolder(mode);
    folders.push(path);
    return path;
  };
  return {
    folder,
    dataDir: async () => {
      template ??= usedDataDir();
      const copy = await folder();
      await run('cp', ['-a', `${await template}/.`, copy]);
      return copy;
    },
    start: async (options) => {
      const server = await startEmbeddedPostgres({ log: rememberingLog(), ...options });
      servers.push(server);
      folders.push(dirname(server.location));
      return server;
    },
    startChild: async (dataDir, user) => {
      const child = await startChild(dataDir, user);
      children.push(child);
      return child;
    },
    clear: async () => {
      await Promise.all(servers.splice(0).map((server) => server.stop()));
      await Promise.all(children.splice(0).map((child) => child.stop()));
      await Promise.all(folders.splice(0).map(remove));
    },
    close: async () => {
      if (template !== undefined) await remove(await template);
    },
  };
};

const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

const newFolder = async (mode: number): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-embedded-'));
  await chmod(folder, mode);
  return folder;
};

const usedDataDir = async (): Promise<string> => {
  const dataDir = await newFolder(0o755);
  const server = await startEmbeddedPostgres({ dataDir, log: rememberingLog() });
  await server.stop();
  return dataDir;
};

const startChild = async (
  dataDir: string,
  user: { uid: number; gid: number } | undefined,
): Promise<ChildPoststelle> => {
  const entry = join(projectRoot(), 'dist/test/support/embedded-postgres-child.js');
  const child = spawn(process.execPath, [entry, dataDir], {
    detached: true,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  });
  const ended = once(child, 'exit');
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  if (!text.includes('\n')) throw new Error(`${entry} gave no answer; was "npm run build" run?`);
  return {
    process: child,
    answer: JSON.parse(text) as ChildPoststelle['answer'],
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
};
