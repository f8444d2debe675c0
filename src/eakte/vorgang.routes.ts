import { z } from 'zod';
import type { Route } from '#http/route.js';
import { asSystem, inTransaction } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerVorgang,
  viewOf,
} from '#organisation/index.js';
import {
  VorgangAbfrage,
  VorgangAenderung,
  VorgangDetail,
  VorgangNeu,
  VorgangSeite,
  VorschlagAbfrage,
  VorschlagListe,
  ZuordnungszielAbfrage,
  ZuordnungszielListe,
} from './eakte.schema.js';
import type { EakteDeps } from './eakte-deps.js';
import { findZuordnungsziele } from './matching.repository.js';
import { changeVorgang, openVorgang, readVorgang } from './vorgang.js';
import { listVorgaenge, suggestVorgaenge } from './vorgang.repository.js';

const tag = 'E-Akte';
const Id = z.object({ id: z.uuid() });

const listRoutes = ({ db }: EakteDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/vorgaenge',
    summary: 'Meine oder alle sichtbaren Vorgänge, neueste zuerst',
    tag,
    permission: 'vorgang:read',
    query: VorgangAbfrage,
    responses: { 200: VorgangSeite },
    handler: async ({ principal, query }) => {
      const { bereich, ...filter } = query;
      const bearbeiterId = bereich === 'meine' ? principal.personId : undefined;
      const page = await inTransaction(db, viewOf(principal), (tx) =>
        listVorgaenge(tx, sichtbarerVorgang(principal, 'v'), { ...filter, bearbeiterId }),
      );
      const isFull = page.vorgaenge.length === query.limit;
      const weiter = isFull ? (page.vorgaenge.at(-1)?.id ?? null) : null;
      return { status: 200, body: { ...page, weiter } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/vorgaenge/vorschlaege',
    summary: 'Vorschläge beim Tippen: Geschäftszeichen, Betreff oder Beteiligte',
    tag,
    permission: 'vorgang:read',
    query: VorschlagAbfrage,
    responses: { 200: VorschlagListe },
    handler: async ({ principal, query }) => {
      const vorschlaege = await inTransaction(db, viewOf(principal), (tx) =>
        suggestVorgaenge(tx, sichtbarerVorgang(principal, 'v'), query),
      );
      return { status: 200, body: { vorschlaege } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/vorgaenge/zuordnungsziel',
    summary: 'Welcher Vorgang ein auf dem Brief gelesenes Geschäftszeichen trägt; ohne Inhalt',
    tag,
    permission: 'posteingang:clear',
    query: ZuordnungszielAbfrage,
    responses: { 200: ZuordnungszielListe },
    // Who clears may check a complete number against all Vorgänge, and learns no more than its unit.
    handler: async ({ query }) => ({
      status: 200,
      body: { ziele: await asSystem(db, (tx) => findZuordnungsziele(tx, query.zeichen)) },
    }),
  }),
];

/** Vorgänge: lists, one with everything in it, opening and changing. */
export const createVorgangRoutes = (deps: EakteDeps): Route<Principal, Permission>[] => [
  ...listRoutes(deps),
  defineRoute({
    method: 'get',
    path: '/api/vorgaenge/:id',
    summary: 'Ein Vorgang mit Beteiligten, Dokumenten und Vermerken',
    tag,
    permission: 'vorgang:read',
    params: Id,
    responses: { 200: VorgangDetail },
    handler: async ({ principal, params }) => ({
      status: 200,
      body: await readVorgang(deps.db, principal, params.id),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/vorgaenge',
    summary: 'Einen Vorgang anlegen',
    tag,
    permission: 'vorgang:write',
    body: VorgangNeu,
    responses: { 201: VorgangDetail },
    handler: async ({ body, ...by }) => ({
      status: 201,
      body: await openVorgang(deps.db, body, by),
    }),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/vorgaenge/:id',
    summary:
      'Einen Vorgang ändern, abgeben oder zu den Akten verfügen; 204, wenn er damit abgegeben ist',
    tag,
    permission: 'vorgang:write',
    params: Id,
    body: VorgangAenderung,
    responses: { 200: VorgangDetail, 204: null },
    handler: async ({ params, body, ...by }) => {
      const after = await changeVorgang(deps.db, { id: params.id, change: body }, by);
      return after === undefined ? { status: 204 } : { status: 200, body: after };
    },
  }),
];
