import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createEmptyDatabase,
  createTestDatabase,
  type TestDatabase,
} from '#test/support/postgres.js';

const ask = async (url: string, statement: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
};

describe('the databases of tests', () => {
  let one: TestDatabase;
  let other: TestDatabase;
  beforeAll(async () => {
    one = await createTestDatabase();
    other = await createTestDatabase();
  });
  afterAll(async () => {
    await one.drop();
    await other.drop();
  });

  test('a test file finds all migrations applied', async () => {
    const tables = await ask(one.url, `select to_regclass('posteingang') is not null as there`);
    expect(tables).toEqual([{ there: true }]);
  });

  test('what one test file writes is not seen by another', async () => {
    await ask(one.url, 'create table only_here (id int)');
    const seen = await ask(other.url, `select to_regclass('only_here') as table`);
    expect(seen).toEqual([{ table: null }]);
  });

  test('an empty database has no table yet', async () => {
    const empty = await createEmptyDatabase();
    const seen = await ask(empty.url, `select to_regclass('posteingang') as table`);
    await empty.drop();
    expect(seen).toEqual([{ table: null }]);
  });

  test('a dropped database is gone although a session was open on it', async () => {
    const short = await createTestDatabase();
    const client = new pg.Client({ connectionString: short.url });
    client.on('error', () => undefined);
    await client.connect();
    await short.drop();
    await expect(ask(short.url, 'select 1')).rejects.toMatchObject({ code: '3D000' });
  });
});
