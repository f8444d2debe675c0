import { z } from 'zod';
import type { Route } from '#http/route.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import { readDetail } from './detail.js';
import { createEntwuerfe } from './entwurf.js';
import {
  Abgabe,
  EntwurfAenderung,
  NeuerPostausgang,
  PostausgangDetail,
  Vorschau,
  VorschauAnfrage,
} from './postausgang.schema.js';
import { mittelOf, type PostausgangDeps } from './postausgang-deps.js';

const tag = 'Postausgang';
const permission = 'postausgang:write';
const byId = z.object({ id: z.uuid() });

/** Writing a letter: draft, live preview, handing in. */
export const createEntwurfRoutes = (deps: PostausgangDeps): Route<Principal, Permission>[] => {
  const entwuerfe = createEntwuerfe(deps);
  const { vorlagen } = mittelOf(deps);
  const detail = (principal: Principal, id: string) =>
    readDetail({ db: deps.db, vorlagen }, principal, id);
  return [
    defineRoute({
      method: 'post',
      path: '/api/postausgaenge/vorschau',
      summary: 'Vorschau eines ungespeicherten Schreibens als Seitenbilder',
      tag,
      permission,
      body: VorschauAnfrage,
      responses: { 200: Vorschau },
      handler: async ({ principal, body, requestId }) => ({
        status: 200,
        body: await entwuerfe.preview({ principal, requestId }, body),
      }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/postausgaenge',
      summary: 'Entwurf in einem Vorgang anlegen',
      tag,
      permission,
      body: NeuerPostausgang,
      responses: { 201: PostausgangDetail },
      handler: async ({ principal, body, requestId }) => {
        const id = await entwuerfe.create({ principal, requestId }, body);
        return { status: 201, body: await detail(principal, id) };
      },
    }),
    defineRoute({
      method: 'put',
      path: '/api/postausgaenge/:id',
      summary: 'Entwurf ändern',
      tag,
      permission,
      params: byId,
      body: EntwurfAenderung,
      responses: { 200: PostausgangDetail },
      handler: async ({ principal, params, body, requestId }) => {
        await entwuerfe.update({ principal, requestId }, params.id, body);
        return { status: 200, body: await detail(principal, params.id) };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/postausgaenge/:id/abgabe',
      summary: 'Schreiben abgeben: setzen, prüfen, freigeben lassen, versenden',
      tag,
      permission,
      params: byId,
      body: Abgabe,
      responses: { 200: PostausgangDetail },
      handler: async ({ principal, params, body, requestId }) => {
        await entwuerfe.submit({ principal, requestId }, params.id, body.version);
        return { status: 200, body: await detail(principal, params.id) };
      },
    }),
  ];
};
