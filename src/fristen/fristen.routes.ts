import { z } from 'zod';
import type { Route } from '#http/route.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbareFrist,
  viewOf,
} from '#organisation/index.js';
import {
  changeFrist,
  correctEingangstag,
  createFrist,
  decideFrist,
  readFrist,
} from './bearbeiten.js';
import { countFristen, listFristen } from './frist-lesen.repository.js';
import {
  EingangstagAenderung,
  FristAenderung,
  FristDetail,
  FristEntscheidung,
  FristFilter,
  FristListe,
  FristNeu,
  FristZahlen,
} from './fristen.schema.js';
import { type FristenDeps, grenzenOf } from './fristen-deps.js';
import { createKalenderRoutes } from './kalender.routes.js';
import { createRechnerRoutes } from './rechner.routes.js';

const tag = 'Fristen';
const byId = z.object({ id: z.uuid() });

const createFristRoutes = (deps: FristenDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/fristen',
    summary: 'Fristen der eigenen Einheiten, die nächste zuerst',
    tag,
    permission: 'vorgang:read',
    query: FristFilter,
    responses: { 200: FristListe },
    handler: async ({ principal, query }) => {
      const visible = sichtbareFrist(principal, 'f');
      const grenzen = grenzenOf(deps);
      const body = await inTransaction(deps.db, viewOf(principal), async (tx) => ({
        fristen: await listFristen(tx, visible, {
          filter: { ...query, personId: principal.personId },
          grenzen,
        }),
        anzahl: await countFristen(tx, visible, { grenzen, leitung: principal.leitung }),
        heute: grenzen.heute,
      }));
      return { status: 200, body };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/fristen/zahlen',
    summary: 'Wie viele Fristen offen, nah und überfällig sind',
    tag,
    permission: 'vorgang:read',
    responses: { 200: FristZahlen },
    handler: async ({ principal }) => ({
      status: 200,
      body: await inTransaction(deps.db, viewOf(principal), (tx) =>
        countFristen(tx, sichtbareFrist(principal, 'f'), {
          grenzen: grenzenOf(deps),
          leitung: principal.leitung,
        }),
      ),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/fristen',
    summary: 'Eine Frist zu einem Eingang oder Vorgang anlegen',
    tag,
    permission: 'vorgang:write',
    body: FristNeu,
    responses: { 201: FristDetail },
    handler: async ({ body, ...by }) => ({ status: 201, body: await createFrist(deps, body, by) }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/fristen/:id',
    summary: 'Eine Frist mit Rechenweg und Verlauf',
    tag,
    permission: 'vorgang:read',
    params: byId,
    responses: { 200: FristDetail },
    handler: async ({ params, principal }) => ({
      status: 200,
      body: await readFrist(deps, params.id, principal),
    }),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/fristen/:id',
    summary: 'Eine Frist ändern und neu berechnen, mit Begründung',
    tag,
    permission: 'vorgang:write',
    params: byId,
    body: FristAenderung,
    responses: { 200: FristDetail },
    handler: async ({ params, body, ...by }) => ({
      status: 200,
      body: await changeFrist(deps, { id: params.id, change: body }, by),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/fristen/:id/entscheidung',
    summary: 'Eine Frist bestätigen, verwerfen oder als erledigt kennzeichnen',
    tag,
    permission: 'vorgang:write',
    params: byId,
    body: FristEntscheidung,
    responses: { 200: FristDetail },
    handler: async ({ params, body, ...by }) => ({
      status: 200,
      body: await decideFrist(deps, { id: params.id, entscheidung: body }, by),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/posteingaenge/:id/eingangstag',
    summary: 'Den Tag des Eingangs für Fristen berichtigen; offene Fristen werden neu berechnet',
    tag,
    permission: 'vorgang:write',
    params: byId,
    body: EingangstagAenderung,
    responses: { 204: null },
    handler: async ({ params, body, ...by }) => {
      await correctEingangstag(deps, { posteingangId: params.id, ...body }, by);
      return { status: 204 };
    },
  }),
];

/** All routes of Fristen. */
export const createFristenRoutes = (deps: FristenDeps): Route<Principal, Permission>[] => [
  ...createFristRoutes(deps),
  ...createRechnerRoutes(deps),
  ...createKalenderRoutes(deps),
];
