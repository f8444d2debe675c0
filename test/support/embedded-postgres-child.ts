import { startEmbeddedPostgres } from '#infrastructure/database/embedded/supervisor.js';

/** A Poststelle that does nothing but run its PostgreSQL, so that tests can kill it. Argument: the data directory. */
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const answer = (facts: object): void => {
  process.stdout.write(`${JSON.stringify(facts)}\n`);
};

process.on('SIGINT', () => undefined);
try {
  const dataDir = process.argv[2] ?? '';
  const server = await startEmbeddedPostgres({ dataDir, log: silent });
  answer({ pid: server.pid, url: server.url });
  process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  answer({ code, message: error instanceof Error ? error.message : '' });
  process.exitCode = 1;
}
