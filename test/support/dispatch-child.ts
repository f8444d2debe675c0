import { openDatabase } from '#infrastructure/database/pool.js';
import { createLog } from '#infrastructure/log.js';
import { mittelOf } from '#postausgang/postausgang-deps.js';
import { dispatch } from '#postausgang/stages/dispatch.js';
import { outboundParts } from './letters.js';

/**
 * A worker in a process of its own that sends one letter, so that tests can kill it at any moment.
 * Arguments: database, folder of the office, relay, lease in seconds, id of the letter.
 */
const [url = '', folder = '', smtpUrl = '', lease = '', itemId = ''] = process.argv.slice(2);
const db = openDatabase({ url, maxConnections: 2, log: createLog({ level: 'silent' }) });
const parts = await outboundParts(folder, { smtpUrl, dispatchLeaseSeconds: Number(lease) });
const deps = { ...parts, db };
await dispatch(deps, mittelOf(deps)).run({
  itemId,
  page: -1,
  stage: 'dispatch',
  run: 1,
  lane: 0,
  attempt: 1,
  signal: new AbortController().signal,
});
process.exit(0);
