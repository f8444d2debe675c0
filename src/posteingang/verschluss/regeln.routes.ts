import { z } from 'zod';
import type { Route } from '#http/route.js';
import { germanDay } from '#infrastructure/clock.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import { defineRoute, type Permission, type Principal, viewOf } from '#organisation/index.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { changeRegel, createRegel, urteileNachRegeln } from './regeln.js';
import { listRegeln } from './regeln.repository.js';
import {
  Handhabungsregel,
  HandhabungsregelAenderung,
  HandhabungsregelListe,
  NeueHandhabungsregel,
  Umschlagpruefung,
  Umschlagurteil,
} from './regeln.schema.js';

const tag = 'Verschluss';

/** The handling rules, and what they say of an envelope. */
export const createRegelRoutes = (
  deps: Pick<PosteingangRouteDeps, 'db' | 'clock'>,
): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/handhabungsregeln',
    summary: 'Handhabungsregeln',
    tag,
    permission: 'organisation:read',
    responses: { 200: HandhabungsregelListe },
    handler: async ({ principal }) => ({
      status: 200,
      body: { regeln: await inTransaction(deps.db, viewOf(principal), listRegeln) },
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/handhabungsregeln/pruefung',
    summary: 'Welche Regel für einen Umschlag gilt',
    tag,
    permission: 'organisation:read',
    body: Umschlagpruefung,
    responses: { 200: Umschlagurteil },
    handler: async ({ principal, body: { tag: day, ...umschlag } }) => ({
      status: 200,
      body: await inTransaction(deps.db, viewOf(principal), (tx) =>
        urteileNachRegeln(tx, umschlag, day ?? germanDay(deps.clock.now())),
      ),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/handhabungsregeln',
    summary: 'Handhabungsregel anlegen',
    tag,
    permission: 'organisation:manage',
    body: NeueHandhabungsregel,
    responses: { 201: Handhabungsregel },
    handler: async ({ principal, body, requestId }) => ({
      status: 201,
      body: await inTransaction(deps.db, viewOf(principal), (tx) =>
        createRegel(tx, body, { principal, requestId }),
      ),
    }),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/handhabungsregeln/:id',
    summary: 'Reihenfolge, Einheit oder Ende einer Handhabungsregel ändern',
    tag,
    permission: 'organisation:manage',
    params: z.object({ id: z.uuid() }),
    body: HandhabungsregelAenderung,
    responses: { 200: Handhabungsregel },
    handler: async ({ principal, params: { id }, body, requestId }) => ({
      status: 200,
      body: await inTransaction(deps.db, viewOf(principal), (tx) =>
        changeRegel(tx, id, body, { principal, requestId }),
      ),
    }),
  }),
];
