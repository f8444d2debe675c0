import { openDatabase } from '#infrastructure/database/pool.js';
import { createLog } from '#infrastructure/log.js';
import { mittelOf } from '#postausgang/postausgang-deps.js';
import { dispatch } from '#postausgang/stages/dispatch.js';
import { type OfficeOptions, outboundParts } from './letters.js';

/**
 * A worker in a process of its own that sends one letter by the ways of the given options, so that tests can kill it at
 * any moment. Arguments: database, folder of the office, options as JSON, id of the letter.
 */
const [url = '', folder = '', options = '{}', itemId = ''] = process.argv.slice(2);
const db = openDatabase({ url, maxConnections: 2, log: createLog({ level: 'silent' }) });
const deps = { ...(await outboundParts(folder, JSON.parse(options) as OfficeOptions)), db };
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
