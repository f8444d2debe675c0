import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Route } from '#http/route.js';
import { asSystem, inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPosteingangsinhalt,
  viewOf,
} from '#organisation/index.js';
import { recordReading } from '../lesezugriff.js';
import { getZeile } from '../posteingang.repository.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { nimmZurueck, ordneSeiten, zeigeSeitenordnung } from './seitenordnung.js';
import { NeueSeitenordnung, Seitenordnung } from './seitenordnung.schema.js';

const tag = 'Trennung';
const byId = z.object({ id: z.uuid() });
const path = '/api/posteingaenge/:id/seitenordnung';

/** Putting right how a stack was cut: by people who clear, for items whose content they may see. */
export const createSeitenordnungRoutes = (
  deps: Pick<PosteingangRouteDeps, 'db' | 'afterCommit'>,
): Route<Principal, Permission>[] => {
  const requireSight = (principal: Principal, id: string) =>
    inTransaction(deps.db, viewOf(principal), (tx) =>
      getZeile(tx, sichtbarerPosteingangsinhalt(principal, 'p'), id),
    );

  const change = async (
    from: { principal: Principal; id: string },
    work: (tx: Tx) => Promise<void>,
  ): Promise<Seitenordnung> => {
    await requireSight(from.principal, from.id);
    const order = await asSystem(deps.db, async (tx) => {
      await work(tx);
      return zeigeSeitenordnung(tx, from.id);
    });
    deps.afterCommit(['posteingang.light', 'posteingang.heavy', 'posteingang.ocr']);
    return order;
  };

  return [
    defineRoute({
      method: 'get',
      path,
      summary: 'Welche Seite eines Stapels in welchem Brief liegt',
      tag,
      permission: 'posteingang:clear',
      params: byId,
      responses: { 200: Seitenordnung },
      handler: async ({ principal, params: { id }, requestId }) => {
        await requireSight(principal, id);
        const body = await asSystem(deps.db, async (tx) => {
          await recordReading(tx, {
            principal,
            requestId,
            id,
            action: 'posteingang.seitenordnung.read',
          });
          return zeigeSeitenordnung(tx, id);
        });
        return { status: 200, body };
      },
    }),
    defineRoute({
      method: 'put',
      path,
      summary: 'Briefe eines Stapels trennen, verbinden, Seiten drehen, umordnen oder ausschließen',
      tag,
      permission: 'posteingang:clear',
      params: byId,
      body: NeueSeitenordnung,
      responses: { 202: Seitenordnung },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        const { version, ...target } = body;
        const order = await change({ principal, id }, (tx) =>
          ordneSeiten(tx, { id, version, principal, requestId, newId: randomUUID }, target),
        );
        return { status: 202, body: order };
      },
    }),
    defineRoute({
      method: 'post',
      path: `${path}/rueckgaengig`,
      summary: 'Letzte Änderung der Seitenordnung zurücknehmen',
      tag,
      permission: 'posteingang:clear',
      params: byId,
      body: NeueSeitenordnung.pick({ version: true }),
      responses: { 202: Seitenordnung },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        const order = await change({ principal, id }, (tx) =>
          nimmZurueck(tx, {
            id,
            version: body.version,
            principal,
            requestId,
            newId: randomUUID,
          }),
        );
        return { status: 202, body: order };
      },
    }),
  ];
};
