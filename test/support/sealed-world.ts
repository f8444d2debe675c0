import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { sql } from 'kysely';
import { loadConfig } from '#config/load.js';
import { type Client, createClient } from '#demo/client.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { type Running, serve } from '#serve.js';
import { anOrganisationseinheit, aPerson } from './builders.js';
import { createTestDatabase } from './postgres.js';
import { freePort } from './redis.js';
import { aSmallCity, cityPassword, type SmallCity } from './small-city.js';

/** The whole program in this process, with people who tender, sources of mail and scans, and a log that is kept. */
export interface SealedWorld {
  running: Running;
  databaseUrl: string;
  dataDir: string;
  hotfolder: string;
  lmtpPort: number;
  city: SmallCity;
  vergabestelle: { id: string };
  logged: () => string;
  signedIn: (login: string) => Promise<Client>;
  stop: () => Promise<void>;
}

const sealedStation = 'Verschlossen';

const rules = async (running: Running, einheitId: string): Promise<void> => {
  const one = (merkmal: string, wert: string, klasse: string, oeffner: string) =>
    asSystem(running.app.db, (tx) =>
      rows(
        tx,
        sql`insert into handhabungsregel (rang, bezeichnung, merkmal, werte, klasse, oeffner, einheit_id, rechtsgrundlage)
            values (5, ${wert}, ${merkmal}, array[${wert}], ${klasse}, ${oeffner}, ${einheitId}, 'Dienstanweisung')`,
      ),
    );
  await one('empfaengeradresse', 'personalrat@stadt.example', 'personalrat', 'einheit');
  await one('empfaengeradresse', 'vergabe@stadt.example', 'vergabe', 'zwei');
  await one('eingangsort', sealedStation, 'personal', 'einheit');
};

/** Starts it; stop it in afterAll. */
export const startSealedWorld = async (): Promise<SealedWorld> => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'poststelle-verschluss-'));
  const hotfolder = join(dataDir, 'scanordner');
  await mkdir(join(hotfolder, sealedStation), { recursive: true });
  await mkdir(join(dataDir, 'tmp'));
  // Parser and OCR put their files there; so nothing of them escapes the search.
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = join(dataDir, 'tmp');
  const lmtpPort = await freePort();
  const lines: string[] = [];
  const config = loadConfig({
    environment: { DATABASE_URL: database.url },
    flags: [
      `--dataDir=${dataDir}`,
      '--http.port=0',
      '--ocr.processes=1',
      '--pipeline.keeperIntervalMs=200',
      `--hotfolder.path=${hotfolder}`,
      '--hotfolder.settleSeconds=0',
      '--hotfolder.intervalSeconds=1',
      `--lmtp.port=${lmtpPort}`,
      '--lmtp.addresses=poststelle@stadt.example,personalrat@stadt.example,vergabe@stadt.example',
    ],
  });
  const running = await serve({
    config,
    log: createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } }),
    services: ['api', 'workers', 'keeper', 'mail'],
    version: 'test',
  });
  const { db } = running.app;
  const city = await aSmallCity(db);
  const vergabestelle = await anOrganisationseinheit(db, {
    kuerzel: '20.3',
    name: 'Vergabestelle',
  });
  for (const [login, name] of [
    ['v.eins', 'Vera Eins'],
    ['w.zwei', 'Willi Zwei'],
  ] as const)
    await aPerson(db, {
      login,
      name,
      password: cityPassword,
      rollen: [{ rolle: 'sachbearbeitung', organisationseinheitId: vergabestelle.id }],
    });
  await rules(running, vergabestelle.id);
  const clients: Client[] = [];
  return {
    running,
    databaseUrl: database.url,
    dataDir,
    hotfolder: join(hotfolder, sealedStation),
    lmtpPort,
    city,
    vergabestelle,
    logged: () => lines.join(''),
    signedIn: async (login) => {
      const client = createClient(running.url);
      clients.push(client);
      await client.signIn(login, cityPassword);
      return client;
    },
    stop: async () => {
      for (const client of clients) client.close();
      await running.stop();
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
