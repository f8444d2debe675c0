import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Db, openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { lane } from '#pipeline/store.js';
import { recogniseText } from '#posteingang/stages/recognise-text.js';
import { aPosteingang } from '#test/support/builders.js';
import { letterPdf, scanOf } from '#test/support/documents.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { encodePgm } from '#tools/image/grey-image.js';
import { createOcrPool, type OcrPool } from '#tools/ocr/create-ocr-pool.js';

vi.setConfig({ testTimeout: 180_000 });

const dpi = 200;
let database: TestDatabase;
let db: Db;
let folder: string;
let blobs: BlobStore;
let ocr: OcrPool;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, maxConnections: 4, log: createLog({ level: 'error' }) });
  folder = await mkdtemp(join(tmpdir(), 'poststelle-erkennung-'));
  blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
  const log = { info: () => undefined, warn: () => undefined };
  ocr = createOcrPool({ processes: 1, timeoutMs: 120_000, log });
});
afterAll(async () => {
  await ocr?.close();
  await db?.destroy();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const anUnreadPage = async (line: string): Promise<string> => {
  const { id } = await aPosteingang(db);
  const { sha256 } = await blobs.write(encodePgm(await scanOf(await letterPdf([[line]]), dpi)));
  await asSystem(db, (tx) =>
    rows(
      tx,
      sql`insert into seite (posteingang_id, nummer, bestandteil, bestandteil_seite, ocr_bild_sha256, ocr_dpi)
          values (${id}, 1, 0, 1, ${sha256}, ${dpi})`,
    ),
  );
  return id;
};

const work = async (itemId: string): Promise<void> => {
  const stage = recogniseText({ db, blobs, ocr });
  const { signal } = new AbortController();
  const claim = {
    itemId,
    page: 1,
    stage: stage.name,
    run: 1,
    lane: lane.batch,
    attempt: 1,
    signal,
  };
  const { write } = await stage.run(claim);
  await asSystem(db, async (tx) => write?.(tx));
};

interface Stored {
  text: string;
  engine: string;
  worte: { text: string }[];
  qualitaet: { dpi: number };
  seitenarbeit: { dpi: number };
}

const stored = async (id: string): Promise<Stored | undefined> =>
  (
    await asSystem(db, (tx) =>
      rows(
        tx,
        sql<Stored>`select text, engine, worte, qualitaet, seitenarbeit from seite where posteingang_id = ${id}`,
      ),
    )
  )[0];

it('a page is stored with its words, the quality of its scan and what was done with it', async () => {
  const id = await anUnreadPage('Anmeldung eines Hundes');
  await work(id);
  const page = await stored(id);
  expect(page?.text).toBe('Anmeldung eines Hundes');
  expect(page?.engine).toBe(ocr.name());
  expect(page?.qualitaet.dpi).toBe(dpi);
  expect(page?.seitenarbeit.dpi).toBe(250);
});

it('a picture that was read before is not read again, also not for another item', async () => {
  const first = await anUnreadPage('Antrag auf Wohngeld');
  await work(first);
  const before = ocr.stats().pagesRead;
  const second = await anUnreadPage('Antrag auf Wohngeld');
  await work(second);
  expect(ocr.stats().pagesRead).toBe(before);
  expect(await stored(second)).toEqual(await stored(first));
});

it('a picture that was read in another way before is read anew', async () => {
  const first = await anUnreadPage('Widerspruch gegen Bescheid');
  await work(first);
  await asSystem(db, (tx) =>
    rows(tx, sql`update seite set engine = 'früher' where posteingang_id = ${first}`),
  );
  const before = ocr.stats().pagesRead;
  await work(await anUnreadPage('Widerspruch gegen Bescheid'));
  expect(ocr.stats().pagesRead).toBe(before + 1);
});
