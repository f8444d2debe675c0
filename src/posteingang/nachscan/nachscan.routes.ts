import { z } from 'zod';
import type { Route } from '#http/route.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import { createSightCheck } from '../lesezugriff.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { finishNachscan, requestNachscan } from './nachscan.js';
import { listNachscansOf, listOpenNachscans } from './nachscan.repository.js';
import {
  Nachscan,
  NachscanAbfrage,
  NachscanErledigt,
  NachscanListe,
  NachscanWunsch,
} from './nachscan.schema.js';

const tag = 'Nachscan';
const byId = z.object({ id: z.uuid() });

/** Asking the station to scan pages once more: by who may read the item, answered by who scans. */
export const createNachscanRoutes = (
  deps: Pick<PosteingangRouteDeps, 'db'>,
): Route<Principal, Permission>[] => {
  const requireSight = createSightCheck(deps);
  return [
    defineRoute({
      method: 'get',
      path: '/api/nachscans',
      summary: 'Welche Seiten noch einmal zu scannen sind',
      tag,
      permission: 'posteingang:receive',
      query: NachscanAbfrage,
      responses: { 200: NachscanListe },
      handler: async ({ query }) => ({
        status: 200,
        body: {
          nachscans: await asSystem(deps.db, (tx) => listOpenNachscans(tx, query.stapelId)),
        },
      }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/nachscans/:id/erledigt',
      summary: 'Bitte um einen neuen Scan als erledigt melden',
      tag,
      permission: 'posteingang:receive',
      params: byId,
      body: NachscanErledigt,
      responses: { 200: Nachscan },
      handler: async ({ principal, params: { id }, body, requestId }) => ({
        status: 200,
        body: await asSystem(deps.db, (tx) =>
          finishNachscan(tx, id, body.eingangsnummer, { principal, requestId }),
        ),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/nachscans',
      summary: 'Bitten um einen neuen Scan dieses Eingangs',
      tag,
      permission: 'posteingang:read',
      params: byId,
      responses: { 200: NachscanListe },
      handler: async ({ principal, params: { id } }) => {
        await requireSight(principal, id);
        const nachscans = await asSystem(deps.db, (tx) => listNachscansOf(tx, id));
        return { status: 200, body: { nachscans } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/posteingaenge/:id/nachscans',
      summary: 'Um einen neuen Scan einzelner Seiten bitten',
      tag,
      permission: 'posteingang:read',
      params: byId,
      body: NachscanWunsch,
      responses: { 201: Nachscan },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        await requireSight(principal, id);
        const made = await asSystem(deps.db, (tx) =>
          requestNachscan(tx, id, body, { principal, requestId }),
        );
        return { status: 201, body: made };
      },
    }),
  ];
};
