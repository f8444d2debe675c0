import { sql } from 'kysely';
import { z } from 'zod';
import type { Route } from '#http/route.js';
import { changed, firstRow } from '#infrastructure/database/pool.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  can,
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPostausgang,
  viewOf,
} from '#organisation/index.js';
import { findBrief, lockBrief, noSuchLetter, outdated } from '../brief.repository.js';
import { recordEreignis } from '../ereignis.js';
import type { PostausgangDeps } from '../postausgang-deps.js';
import { findLaufOf } from './lauf.repository.js';
import { BriefVersand, VersandartAenderung } from './postlauf.schema.js';

const byId = z.object({ id: z.uuid() });

const read = async (tx: Tx, principal: Principal, id: string): Promise<BriefVersand> => {
  const brief = await findBrief(tx, sichtbarerPostausgang(principal, 'p'), id);
  const stored = await firstRow<VersandartAenderung>(
    tx,
    sql`select versandart, persoenlich, beilagen_gramm from postausgang where id = ${id}`,
  );
  if (brief === undefined || stored === undefined) throw noSuchLetter();
  const lauf = (await findLaufOf(tx, id)) ?? null;
  const open = ['entwurf', 'zur_freigabe', 'queued'].includes(brief.zustand);
  const aenderbar = open && lauf === null && can(principal, 'vorgang:write', brief);
  return { ...stored, aenderbar, lauf };
};

/** How a letter goes to its recipient: told to who may read it, changed by who works on its Vorgang. */
export const createVersandartRoutes = ({
  db,
}: Pick<PostausgangDeps, 'db'>): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/postausgaenge/:id/postlauf',
    summary: 'Versandart eines Schreibens und sein Postlauf',
    tag: 'Postausgang',
    permission: 'postausgang:read',
    params: byId,
    responses: { 200: BriefVersand },
    handler: async ({ principal, params }) => ({
      status: 200,
      body: await inTransaction(db, viewOf(principal), (tx) => read(tx, principal, params.id)),
    }),
  }),
  defineRoute({
    method: 'put',
    path: '/api/postausgaenge/:id/versandart',
    summary: 'Versandart eines Schreibens festlegen, solange es in keinem Postlauf ist',
    tag: 'Postausgang',
    permission: 'postausgang:write',
    params: byId,
    body: VersandartAenderung,
    responses: { 200: BriefVersand },
    handler: async ({ principal, requestId, params: { id }, body }) => ({
      status: 200,
      body: await inTransaction(db, viewOf(principal), async (tx) => {
        await lockBrief(tx, sichtbarerPostausgang(principal, 'p'), id);
        if (!(await read(tx, principal, id)).aenderbar) throw outdated();
        await changed(
          tx,
          sql`update postausgang set versandart = ${body.versandart}, persoenlich = ${body.persoenlich},
                beilagen_gramm = ${body.beilagenGramm}, updated_at = now() where id = ${id}`,
        );
        const detail = { versandart: body.versandart };
        const actor = actorOf(principal);
        await recordEreignis(tx, { id, action: 'versandart', actor, requestId, detail });
        return read(tx, principal, id);
      }),
    }),
  }),
];
