import { z } from 'zod';
import type { Route } from '#http/route.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import { assign, fileByUnit, tryAgain } from './clearing.js';
import { EntscheidungsAntwort } from './clearingplatz/clearingplatz.schema.js';
import { getItem } from './inhalt.repository.js';
import { gelerntAus } from './lernen/antwort.js';
import { createSightCheck } from './lesezugriff.js';
import { Ablage, PosteingangStatus, Zuordnung } from './posteingang.schema.js';
import type { PosteingangRouteDeps } from './posteingang-deps.js';

const tag = 'Clearing';
const byId = z.object({ id: z.uuid() });

/** What a clerk does with an item that the machine could not decide. */
export const createClearingRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => {
  const requireSight = createSightCheck(deps);

  return [
    defineRoute({
      method: 'post',
      path: '/api/posteingaenge/:id/zuordnung',
      summary: 'Eingang einer Organisationseinheit und einem Vorgang zuordnen',
      tag,
      permission: 'posteingang:clear',
      params: byId,
      body: Zuordnung,
      responses: { 202: EntscheidungsAntwort },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        await requireSight(principal, id);
        const { entscheidungId, folge } = await asSystem(deps.db, (tx) =>
          assign(tx, { id, zuordnung: body, principal, requestId }),
        );
        deps.afterCommit(['posteingang.light']);
        return {
          status: 202,
          body: { id, entscheidungId, ...(await gelerntAus(deps, folge)) },
        };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/posteingaenge/:id/nochmal',
      summary: 'Verarbeitung erneut versuchen',
      tag,
      permission: 'posteingang:clear',
      params: byId,
      responses: { 202: PosteingangStatus.pick({ id: true }) },
      handler: async ({ principal, params: { id }, requestId }) => {
        await requireSight(principal, id);
        await asSystem(deps.db, (tx) => tryAgain(tx, { id, principal, requestId }));
        deps.afterCommit(['posteingang.light']);
        return { status: 202, body: { id } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/posteingaenge/:id/vorgang',
      summary: 'Eingang der eigenen Einheit in einem Vorgang ablegen',
      tag,
      permission: 'vorgang:write',
      params: byId,
      body: Ablage,
      responses: { 200: z.object({ vorgangId: z.uuid() }) },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        await requireSight(principal, id);
        const { archivSha256 } = await asSystem(deps.db, (tx) => getItem(tx, id));
        const archiveSize = archivSha256 === null ? 0 : await deps.blobs.size(archivSha256);
        const filed = await asSystem(deps.db, (tx) =>
          fileByUnit(tx, { id, ablage: body, archiveSize, principal, requestId }),
        );
        return { status: 200, body: filed };
      },
    }),
  ];
};
