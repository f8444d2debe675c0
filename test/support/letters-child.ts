import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { createDispatchAttempt } from '#postausgang/dispatch-attempt.js';
import { mittelOf } from '#postausgang/postausgang-deps.js';
import { outboundParts } from './letters.js';

/**
 * A worker in a process of its own that sends what waits until it is killed.
 * Arguments: database, folder of the office, settings as JSON.
 */
const [url = '', folder = '', settings = '{}'] = process.argv.slice(2);
const db = openDatabase({ url, maxConnections: 3, log: createLog({ level: 'silent' }) });
const deps = { ...(await outboundParts(folder, JSON.parse(settings))), db };
const { attempt } = createDispatchAttempt(deps, mittelOf(deps));

const next = (): Promise<{ id: string }[]> =>
  asSystem(db, (tx) =>
    rows<{ id: string }>(
      tx,
      sql`select id from postausgang where zustand = 'queued' and coalesce(naechster_versuch_at, now()) <= now()
          order by random() limit 1`,
    ),
  );

for (;;) {
  const [letter] = await next();
  if (letter === undefined) await pause(200);
  else await attempt(letter.id, AbortSignal.timeout(20_000)).catch(() => undefined);
}
