import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { NotFound } from '#errors.js';
import type { Route } from '#http/route.js';
import { publish } from '#infrastructure/database/events.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPosteingangAlsGanzes,
  viewOf,
} from '#organisation/index.js';
import { readContent } from '../lesezugriff.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { listDoppel, separateDoppel } from './doppel.repository.js';
import { DoppelGetrennt, DoppelListe } from './doppel.schema.js';

const byId = z.object({ id: z.uuid() });
const byPair = byId.extend({ anderer: z.uuid() });

const notLinked = (): NotFound =>
  new NotFound({
    code: 'kein-doppel',
    message: 'The two items are not linked, or not both may be seen.',
    clerkMessage: 'Diese Eingänge sind nicht als Doppel verbunden.',
  });

/** Items that are the same letter, for who may read both. */
export const createDoppelRoutes = (deps: PosteingangRouteDeps): Route<Principal, Permission>[] => {
  const reading = readContent(deps, sichtbarerPosteingangAlsGanzes);
  return [
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/doppel',
      summary: 'Eingänge, die das gleiche Schreiben sind, soweit man beide sehen darf',
      tag: 'Posteingang',
      permission: 'posteingang:read',
      params: byId,
      responses: { 200: DoppelListe },
      handler: async ({ principal, params: { id }, requestId }) => ({
        status: 200,
        body: await reading(
          { principal, requestId, id, action: 'posteingang.doppel.read' },
          async (tx) => ({
            doppel: await listDoppel(tx, id, sichtbarerPosteingangAlsGanzes(principal, 'p')),
          }),
        ),
      }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/posteingaenge/:id/doppel/:anderer/trennen',
      summary: 'Zwei Eingänge trennen, die kein Doppel sind; sie werden nicht wieder verbunden',
      tag: 'Posteingang',
      permission: 'posteingang:read',
      params: byPair,
      responses: { 200: DoppelGetrennt },
      handler: ({ principal, params: { id, anderer }, requestId }) =>
        inTransaction(deps.db, viewOf(principal), async (tx) => {
          const visible = sichtbarerPosteingangAlsGanzes(principal, 'p');
          const linked = await listDoppel(tx, id, visible);
          if (!linked.some((one) => one.id === anderer)) throw notLinked();
          const { personId } = principal;
          if ((await separateDoppel(tx, { id, otherId: anderer, personId })) === 0)
            throw notLinked();
          await appendAudit(tx, [
            {
              actor: actorOf(principal),
              action: 'posteingang.doppel.getrennt',
              objectType: 'posteingang',
              objectId: id,
              requestId,
            },
          ]);
          await publish(tx, [
            { kind: 'posteingang', id },
            { kind: 'posteingang', id: anderer },
          ]);
          return { status: 200, body: { getrennt: true as const } };
        }),
    }),
  ];
};
