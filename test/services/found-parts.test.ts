import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Db, firstRow, openDatabase } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { lane, startItem } from '#pipeline/store.js';
import type { Part } from '#posteingang/inhalt.repository.js';
import { pagesOfABatch, saveFound } from '#posteingang/stages/save-found.js';
import { aPosteingang } from '#test/support/builders.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, maxConnections: 2, log: createLog({ level: 'error' }) });
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

const enclosure = (position: number, seitenzahl: number): Part => ({
  position,
  rolle: 'anlage',
  dateiname: `bild-${position}.png`,
  mediaType: 'image/png',
  sha256: 'ab'.repeat(32),
  size: 1,
  seitenzahl,
  ersteSeite: null,
  hinweis: null,
});

/** The lane of a mail and of its due work after so many pictures were found in it. */
const lanesWith = async (pictures: number) => {
  const { id } = await aPosteingang(db);
  const work = { id, pipeline: 'posteingang', lane: lane.mail, fairnessKey: 'mail' };
  return asSystem(db, async (tx) => {
    await startItem(tx, work);
    const parts = Array.from({ length: pictures }, (_, at) => enclosure(at, 1));
    await saveFound(tx, id, parts);
    return firstRow<{ item: number; unit: number; pages: number }>(
      tx,
      sql`select i.lane as item, u.lane as unit, p.seitenzahl as pages from work_item i
          join work_unit u on u.item_id = i.id join posteingang p on p.id = i.id where i.id = ${id}`,
    );
  });
};

it('a mail or an archive with many pages lets single letters overtake it, as a long scan does', async () => {
  expect(await lanesWith(pagesOfABatch)).toEqual({
    ...{ item: lane.mail, unit: lane.mail },
    pages: pagesOfABatch,
  });
  expect(await lanesWith(pagesOfABatch + 1)).toEqual({
    ...{ item: lane.batch, unit: lane.batch },
    pages: pagesOfABatch + 1,
  });
});
