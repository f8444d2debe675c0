import { ConfigSchema } from '#config/schema.js';
import type { Route } from '#http/route.js';
import { createApp } from '#http/server.js';
import { type Db, openDatabase } from '#infrastructure/database/pool.js';
import { createLog, type Log } from '#infrastructure/log.js';
import { createAccessControl, type Permission, type Principal } from '#organisation/index.js';
import type { PageScaler } from '#tools/page-image/create-page-scaler.js';
import { type RunningApi, startApi } from './api.js';
import { createTestDatabase } from './postgres.js';

/** A database of its own and the real application with the routes that a test file is about. */
export interface OwnApp extends RunningApi {
  db: Db;
  /** URL of the database as its owner. */
  url: string;
}

/** The settings of a test: defaults, with what is given per section. */
export const testConfig = (sections: Record<string, unknown> = {}) =>
  ConfigSchema.parse({
    ...sections,
    // A released letter goes at once, unless a test is about the time in which it can be stopped.
    outbound: { stornofristMinuten: 0, ...(sections['outbound'] as object | undefined) },
  });

/** For tests in which nobody looks at a page. */
export const noImages: PageScaler = {
  scale: () => Promise.reject(new Error('this test shows no page')),
  warm: () => undefined,
  close: () => undefined,
};

/** Starts the application with the given routes; close it in afterAll. */
export const startOwnApp = async (
  routesOf: (deps: {
    db: Db;
    url: string;
    log: Log;
    config: ReturnType<typeof testConfig>;
  }) => readonly Route<Principal, Permission>[],
  options: { config?: ReturnType<typeof testConfig>; maxConnections?: number } = {},
): Promise<OwnApp> => {
  const database = await createTestDatabase();
  const log = createLog({ level: 'error' });
  const config = options.config ?? testConfig();
  const db = openDatabase({ url: database.url, maxConnections: options.maxConnections ?? 12, log });
  const api = await startApi(
    createApp({
      routes: routesOf({ db, url: database.url, log, config }),
      access: createAccessControl({ db, config }),
      log,
      trustedProxies: config.http.trustedProxies,
    }),
  );
  return {
    ...api,
    db,
    url: database.url,
    close: async () => {
      await api.close();
      await db.destroy();
      await database.drop();
    },
  };
};
