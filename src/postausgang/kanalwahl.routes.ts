import { z } from 'zod';
import type { Route } from '#http/route.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPostausgang,
  viewOf,
} from '#organisation/index.js';
import { findBrief, noSuchLetter } from './brief.repository.js';
import { listKanalentscheidungen } from './kanalwahl.repository.js';
import { KanalentscheidungListe } from './kanalwahl.schema.js';
import type { PostausgangDeps } from './postausgang-deps.js';

/** Why a letter went the way it went. */
export const createKanalwahlRoutes = (deps: PostausgangDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/postausgaenge/:id/kanalentscheidungen',
    summary: 'Warum ein Schreiben diesen Weg ging, mit allen Wegen, die erwogen wurden',
    tag: 'Postausgang',
    permission: 'postausgang:read',
    params: z.object({ id: z.uuid() }),
    responses: { 200: KanalentscheidungListe },
    handler: async ({ principal, params: { id } }) => ({
      status: 200,
      body: {
        entscheidungen: await inTransaction(deps.db, viewOf(principal), async (tx) => {
          const brief = await findBrief(tx, sichtbarerPostausgang(principal, 'p'), id);
          if (brief === undefined) throw noSuchLetter();
          return listKanalentscheidungen(tx, id);
        }),
      },
    }),
  }),
];
