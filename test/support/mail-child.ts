import { loadConfig } from '#config/load.js';
import { systemClock } from '#infrastructure/clock.js';
import { openDatabase } from '#infrastructure/database/pool.js';
import { createLog } from '#infrastructure/log.js';
import { openBlobStore } from '#infrastructure/storage/open-blob-store.js';
import { createMailSources, createReceiver } from '#posteingang/index.js';

/**
 * Takes mail in a process of its own, so that tests can kill it at any moment.
 * Arguments: database, data folder, settings as flags.
 */
const [url = '', dataDir = '', ...flags] = process.argv.slice(2);
const config = loadConfig({
  environment: {},
  flags: [`--dataDir=${dataDir}`, '--understanding.sampleShare=0', ...flags],
});
const log = createLog({ level: 'error' });
const db = openDatabase({ url, maxConnections: 4, log });
const blobs = await openBlobStore(config);
const receiver = createReceiver({ db, afterCommit: () => undefined });
await createMailSources({ db, blobs, config, clock: systemClock, receiver, log }).start();
process.stdout.write('ready\n');
