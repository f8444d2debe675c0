import type { Server } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import { mountChecks } from '#betrieb/index.js';
import type { Config } from '#config/schema.js';
import { mountPages } from '#http/pages.js';
import { createApp, listen } from '#http/server.js';
import { systemClock } from '#infrastructure/clock.js';
import { startEmbeddedPostgres } from '#infrastructure/database/embedded/supervisor.js';
import { migrate } from '#infrastructure/database/migrate.js';
import type { Log } from '#infrastructure/log.js';
import { checkRedis } from '#infrastructure/queue/redis-check.js';
import { createSetupLink } from '#organisation/index.js';
import { startWorkers } from '#workers/index.js';
import { type Composed, compose, type Service } from './compose.js';

export interface ServeOptions {
  config: Config;
  services: readonly Service[];
  log: Log;
  version: string;
}

/** A running Poststelle. */
export interface Running {
  url: string;
  port: number;
  app: Composed;
  /** Path of the one-time link while there is no administrator. */
  setupPath: string | undefined;
  /** Stops taking requests, lets running work end, closes everything. */
  stop: () => Promise<void>;
}

/** Steps that undo what was started, run in reverse order; one that fails does not keep the others from it. */
const createTeardown = (log: Log) => {
  const steps: { name: string; undo: () => Promise<unknown> }[] = [];
  return {
    add: (name: string, undo: () => Promise<unknown>): void => void steps.push({ name, undo }),
    run: async (): Promise<void> => {
      for (const { name, undo } of steps.splice(0).reverse()) {
        await undo().catch((error: unknown) =>
          log.warn({ err: error, step: name }, 'did not stop cleanly'),
        );
      }
    },
  };
};

const openDatabaseServer = async (config: Config, log: Log) => {
  if (config.database.url !== undefined) {
    return {
      url: config.database.url,
      kind: 'eigener Server' as const,
      stop: () => Promise.resolve(),
    };
  }
  const own = await startEmbeddedPostgres({
    dataDir: join(config.dataDir, 'postgres'),
    preferredPort: config.database.embeddedPort,
    log,
    // Without its database the process can do nothing; whoever supervises it starts it again.
    onLost: (err) => {
      log.error({ err }, 'the own PostgreSQL is lost; Poststelle ends');
      process.kill(process.pid, 'SIGTERM');
    },
  });
  return { url: own.url, kind: 'mitgeliefert' as const, stop: own.stop };
};

const queueFaultsOf = async (config: Config, log: Log): Promise<string[]> => {
  if (config.queue.redisUrl === undefined) return [];
  const faults = await checkRedis(config.queue.redisUrl);
  for (const fault of faults) {
    log.error({ check: 'redis' }, fault);
    process.stderr.write(`ACHTUNG: ${fault}\n`);
  }
  return faults;
};

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    // Streams of server-sent events never end by themselves.
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2_000).unref();
  });

/** Every process answers the checks of its supervisor; the API process serves the page and the API, too. */
const createHttp = (app: Composed, options: ServeOptions) => {
  const { config, log, services } = options;
  const checks = {
    readStatus: app.readStatus,
    metrics: app.metrics,
    metricsFromAnywhere: config.http.metricsFromAnywhere,
    isAlive: () => !services.includes('keeper') || app.keeper.isAlive(),
  };
  if (!services.includes('api')) {
    const bare = express();
    bare.disable('x-powered-by');
    mountChecks(bare, checks);
    return bare;
  }
  return createApp({
    routes: app.routes,
    access: app.access,
    log,
    trustedProxies: config.http.trustedProxies,
    observe: app.metrics.countRequest,
    pages: (server) => {
      mountChecks(server, checks);
      mountPages(server, { openApi: app.openApi });
    },
  });
};

/** Starts the named services in this process; whatever fails, nothing is left running. */
export const serve = async (options: ServeOptions): Promise<Running> => {
  const { config, log, services } = options;
  const teardown = createTeardown(log);
  try {
    const database = await openDatabaseServer(config, log);
    teardown.add('database', database.stop);
    await migrate({ url: database.url, log });
    const app = await compose({
      config,
      log,
      clock: systemClock,
      databaseUrl: database.url,
      databaseKind: database.kind,
      queueFaults: await queueFaultsOf(config, log),
      services,
      version: options.version,
    });
    teardown.add('application', app.close);
    if (services.includes('workers')) teardown.add('workers', startWorkers(app, config));
    if (services.includes('keeper')) {
      app.keeper.start();
      teardown.add('keeper', app.keeper.stop);
    }
    if (services.includes('mail')) teardown.add('mail', await app.mail.start());
    const { server, port } = await listen(createHttp(app, options), config.http);
    teardown.add('http', () => closeServer(server));
    const setupPath = services.includes('api') ? await createSetupLink(app.db) : undefined;
    const url = config.http.publicUrl ?? `http://${config.http.host}:${port}`;
    log.info({ services, port }, 'Poststelle is running');
    return { url, port, app, setupPath, stop: teardown.run };
  } catch (error) {
    await teardown.run();
    throw error;
  }
};
