import { sql } from 'kysely';
import { rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { AuditAbfrage, AuditEreignis } from './audit.schema.js';

interface AuditRow {
  seq: number;
  at: Date;
  actorKind: AuditEreignis['actor']['kind'];
  actorId: string | null;
  actorName: string | null;
  action: string;
  objectType: string;
  objectId: string | null;
  detail: AuditEreignis['detail'];
  requestId: string | null;
}

const toEvent = ({ actorKind, actorId, actorName, ...row }: AuditRow): AuditEreignis => ({
  ...row,
  at: row.at.toISOString(),
  actor: { kind: actorKind, id: actorId, name: actorName },
});

/** Events that fit the filter, newest first; an action may be given as its beginning. */
export const listAudit = async (tx: Tx, filter: AuditAbfrage): Promise<AuditEreignis[]> => {
  const { objectType, objectId, actorId, action, von, bis, vor, limit } = filter;
  const conditions = [
    ...(objectType === undefined ? [] : [sql`a.object_type = ${objectType}`]),
    ...(objectId === undefined ? [] : [sql`a.object_id = ${objectId}`]),
    ...(actorId === undefined ? [] : [sql`a.actor_id = ${actorId}`]),
    ...(action === undefined ? [] : [sql`starts_with(a.action, ${action})`]),
    ...(von === undefined ? [] : [sql`a.at >= ${von}::timestamptz`]),
    ...(bis === undefined ? [] : [sql`a.at < ${bis}::timestamptz`]),
    ...(vor === undefined ? [] : [sql`a.seq < ${vor}`]),
  ];
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const found = await rows<AuditRow>(
    tx,
    sql`select a.seq, a.at, a.actor_kind, a.actor_id, p.name as actor_name, a.action, a.object_type,
          a.object_id, a.detail, a.request_id
        from audit_event a left join person p on p.id = a.actor_id
        where ${where} order by a.seq desc limit ${limit}`,
  );
  return found.map(toEvent);
};
