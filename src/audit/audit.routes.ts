import { type Route, routesFor } from '#http/route.js';
import type { Db } from '#infrastructure/database/pool.js';
import { inTransaction, type ViewSettings } from '#infrastructure/database/transaction.js';
import { listAudit } from './audit.repository.js';
import { AuditAbfrage, AuditSeite } from './audit.schema.js';

/**
 * Reading the trail. Every feature writes to it, so it knows none: what a person may see comes in as
 * `viewOf` of the feature that owns people.
 */
export const createAuditRoutes = <Principal>(deps: {
  db: Db;
  viewOf: (principal: Principal) => ViewSettings;
}): Route<Principal, 'audit:read'>[] => {
  const defineRoute = routesFor<Principal, 'audit:read'>();
  return [
    defineRoute({
      method: 'get',
      path: '/api/audit',
      summary: 'Protokoll der Änderungen und Lesezugriffe, neueste zuerst',
      tag: 'Protokoll',
      permission: 'audit:read',
      query: AuditAbfrage,
      responses: { 200: AuditSeite },
      handler: async ({ principal, query }) => {
        const ereignisse = await inTransaction(deps.db, deps.viewOf(principal), (tx) =>
          listAudit(tx, query),
        );
        const weiter = ereignisse.length === query.limit ? (ereignisse.at(-1)?.seq ?? null) : null;
        return { status: 200, body: { ereignisse, weiter } };
      },
    }),
  ];
};
