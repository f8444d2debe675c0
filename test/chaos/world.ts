import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres } from '#infrastructure/database/embedded/supervisor.js';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createRandom } from '#sample/index.js';
import { type RelayFault, relayFaults, startRelay } from '#test/support/relay.js';

/** What can be killed. */
export type Victim = 'api' | 'worker' | 'keeper' | 'postgres' | 'redis';

export interface WorldOptions {
  redis: boolean;
  /** Share of SMTP connections that the receiver breaks somewhere. */
  brokenMail: number;
  seed: number;
}

const redisServers = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'];

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });

/** Many connections ahead: most are clean, the rest break at each phase in turn. */
const planFaults = ({ brokenMail, seed }: WorldOptions): RelayFault[] => {
  const random = createRandom(`relais-${seed}`);
  const faults = relayFaults.filter((fault) => fault !== 'none' && !fault.startsWith('no-'));
  let turn = 0;
  return Array.from({ length: 20_000 }, () =>
    random.chance(brokenMail) ? (faults[turn++ % faults.length] ?? 'none') : 'none',
  );
};

/** A process that is started again whenever it ends, as a supervisor would. */
const keepRunning = (command: string, args: readonly string[], environment: NodeJS.ProcessEnv) => {
  let child: ChildProcess | undefined;
  let ending = false;
  let deaths = 0;
  const ended = new Set<Promise<void>>();
  const start = (): void => {
    const process = spawn(command, args, {
      env: environment,
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    child = process;
    const end = new Promise<void>((resolve) => {
      process.once('exit', () => {
        resolve();
        if (ending) return;
        deaths += 1;
        setTimeout(start, 100);
      });
    });
    ended.add(end);
  };
  start();
  return {
    kill: (): void => void child?.kill('SIGKILL'),
    deaths: () => deaths,
    stop: async (): Promise<void> => {
      ending = true;
      child?.kill('SIGKILL');
      await Promise.all(ended);
    },
  };
};

/** PostgreSQL, perhaps Redis, one API, two workers, one keeper: separate processes that can be killed at any time. */
export const startWorld = async (options: WorldOptions) => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-chaos-'));
  const log = createLog({ level: 'error' });
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    log,
    mostRestarts: Number.POSITIVE_INFINITY,
  });
  const relay = await startRelay();
  relay.plan(planFaults(options));
  const port = await freePort();
  const redisPort = options.redis ? await freePort() : undefined;
  const redisBinary = redisServers.find((path) => existsSync(path)) ?? '';
  const redis =
    redisPort === undefined
      ? undefined
      : keepRunning(
          redisBinary,
          [
            '--port',
            String(redisPort),
            '--bind',
            '127.0.0.1',
            '--dir',
            folder,
            '--appendonly',
            'yes',
            '--maxmemory-policy',
            'noeviction',
          ],
          {},
        );
  if (redis !== undefined) await pause(500);
  const environment = {
    PATH: process.env['PATH'],
    DATABASE_URL: postgres.url,
    ...(redisPort === undefined ? {} : { REDIS_URL: `redis://127.0.0.1:${redisPort}` }),
    POSTSTELLE_DATA_DIR: join(folder, 'daten'),
    POSTSTELLE_LOG_LEVEL: 'error',
    POSTSTELLE_HTTP_PORT: '0',
    POSTSTELLE_PIPELINE_LEASE_SECONDS: '6',
    POSTSTELLE_PIPELINE_KEEPER_INTERVAL_MS: '500',
    POSTSTELLE_PIPELINE_MAX_ATTEMPTS: '12',
    POSTSTELLE_PIPELINE_RETRY_SECONDS: '1',
    POSTSTELLE_PIPELINE_LIGHT_CONCURRENCY: '4',
    POSTSTELLE_OUTBOUND_SMTP_URL: relay.url,
    // Nobody stops a letter here.
    POSTSTELLE_OUTBOUND_STORNOFRIST_MINUTEN: '0',
    // Nobody answers a sample here.
    POSTSTELLE_UNDERSTANDING_SAMPLE_SHARE: '0',
    POSTSTELLE_INTAKE_MIN_FREE_DISK_MEGABYTES: '0',
  };
  const main = join(projectRoot(), 'dist/src/main.js');
  const service = (name: string, flags: readonly string[] = []) =>
    keepRunning(process.execPath, [main, `--services=${name}`, ...flags], environment);
  const processes = {
    api: [service('api', [`--http.port=${port}`])],
    worker: [service('workers'), service('workers')],
    keeper: [service('keeper')],
  };
  const baseUrl = `http://127.0.0.1:${port}`;

  const strike = (victim: Victim, turn: number): void => {
    if (victim === 'postgres') process.kill(postgres.pid, 'SIGKILL');
    else if (victim === 'redis') redis?.kill();
    else processes[victim][turn % processes[victim].length]?.kill();
  };

  return {
    folder,
    baseUrl,
    databaseUrl: () => postgres.url,
    redisUrl: environment.REDIS_URL,
    printFolder: join(folder, 'daten/druck'),
    relay,
    strike,
    stop: async (): Promise<void> => {
      await Promise.all(
        [...processes.api, ...processes.worker, ...processes.keeper].map((one) => one.stop()),
      );
      await redis?.stop();
      await relay.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export type World = Awaited<ReturnType<typeof startWorld>>;
