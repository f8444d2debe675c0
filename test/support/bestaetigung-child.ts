import { systemClock } from '#infrastructure/clock.js';
import { openDatabase } from '#infrastructure/database/pool.js';
import { createLog } from '#infrastructure/log.js';
import { createBestaetigungsversand } from '#postausgang/bestaetigung/bestaetigungsversand.js';
import { createMessageIds } from '#postausgang/own-message-id.js';
import { testConfig } from './own-app.js';

/**
 * Sends acknowledgements in a process of its own, so that tests can kill it at any moment.
 * Arguments: database, relay, lease in seconds.
 */
const [url = '', smtpUrl = '', lease = ''] = process.argv.slice(2);
const log = createLog({ level: 'silent' });
const db = openDatabase({ url, maxConnections: 2, log });
const messageIds = createMessageIds({
  key: Buffer.from('nur für Tests'),
  domain: 'stadt.example',
});
const config = testConfig({
  outbound: { smtpUrl },
  eingangsbestaetigung: { addresses: 'post@stadt.example' },
});
const leaseSeconds = Number(lease);
await createBestaetigungsversand({
  db,
  config,
  clock: systemClock,
  log,
  messageIds,
  leaseSeconds,
}).pass();
process.exit(0);
