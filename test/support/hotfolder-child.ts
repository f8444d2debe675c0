import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '#config/load.js';
import { systemClock } from '#infrastructure/clock.js';
import { openDatabase } from '#infrastructure/database/pool.js';
import { createLog } from '#infrastructure/log.js';
import { openBlobStore } from '#infrastructure/storage/open-blob-store.js';
import { createHotfolder, createReceiver } from '#posteingang/index.js';

/**
 * Looks into a hot folder in a process of its own, so that tests can kill it at any moment.
 * Arguments: database, data folder, hot folder.
 */
const [url = '', dataDir = '', root = ''] = process.argv.slice(2);
const config = loadConfig({
  environment: {},
  flags: [`--dataDir=${dataDir}`, '--hotfolder.settleSeconds=0', '--understanding.sampleShare=0'],
});
const log = createLog({ level: 'error' });
const db = openDatabase({ url, maxConnections: 2, log });
const blobs = await openBlobStore(config);
const receiver = createReceiver({ db, afterCommit: () => undefined });
const hotfolder = createHotfolder({ db, blobs, config, clock: systemClock, receiver, root, log });
process.stdout.write('ready\n');
for (;;) {
  await hotfolder.pass();
  process.stdout.write('passed\n');
  await pause(20);
}
