import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#infrastructure/database/embedded/supervisor.js';
import { migrate } from '#infrastructure/database/migrate.js';
import { createLog } from '#infrastructure/log.js';
import { runMailKill } from '#test/support/mail-kill.js';
import { flagOf, report } from '../bench/flags.js';

/*
 * npm run chaos:mail -- [--mails 200] [--kills 20] [--connections 4] [--json]
 * Delivers mails by LMTP as a mail server does, with repetitions, while the receiver is killed with -9 at random
 * moments; PostgreSQL and the store write durably. Exit code 1 when anything was lost, doubled or damaged.
 */

const dataDir = await mkdtemp(join(tmpdir(), 'poststelle-mailchaos-'));
const log = createLog({ level: 'error' });
const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), log });
await migrate({ url: postgres.url, log });
const startedAt = performance.now();
const result = await runMailKill({
  url: postgres.url,
  dataDir,
  mails: Number(flagOf('mails', '200')),
  kills: Number(flagOf('kills', '20')),
  connections: Number(flagOf('connections', '4')),
});
await postgres.stop();
await rm(dataDir, { recursive: true, force: true });
report('Mailannahme mit Abbrüchen', {
  ...result,
  seconds: Math.round((performance.now() - startedAt) / 1_000),
});
process.exit(result.lost + result.doubled + result.damaged + result.gaps === 0 ? 0 : 1);
