import { sql } from 'kysely';
import { prepared, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** Who did it: a person, an API token of a person, or Poststelle itself. */
export type Actor = { kind: 'person' | 'token'; personId: string } | { kind: 'system' };

/** One change, or one reading of content. `detail` holds ids, codes and counts; no names, no content. */
export interface AuditEvent {
  actor: Actor;
  /** `<object>.<verb>`, e.g. `posteingang.accepted`, `dokument.read`. */
  action: string;
  objectType: string;
  objectId?: string;
  detail?: Readonly<Record<string, string | number | boolean | null>>;
  requestId?: string;
}

/** Poststelle acting by itself. */
export const system: Actor = { kind: 'system' };

/** Appends events in the transaction of what they tell, so that neither exists without the other. */
export const appendAudit = async (tx: Tx, events: readonly AuditEvent[]): Promise<void> => {
  if (events.length === 0) return;
  const list = JSON.stringify(
    events.map((event) => ({
      actor_kind: event.actor.kind,
      actor_id: event.actor.kind === 'system' ? null : event.actor.personId,
      action: event.action,
      object_type: event.objectType,
      object_id: event.objectId,
      detail: event.detail ?? {},
      request_id: event.requestId,
    })),
  );
  await rows(
    tx,
    sql`${prepared('append-audit')} insert into audit_event (actor_kind, actor_id, action, object_type, object_id, detail, request_id)
        select actor_kind, actor_id, action, object_type, object_id, detail, request_id
        from jsonb_to_recordset(${list}::jsonb) as e (actor_kind text, actor_id uuid, action text,
          object_type text, object_id text, detail jsonb, request_id text)`,
  );
};
