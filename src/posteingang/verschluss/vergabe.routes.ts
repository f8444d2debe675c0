import { z } from 'zod';
import { NotFound } from '#errors.js';
import type { Route } from '#http/route.js';
import { defineRoute, type Permission, type Principal } from '#organisation/index.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { protokollText } from './protokolltext.js';
import { createVergaben } from './vergabe.js';
import { Fristverlaengerung, Vergabe, VergabeListe, VergabeWunsch } from './vergabe.schema.js';

const tag = 'Vergabe';
const permission = 'verschluss:oeffnen';
const byId = z.object({ id: z.uuid() });

const notOpened = (): NotFound =>
  new NotFound({
    code: 'kein-protokoll',
    message: 'The bids have not been opened, so there is no protocol.',
    clerkMessage: 'Die Angebote sind noch nicht geöffnet; ein Protokoll gibt es noch nicht.',
  });

/** Tenders and the opening of their bids by two people. */
export const createVergabeRoutes = (deps: PosteingangRouteDeps): Route<Principal, Permission>[] => {
  const vergaben = createVergaben(deps);
  return [
    defineRoute({
      method: 'get',
      path: '/api/vergaben',
      summary: 'Vergaben',
      tag,
      permission,
      responses: { 200: VergabeListe },
      handler: async ({ principal }) => ({
        status: 200,
        body: { vergaben: await vergaben.list(principal) },
      }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/vergaben',
      summary: 'Vergabe mit Angebotsfrist anlegen',
      tag,
      permission,
      body: VergabeWunsch,
      responses: { 201: Vergabe },
      handler: async ({ principal, body, requestId }) => ({
        status: 201,
        body: await vergaben.create(body, { principal, requestId }),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/vergaben/:id',
      summary: 'Eine Vergabe',
      tag,
      permission,
      params: byId,
      responses: { 200: Vergabe },
      handler: async ({ principal, params: { id } }) => ({
        status: 200,
        body: await vergaben.get(id, principal),
      }),
    }),
    defineRoute({
      method: 'patch',
      path: '/api/vergaben/:id',
      summary: 'Angebotsfrist verlängern, solange sie läuft',
      tag,
      permission,
      params: byId,
      body: Fristverlaengerung,
      responses: { 200: Vergabe },
      handler: async ({ principal, params: { id }, body, requestId }) => ({
        status: 200,
        body: await vergaben.extend(id, body.angebotsfrist, { principal, requestId }),
      }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/vergaben/:id/freigabe',
      summary: 'Öffnung freigeben; die Freigabe einer zweiten Person öffnet die Angebote',
      tag,
      permission,
      params: byId,
      responses: { 200: Vergabe },
      handler: async ({ principal, params: { id }, requestId }) => ({
        status: 200,
        body: await vergaben.release(id, { principal, requestId }),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/vergaben/:id/protokoll.txt',
      summary: 'Öffnungsprotokoll als Text',
      tag,
      permission,
      params: byId,
      responses: { 200: null },
      handler: async ({ principal, params: { id } }) => {
        const { protokoll } = await vergaben.get(id, principal);
        if (protokoll === null) throw notOpened();
        return {
          status: 200,
          bytes: Buffer.from(`\uFEFF${protokollText(protokoll)}`),
          headers: {
            'Content-Type': 'text/plain; charset=utf-8',
            'Content-Disposition': 'attachment; filename="oeffnungsprotokoll.txt"',
          },
        };
      },
    }),
  ];
};
