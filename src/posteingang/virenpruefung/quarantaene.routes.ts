import { z } from 'zod';
import type { Route } from '#http/route.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { decideQuarantaene } from './quarantaene.js';
import { listQuarantaene } from './virenpruefung.repository.js';
import { Quarantaene, QuarantaeneEntscheidung } from './virenpruefung.schema.js';

const tag = 'Quarantäne';

/** What the Systembetreuung does with items in which malicious software was found. */
export const createQuarantaeneRoutes = (
  deps: Pick<PosteingangRouteDeps, 'db' | 'afterCommit'>,
): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/quarantaene',
    summary: 'Eingänge, in denen die Virenprüfung Schadsoftware gemeldet hat',
    tag,
    permission: 'betrieb:read',
    responses: { 200: z.object({ eingaenge: z.array(Quarantaene) }) },
    // No content and no personal data, so that those who run the system see what they have to decide.
    handler: async () => ({
      status: 200,
      body: { eingaenge: await asSystem(deps.db, listQuarantaene) },
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/quarantaene/:id',
    summary: 'Über einen Eingang in Quarantäne entscheiden',
    tag,
    permission: 'organisation:manage',
    params: z.object({ id: z.uuid() }),
    body: QuarantaeneEntscheidung,
    responses: { 202: z.object({ id: z.uuid() }) },
    handler: async ({ principal, params: { id }, body, requestId }) => {
      await asSystem(deps.db, (tx) =>
        decideQuarantaene(tx, { id, principal, requestId, entscheidung: body }),
      );
      deps.afterCommit(['posteingang.light']);
      return { status: 202, body: { id } };
    },
  }),
];
