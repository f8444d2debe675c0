import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#infrastructure/database/embedded/supervisor.js';
import { migrate } from '#infrastructure/database/migrate.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser URL of the maintenance database of the server that all tests of this run share. */
    postgresAdminUrl: string;
    /** Migrated database that `createTestDatabase` clones; nobody may be connected to it. */
    postgresTemplate: string;
    /** Why there is no database to test with; empty when there is one. */
    postgresFailure: string;
  }
}

const silent = { info: () => undefined, warn: () => undefined, error: console.error };

/** Fast instead of durable: a test run that is cut off begins with a new cluster. */
const fastSettings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '300',
};

interface TestServer {
  adminUrl: string;
  stop(): Promise<void>;
}

/** The server named in POSTSTELLE_TEST_DATABASE_URL (superuser, PostgreSQL 15 or newer), or one of our own. */
const startServer = async (): Promise<TestServer> => {
  const given = process.env['POSTSTELLE_TEST_DATABASE_URL'];
  if (given) return { adminUrl: given, stop: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-test-postgres-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const server = await startEmbeddedPostgres({
      dataDir: folder,
      log: silent,
      settings: fastSettings,
    });
    // The cluster lies elsewhere when root's temporary folder is closed to other users.
    const removeCluster = () => rm(dirname(server.location), { recursive: true, force: true });
    const stop = () => server.stop().finally(removeCluster).finally(remove);
    return { adminUrl: server.adminUrl, stop };
  } catch (error) {
    await remove();
    throw error;
  }
};

const onServer = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

const databaseUrl = (adminUrl: string, database: string): string => {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
};

const prepareTemplate = async (adminUrl: string, template: string): Promise<void> => {
  await onServer(adminUrl, `create database ${template}`);
  await migrate({ url: databaseUrl(adminUrl, template), log: silent });
};

/**
 * Starts PostgreSQL once for the whole run and migrates the template; vitest calls the returned function at the end.
 * When that fails, only the tests that need a database fail, each with the reason.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const template = `poststelle_template_${process.pid}`;
  project.provide('postgresTemplate', template);
  project.provide('postgresAdminUrl', '');
  project.provide('postgresFailure', '');
  let server: TestServer | undefined;
  try {
    server = await startServer();
    project.provide('postgresAdminUrl', server.adminUrl);
    await prepareTemplate(server.adminUrl, template);
  } catch (error) {
    project.provide('postgresFailure', error instanceof Error ? describe(error) : 'unknown');
  }
  return async () => {
    if (server === undefined) return;
    await onServer(server.adminUrl, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
}

const describe = (error: Error): string => {
  const where = 'where' in error && typeof error.where === 'string' ? ` (${error.where})` : '';
  return `${error.message}${where}\n${error.stack ?? ''}`;
};
