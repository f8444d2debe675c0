import { sql } from 'kysely';
import pg from 'pg';
import { z } from 'zod';
import type { Log } from '#infrastructure/log.js';
import { prepared, rows } from './pool.js';
import type { Tx } from './transaction.js';

const channel = 'poststelle';

/** Something has changed; ids only, the reader looks up what it may see. */
export const ChangeEvent = z.object({
  kind: z.enum(['posteingang', 'postkorb', 'postausgang', 'stapel', 'modell']),
  id: z.string(),
});
export type ChangeEvent = z.infer<typeof ChangeEvent>;

/** Tells every API process about a change as soon as this transaction has committed, never before. */
export const publish = async (tx: Tx, events: readonly ChangeEvent[]): Promise<void> => {
  if (events.length === 0) return;
  const payloads = events.map((event) => JSON.stringify(event));
  await rows(
    tx,
    sql`${prepared('publish')} select pg_notify(${channel}, payload) from unnest(${payloads}::text[]) as payload`,
  );
};

export interface EventStream {
  subscribe: (listener: (event: ChangeEvent) => void) => () => void;
  close: () => Promise<void>;
}

/** Listens for changes on a connection of its own and reconnects when the database was away. */
export const openEventStream = (options: { url: string; log: Log }): EventStream => {
  const listeners = new Set<(event: ChangeEvent) => void>();
  let client: pg.Client | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const again = (): void => {
    client = undefined;
    if (!closed) retry = setTimeout(() => void connect(), 1_000);
  };
  const connect = async (): Promise<void> => {
    const opening = new pg.Client({
      connectionString: options.url,
      keepAlive: true,
      application_name: 'poststelle events',
    });
    opening.on('error', (err) => options.log.warn({ err }, 'event connection lost; reconnecting'));
    opening.on('end', again);
    opening.on('notification', (message) => {
      const event = ChangeEvent.safeParse(JSON.parse(message.payload ?? 'null'));
      if (event.success) for (const listener of listeners) listener(event.data);
    });
    try {
      await opening.connect();
      await opening.query(`listen ${channel}`);
      client = opening;
    } catch (err) {
      options.log.warn({ err }, 'event connection failed; trying again');
      again();
    }
  };
  void connect();

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
};
