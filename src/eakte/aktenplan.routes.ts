import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { Forbidden, InvalidInput } from '#errors.js';
import type { Route } from '#http/route.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  can,
  defineRoute,
  type Permission,
  type Principal,
  sichtbareAkte,
  sichtbarerVorgang,
  viewOf,
} from '#organisation/index.js';
import { findAkte, insertAkte, listAkten, listAktenplan } from './aktenplan.repository.js';
import { Akte, AkteNeu, AktenAbfrage, AktenListe, Aktenplan } from './eakte.schema.js';
import { type EakteDeps, notThere } from './eakte-deps.js';
import type { Asking } from './vorgang.js';

const Id = z.object({ id: z.uuid() });
const tag = 'E-Akte';

const sichtOf = (principal: Principal) => ({
  akte: sichtbareAkte(principal, 'a'),
  vorgang: sichtbarerVorgang(principal, 'v'),
});

const openAkte = ({ db }: EakteDeps, given: z.infer<typeof AkteNeu>, by: Asking): Promise<Akte> =>
  inTransaction(db, viewOf(by.principal), async (tx) => {
    if (!can(by.principal, 'vorgang:create', given)) {
      throw new Forbidden({
        code: 'unit-not-own',
        message: 'The person may open an Akte only for a unit of their own.',
        clerkMessage: 'Sie können Akten nur in Ihrer Organisationseinheit anlegen.',
      });
    }
    const id = await insertAkte(tx, given);
    const akte = id === undefined ? undefined : await findAkte(tx, sichtOf(by.principal), id);
    if (akte === undefined) {
      throw new InvalidInput({
        code: 'aktenplaneinheit-unknown',
        message: 'The Aktenplaneinheit of the new Akte does not exist.',
        clerkMessage: 'Diese Aktenplaneinheit gibt es nicht.',
        httpStatus: 422,
      });
    }
    await appendAudit(tx, [
      {
        actor: actorOf(by.principal),
        action: 'akte.created',
        objectType: 'akte',
        objectId: akte.id,
        requestId: by.requestId,
      },
    ]);
    return akte;
  });

/** The Aktenplan and the Akten in it; the lines in reach of who clears as well. */
export const createAktenplanRoutes = (deps: EakteDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/aktenplan',
    summary: 'Der Aktenplan mit der Zahl der sichtbaren Akten',
    tag,
    permission: 'organisation:read',
    responses: { 200: Aktenplan },
    handler: async ({ principal }) => {
      const einheiten = await inTransaction(deps.db, viewOf(principal), (tx) =>
        listAktenplan(tx, sichtOf(principal).akte),
      );
      return { status: 200, body: { einheiten } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/aktenplaneinheiten/:id/akten',
    summary: 'Die sichtbaren Akten einer Aktenplaneinheit',
    tag,
    permission: 'organisation:read',
    params: Id,
    query: AktenAbfrage,
    responses: { 200: AktenListe },
    handler: async ({ principal, params, query }) => {
      const akten = await inTransaction(deps.db, viewOf(principal), (tx) =>
        listAkten(tx, sichtOf(principal), { ...query, aktenplaneinheitId: params.id }),
      );
      const weiter = akten.length === query.limit ? (akten.at(-1)?.laufnummer ?? null) : null;
      return { status: 200, body: { akten, weiter } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/akten/:id',
    summary: 'Eine Akte',
    tag,
    permission: 'organisation:read',
    params: Id,
    responses: { 200: Akte },
    handler: async ({ principal, params }) => {
      const akte = await inTransaction(deps.db, viewOf(principal), (tx) =>
        findAkte(tx, sichtOf(principal), params.id),
      );
      if (akte === undefined) throw notThere('Akte');
      return { status: 200, body: akte };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/akten',
    summary: 'Eine Akte anlegen',
    tag,
    permission: 'vorgang:write',
    body: AkteNeu,
    responses: { 201: Akte },
    handler: async ({ body, ...by }) => ({ status: 201, body: await openAkte(deps, body, by) }),
  }),
];
