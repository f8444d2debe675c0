import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of one test file: migrated, otherwise empty. */
export interface TestDatabase {
  /** As superuser, like DATABASE_URL in production. */
  url: string;
  /** Ends all its sessions and removes it; call it in afterAll. */
  drop(): Promise<void>;
}

const onServer = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: inject('postgresAdminUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

const createFrom = async (template: string): Promise<TestDatabase> => {
  const failure = inject('postgresFailure');
  if (failure !== '') throw new Error(`The database for tests could not be prepared: ${failure}`);
  const name = `poststelle_test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name} template ${template}`);
  const url = new URL(inject('postgresAdminUrl'));
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(`drop database if exists ${name} with (force)`),
  };
};

/** Clones the migrated template; about 50 ms. */
export const createTestDatabase = (): Promise<TestDatabase> =>
  createFrom(inject('postgresTemplate'));

/** A database without any table, for tests of the migrations themselves. */
export const createEmptyDatabase = (): Promise<TestDatabase> => createFrom('template0');
