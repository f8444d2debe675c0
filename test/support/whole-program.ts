import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type Db, openDatabase } from '#infrastructure/database/pool.js';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createTestDatabase } from './postgres.js';

/** Poststelle as an operator starts it, with all services in a process of its own. */
export interface WholeProgram {
  url: string;
  /** Address of the one-time link for the first administrator. */
  setupUrl: string;
  db: Db;
  /** Folder that receives letters to print. */
  printFolder: string;
  stop: () => Promise<void>;
}

const startTimeoutMs = 60_000;

const spawnMain = (
  dataDir: string,
  databaseUrl: string,
  flags: readonly string[],
): ChildProcess => {
  const main = join(projectRoot(), 'dist/src/main.js');
  if (!existsSync(main) || !existsSync(join(projectRoot(), 'dist/web/index.html')))
    throw new Error('dist is not built: npm run build');
  return spawn(
    process.execPath,
    [
      main,
      `--dataDir=${dataDir}`,
      '--understanding.sampleShare=0',
      '--outbound.stornofristMinuten=0',
      '--http.port=0',
      '--ocr.processes=1',
      '--log.level=error',
      ...flags,
    ],
    {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
};

const readAddresses = (child: ChildProcess): Promise<{ url: string; setupUrl: string }> =>
  new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(
      () => reject(new Error(`Poststelle did not start in time; it said: ${said}`)),
      startTimeoutMs,
    );
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /Poststelle läuft: (\S+)/.exec(said)?.[1];
      const setupUrl = /(http\S+\/einrichtung#\S+)/.exec(said)?.[1];
      if (url === undefined || !said.includes('Strg+C')) return;
      clearTimeout(timer);
      resolve({ url, setupUrl: setupUrl ?? '' });
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Poststelle ended with code ${code}; it said: ${said}`));
    });
  });

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

/** Starts the compiled program on a database and in a folder of its own; stop it in afterAll. */
export const startWholeProgram = async (flags: readonly string[] = []): Promise<WholeProgram> => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'poststelle-journey-'));
  const child = spawnMain(dataDir, database.url, flags);
  const db = openDatabase({
    url: database.url,
    maxConnections: 4,
    log: createLog({ level: 'error' }),
  });
  const stop = async (): Promise<void> => {
    await end(child);
    await db.destroy();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const addresses = await readAddresses(child);
    return { ...addresses, db, printFolder: join(dataDir, 'druck'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
