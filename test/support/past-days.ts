import { sql } from 'kysely';
import { type Db, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { aPosteingang } from './builders.js';

/*
 * Rows with instants of days that are over, as the program would have written them then.
 */

export interface PastItem {
  at: string;
  kanal?: 'upload' | 'email' | 'scan' | 'trennung';
  scope?: string;
  stapelId?: string;
  parentId?: string;
  parentPosition?: number;
  zustand?: 'clearing' | 'zugeordnet' | 'geteilt';
  /** When and where it first lay in a Postkorb. */
  ankunft?: { at: string; einheit: string };
}

const run = (db: Db, query: Parameters<typeof rows>[1]): Promise<unknown> =>
  asSystem(db, (tx) => rows(tx, query));

/** An item that came in then; returns its id. */
export const aPastItem = async (db: Db, given: PastItem): Promise<string> => {
  const { id } = await aPosteingang(db, {
    zustand: given.zustand ?? (given.ankunft === undefined ? 'clearing' : 'zugeordnet'),
    organisationseinheitId: given.ankunft?.einheit ?? null,
    kanal: given.kanal ?? 'upload',
    parentId: given.parentId ?? null,
    parentPosition: given.parentPosition ?? 1,
    imPostkorb: false,
  });
  await run(
    db,
    sql`update posteingang set received_at = ${given.at}::timestamptz, stapel_id = coalesce(${given.stapelId ?? null}::uuid, stapel_id),
          idempotency_scope = coalesce(${given.scope ?? null}, idempotency_scope) where id = ${id}`,
  );
  if (given.ankunft !== undefined)
    await run(
      db,
      sql`insert into postkorb_eintrag (organisationseinheit_id, posteingang_id, created_at)
          values (${given.ankunft.einheit}, ${id}, ${given.ankunft.at}::timestamptz)`,
    );
  return id;
};

/** A line of the protocol from then. */
export const aPastEvent = (
  db: Db,
  event: {
    at: string;
    action: string;
    objectId: string;
    by?: string;
    detail?: Record<string, string | null>;
  },
): Promise<unknown> =>
  run(
    db,
    sql`insert into audit_event (at, actor_kind, actor_id, action, object_type, object_id, detail)
        values (${event.at}::timestamptz, ${event.by === undefined ? 'system' : 'person'}, ${event.by ?? null}::uuid,
          ${event.action}, ${event.action.split('.')[0] ?? ''}, ${event.objectId}, ${JSON.stringify(event.detail ?? {})}::jsonb)`,
  );

/** How a mail came then. */
export const aPastDelivery = (
  db: Db,
  given: { posteingangId: string; quelle: string; at: string; wiederholung?: boolean },
): Promise<unknown> =>
  run(
    db,
    sql`insert into mail_zustellung (posteingang_id, quelle, postfach, empfangen_am, wiederholung)
        values (${given.posteingangId}, ${given.quelle}, '', ${given.at}::timestamptz, ${given.wiederholung ?? false})`,
  );

/** A Stapel at a scanner; returns its id. */
export const aStapel = async (db: Db): Promise<string> => {
  const [made] = await asSystem(db, (tx) =>
    rows(
      tx,
      sql<{ id: string }>`insert into stapel (bezeichnung, station, scanprofil, seitenmodus)
        values ('Morgenpost', 'Station 1', 'standard', 'einseitig') returning id`,
    ),
  );
  if (made === undefined) throw new Error('the builder inserted no Stapel');
  return made.id;
};
