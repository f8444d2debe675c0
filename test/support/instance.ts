import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#config/load.js';
import { type Client, createClient } from '#demo/client.js';
import { samplePassword, seedMunicipality, trainOnSample } from '#demo/seed.js';
import { createLog } from '#infrastructure/log.js';
import { createMunicipality, type Municipality } from '#sample/index.js';
import { type Running, serve } from '#serve.js';

/** A running Poststelle with the sample city, for benchmarks and acceptance runs. */
export interface Instance {
  running: Running;
  city: Municipality;
  dataDir: string;
  /** Signs in the first person with this role. */
  signInAs: (role: string) => Promise<Client>;
  stop: () => Promise<void>;
}

export interface InstanceOptions {
  /** Settings besides the defaults, e.g. `--http.port=0`. */
  flags?: readonly string[];
  train?: boolean;
  services?: ('api' | 'workers' | 'keeper' | 'mail')[];
}

const today = '2026-11-23';

/** Starts a Poststelle of its own in a temporary folder; `stop` removes it. */
export const startInstance = async (options: InstanceOptions = {}): Promise<Instance> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'poststelle-instanz-'));
  const config = loadConfig({
    environment: {},
    flags: [
      `--dataDir=${dataDir}`,
      '--http.port=0',
      '--log.level=error',
      '--understanding.sampleShare=0',
      '--outbound.stornofristMinuten=0',
      ...(options.flags ?? []),
    ],
  });
  const log = createLog({ level: config.log.level });
  const running = await serve({
    config,
    log,
    services: options.services ?? ['api', 'workers', 'keeper'],
    version: 'test',
  });
  const city = createMunicipality({ seed: 'lohwerda', today });
  await seedMunicipality(running.app, city);
  if (options.train !== false) await trainOnSample(running.app, city, log);
  return {
    running,
    city,
    dataDir,
    signInAs: async (role) => {
      const person = city.personen.find((one) => one.roles.some((held) => held.role === role));
      if (person === undefined) throw new Error(`nobody in the sample city has the role ${role}`);
      const client = createClient(running.url);
      await client.signIn(person.login, samplePassword);
      return client;
    },
    stop: async () => {
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
