import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { system } from '#audit/index.js';
import { mailboxLoads } from '#betrieb/betrieb.repository.js';
import { systemClock } from '#infrastructure/clock.js';
import { type Db, openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { lane } from '#pipeline/store.js';
import { createHotfolder, createReceiver } from '#posteingang/index.js';
import { createFileIntake } from '#posteingang/sources/mbox-intake.js';
import { testConfig } from '#test/support/own-app.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';

let database: TestDatabase;
let db: Db;
let dataDir: string;
const log = createLog({ level: 'silent' });

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, maxConnections: 4, log });
  dataDir = await mkdtemp(join(tmpdir(), 'poststelle-mbox-'));
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const open = async () => {
  const config = testConfig({ dataDir, hotfolder: { settleSeconds: 0 } });
  const blobs = await createFilesystemStore({ path: join(dataDir, 'blobs') });
  const receiver = createReceiver({ db, afterCommit: () => undefined });
  const deps = { db, blobs, config, clock: systemClock, receiver };
  return {
    intake: createFileIntake(deps),
    hotfolder: createHotfolder({ ...deps, root: join(dataDir, 'ordner'), log }),
  };
};

const message = (subject: string): string =>
  `From erika@example.org Mon Nov 23 09:00:00 2026\nFrom: erika@example.org\nSubject: ${subject}\n\nGuten Tag\n>From hier\n\n`;
const mbox = (name: string, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, at) => message(`${name} ${at}`)).join(''));
const facts = {
  dateiname: 'archiv.mbox',
  kanal: 'upload' as const,
  idempotencyScope: 'probe',
  idempotencyKey: undefined,
  actor: system,
  receivedBy: null,
  fairnessKey: 'probe',
  lane: lane.interactive,
};
const items = () =>
  asSystem(db, (tx) =>
    rows(tx, sql<{ kanal: string; mediaType: string }>`select kanal, media_type from posteingang`),
  );

describe('an mbox file', () => {
  it('becomes an item for each of its messages, and again only for those that are new', async () => {
    const { intake } = await open();
    const taken = await intake.takeIn(Readable.from([mbox('a', 5)]), facts);
    expect(taken).toMatchObject({
      outcome: 'accepted',
      nachrichten: { gezaehlt: 5, angenommen: 5, doppelt: 0, abgewiesen: 0 },
    });
    expect(await items()).toEqual(
      Array.from({ length: 5 }, () => ({ kanal: 'email', mediaType: 'message/rfc822' })),
    );
    const again = await intake.takeIn(Readable.from([mbox('a', 7)]), facts);
    expect(again).toMatchObject({
      outcome: 'accepted',
      nachrichten: { gezaehlt: 7, angenommen: 2, doppelt: 5 },
    });
    const [load] = await asSystem(db, mailboxLoads);
    expect(load).toMatchObject({ quelle: 'mbox', heute: 7, differenz: 0 });
  });

  it('that is none is refused', async () => {
    const { intake } = await open();
    await expect(
      intake.takeIn(Readable.from([Buffer.from('%PDF-1.4')]), facts),
    ).rejects.toMatchObject({
      code: 'keine-mbox',
    });
  });

  it('and a single mail may lie in the hot folder too', async () => {
    const before = (await items()).length;
    const station = join(dataDir, 'ordner', 'Postfach');
    await mkdir(station, { recursive: true });
    await writeFile(join(station, 'b.mbox'), mbox('b', 3));
    await writeFile(
      join(station, 'c.eml'),
      'From: erika@example.org\r\nSubject: c\r\n\r\nText\r\n',
    );
    const { hotfolder } = await open();
    await hotfolder.pass();
    await hotfolder.pass();
    expect((await items()).length - before).toBe(4);
    const [day = ''] = await readdir(join(station, 'angenommen'));
    const receipt = join(station, 'angenommen', day, 'b.mbox.eingangsnummer.txt');
    expect(await readFile(receipt, 'utf8')).toContain('3 Nachrichten: 3 angenommen');
  });
});
