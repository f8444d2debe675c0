import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Route } from '#http/route.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import { createSightCheck, recordReading } from '../lesezugriff.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { lehrbeispiele } from './lehrstoff.js';
import { listKorrigierte, readKorrigierten } from './lehrstoff.repository.js';
import { nimmZurueck, ordneSeiten, zeigeSeitenordnung } from './seitenordnung.js';
import { NeueSeitenordnung, Seitenordnung } from './seitenordnung.schema.js';

const tag = 'Trennung';
const byId = z.object({ id: z.uuid() });
const path = '/api/posteingaenge/:id/seitenordnung';
const mostStacks = 10_000;

/** Putting right how a stack was cut: by people who clear, for items whose content they may see. */
export const createSeitenordnungRoutes = (
  deps: Pick<PosteingangRouteDeps, 'db' | 'afterCommit'>,
): Route<Principal, Permission>[] => {
  const requireSight = createSightCheck(deps);

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

  /** One line of JSON for each page; a stack at a time is in memory. */
  async function* korrekturen(von: string | undefined): AsyncGenerator<string> {
    const ids = await asSystem(deps.db, (tx) => listKorrigierte(tx, { von, limit: mostStacks }));
    for (const id of ids) {
      const stack = await asSystem(deps.db, (tx) => readKorrigierten(tx, id));
      if (stack === undefined) continue;
      for (const example of lehrbeispiele(stack)) yield `${JSON.stringify(example)}\n`;
    }
  }

  return [
    defineRoute({
      method: 'get',
      path: '/api/trennung/korrekturen.ndjson',
      summary: 'Was an Stapeln berichtigt wurde, ohne Text, zum Lernen: eine Zeile JSON je Seite',
      tag,
      permission: 'posteingang:clear',
      query: z.object({ von: z.iso.date().optional().describe('berichtigt ab diesem Tag') }),
      responses: { 200: null },
      handler: async ({ query }) => ({
        status: 200,
        stream: Readable.from(korrekturen(query.von)),
        headers: {
          'Content-Type': 'application/x-ndjson; charset=utf-8',
          'Content-Disposition': 'attachment; filename="trennung-korrekturen.ndjson"',
        },
      }),
    }),
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
