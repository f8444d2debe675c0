import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMigrations as runQueueMigrations } from 'bullmq';
import pg from 'pg';
import { ConfigInvalid } from '#errors.js';
import { projectRoot } from '#infrastructure/project-root.js';

/** Any number; the same in every process of every release, so that two never migrate at once. */
const advisoryLock = 7_046_029_254;
const minimumVersion = 150_000;

/** One step of the schema. */
export interface Migration {
  name: string;
  text: string;
  checksum: string;
}

/** The migrations of this release in their order, each with the SHA-256 of its text. */
export const loadMigrations = async (): Promise<Migration[]> => {
  const folder = join(projectRoot(), 'src/infrastructure/database/migrations');
  const names = (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
};

const requireVersion = async (client: pg.Client): Promise<void> => {
  const answer = await client.query<{ server_version_num: string }>('show server_version_num');
  if (Number(answer.rows[0]?.server_version_num) >= minimumVersion) return;
  throw new ConfigInvalid({
    code: 'database-too-old',
    message: `PostgreSQL ${answer.rows[0]?.server_version_num} is too old; Poststelle needs 15 or newer. Point DATABASE_URL at a newer server.`,
  });
};

const apply = async (client: pg.Client, migration: Migration): Promise<void> => {
  const known = await client.query<{ checksum: string }>(
    'select checksum from schema_migration where name = $1',
    [migration.name],
  );
  const before = known.rows[0]?.checksum;
  if (before === migration.checksum) return;
  if (before !== undefined) {
    throw new ConfigInvalid({
      code: 'migration-changed',
      message: `Migration ${migration.name} was applied earlier with other contents. Migrations are never edited: restore the file and add a new one.`,
    });
  }
  await client.query('begin');
  try {
    await client.query(migration.text);
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};

/** Brings the database to this release's state, once, however many processes start together. */
export const migrate = async (options: {
  url: string;
  log: { info: (facts: object, message: string) => void };
}): Promise<void> => {
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await requireVersion(client);
    await client.query('select pg_advisory_lock($1)', [advisoryLock]);
    await client.query(
      'create table if not exists schema_migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const migrations = await loadMigrations();
    for (const migration of migrations) await apply(client, migration);
    await runQueueMigrations(client);
    options.log.info({ migrations: migrations.length }, 'database is up to date');
  } finally {
    await client.end();
  }
};
