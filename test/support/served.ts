import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Service } from '#compose.js';
import { loadConfig } from '#config/load.js';
import { type Client, createClient } from '#demo/client.js';
import { createLog } from '#infrastructure/log.js';
import { type Running, serve } from '#serve.js';
import { createTestDatabase } from './postgres.js';
import { aSmallCity, cityPassword, type SmallCity } from './small-city.js';

/** The whole program in this process, with a database of its own and the small city. */
export interface Served {
  running: Running;
  city: SmallCity;
  dataDir: string;
  /** A signed-in person of the Poststelle. */
  mailroom: Client;
  stop: () => Promise<void>;
}

/** Starts it, without the sources of mail where nothing else is said; stop it in afterAll. */
export const startServed = async (
  flags: readonly string[] = [],
  services: readonly Service[] = ['api', 'workers', 'keeper'],
): Promise<Served> => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'poststelle-dienst-'));
  const config = loadConfig({
    environment: { DATABASE_URL: database.url },
    flags: [
      `--dataDir=${dataDir}`,
      '--http.port=0',
      '--log.level=error',
      '--ocr.processes=1',
      '--understanding.sampleShare=0',
      '--pipeline.keeperIntervalMs=200',
      '--outbound.stornofristMinuten=0',
      ...flags,
    ],
  });
  const running = await serve({
    config,
    log: createLog({ level: config.log.level }),
    services,
    version: 'test',
  });
  const city = await aSmallCity(running.app.db);
  const mailroom = createClient(running.url);
  await mailroom.signIn(city.logins.poststelle, cityPassword);
  return {
    running,
    city,
    dataDir,
    mailroom,
    stop: async () => {
      mailroom.close();
      await running.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** Asks until the answer is there; fails with what was seen last. */
export const eventually = async <T>(
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean,
  withinMs = 110_000,
): Promise<T> => {
  const until = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (performance.now() > until)
      throw new Error(`it did not come about; last seen: ${JSON.stringify(answer)}`);
    await pause(100);
  }
};
