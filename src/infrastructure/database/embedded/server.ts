import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { ToolFailed } from '#errors.js';
import type { Binaries } from './binaries.js';
import { type Account, cleanEnvironment, runAs, runCommand } from './command.js';
import { diagnose } from './diagnosis.js';
import { startGuardian } from './guardian.js';
import { createServerOutput, type PostgresLog, type ServerOutput } from './postgres-log.js';
import { readPostmasterFile } from './postmaster.js';
import { type ServerSettings, serverArguments } from './server-settings.js';

/** How a server ended. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One running PostgreSQL server. */
export interface Server {
  pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<Ending>;
  /** What it wrote last. */
  lastLines(): string;
  /** Ends all sessions, writes everything to disk and ends (SIGINT); SIGQUIT after `stopLimitMs`. */
  stop(): Promise<void>;
}

/** What `startServer` needs to know. */
export interface ServerPlan {
  binaries: Binaries;
  cluster: string;
  account: Account | undefined;
  port: number;
  settings: ServerSettings;
  log: PostgresLog;
  /** How long the server may take to stop before it is stopped without writing everything out. */
  stopLimitMs: number;
}

const pollMs = 20;
const reportEveryMs = 10_000;

const drainLimitMs = 5_000;

/** Ends with the last process that holds the server's stderr, so normally none of its sessions is left either. */
const endingOf = (child: ChildProcess): Promise<Ending> =>
  new Promise((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('exit', (code, signal) => {
      setTimeout(() => resolve({ code, signal }), drainLimitMs).unref();
    });
  });

const failedStart = (plan: ServerPlan, output: string, ending: Ending): Error =>
  diagnose({ what: 'PostgreSQL did not start', folder: plan.cluster, output, ...ending });

/** Waits for the server's own word that it accepts connections; recovery after a crash may take minutes. */
const waitUntilReady = async (
  plan: ServerPlan,
  server: Pick<Server, 'pid' | 'ended' | 'lastLines'>,
): Promise<void> => {
  let ending: Ending | undefined;
  void server.ended.then((facts) => {
    ending = facts;
  });
  let nextReport = performance.now() + reportEveryMs;
  for (;;) {
    const file = await readPostmasterFile(plan.cluster);
    if (ending !== undefined) throw failedStart(plan, server.lastLines(), ending);
    if (file?.pid === server.pid && file.ready) return;
    if (performance.now() > nextReport) {
      plan.log.info({ pid: server.pid }, 'PostgreSQL is still starting or recovering');
      nextReport += reportEveryMs;
    }
    await pause(pollMs);
  }
};

const within = async (ended: Promise<Ending>, limitMs: number): Promise<boolean> => {
  const limit = new AbortController();
  const ranOut = pause(limitMs, false, { signal: limit.signal }).catch(() => false);
  const inTime = await Promise.race([ended.then(() => true), ranOut]);
  limit.abort();
  return inTime;
};

/** On Windows only pg_ctl can ask a server to stop; signals of Node would end it like a crash. */
const ask = async (plan: ServerPlan, child: ChildProcess, mode: 'fast' | 'immediate') => {
  if (process.platform !== 'win32') child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  else
    await runCommand({
      file: plan.binaries.pgCtl,
      args: ['stop', '-D', plan.cluster, '-m', mode, '-W'],
      account: undefined,
    });
};

const recoveryLimitMs = 3_000;
const sliceMs = 250;

interface Running {
  child: ChildProcess;
  ended: Promise<Ending>;
  output: ServerOutput;
}

/**
 * Waits for a stop in good order. A server that is just recovering from a crash now and then misses the request and
 * would wait for ever (seen with 18.4, 1 in 12); cutting it short loses nothing, the next start recovers again.
 */
const endedInOrder = async (running: Running, limitMs: number): Promise<boolean> => {
  const began = performance.now();
  for (;;) {
    const waited = performance.now() - began;
    const limit = running.output.recovering() ? Math.min(recoveryLimitMs, limitMs) : limitMs;
    if (waited >= limit) return false;
    if (await within(running.ended, Math.min(sliceMs, limit - waited))) return true;
  }
};

const stopServer = async (plan: ServerPlan, running: Running): Promise<void> => {
  const { child, ended } = running;
  await ask(plan, child, 'fast');
  if (await endedInOrder(running, plan.stopLimitMs)) return;
  plan.log.warn(
    { pid: child.pid },
    'PostgreSQL does not stop; stopping it at once, it will recover',
  );
  await ask(plan, child, 'immediate');
  if (await within(ended, 15_000)) return;
  throw new ToolFailed({
    code: 'embedded-postgres-stop',
    message: `PostgreSQL (pid ${child.pid}) does not stop. Look whether its disk answers; as a last means use "kill -9 ${child.pid}".`,
  });
};

const launch = (plan: ServerPlan): ChildProcess =>
  spawn(
    plan.binaries.postgres,
    serverArguments({ cluster: plan.cluster, port: plan.port, own: plan.settings }),
    {
      env: { ...cleanEnvironment },
      cwd: '/',
      // Its own session: Ctrl-C in a terminal must not stop the database before the work is drained.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
      ...runAs(plan.account),
    },
  );

/**
 * Starts PostgreSQL on a prepared cluster and returns when it accepts connections.
 * @throws the diagnosis of what it wrote when it ends instead.
 */
export const startServer = async (plan: ServerPlan): Promise<Server> => {
  const output = createServerOutput(plan.log);
  const child = launch(plan);
  child.on('error', (error) => output.take(`${error.message}\n`));
  child.stderr?.setEncoding('utf8').on('data', output.take);
  const ended = endingOf(child);
  const { pid } = child;
  if (pid === undefined) throw failedStart(plan, output.lastLines(), await ended);
  const guardian = startGuardian({ ...plan, pid });
  void ended.then(guardian.release);
  const server = { pid, ended, lastLines: output.lastLines };
  await waitUntilReady(plan, server);
  let stopping: Promise<void> | undefined;
  return {
    ...server,
    stop: () => {
      stopping ??= stopServer(plan, { child, ended, output });
      return stopping;
    },
  };
};
