import { z } from 'zod';
import { MailroomError } from '#errors.js';
import type { Route } from '#http/route.js';
import { asSystem, inTransaction } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerPosteingangAlsGanzes,
  viewOf,
  zeilensicht,
} from '#organisation/index.js';
import { assign, notInClearing } from '../clearing.js';
import { createSightCheck, noSuchPart } from '../lesezugriff.js';
import { getZeile } from '../posteingang.repository.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { giveAway } from './abgabe.js';
import { findAbgabe } from './abgabe.repository.js';
import {
  Abgabe,
  AbgabeWunsch,
  ClearingListe,
  EntscheidungsAntwort,
  PlatzAntwort,
  PlatzWunsch,
  RuecknahmeAntwort,
  SammelAntwort,
  Sammelzuordnung,
  VorgangsVorschlag,
  VorschlagAbfrage,
} from './clearingplatz.schema.js';
import { occupy, postpone } from './platz.js';
import { leavePlatz } from './platz.repository.js';
import { takeBack } from './ruecknahme.js';
import { proposeVorgang } from './vorgangsvorschlag.js';
import { listClearing } from './warteschlange.repository.js';

const tag = 'Clearing';
const permission = 'posteingang:clear';
const byId = z.object({ id: z.uuid() });
const mostListed = 200;

const createPlatzRoutes = (deps: PosteingangRouteDeps): Route<Principal, Permission>[] => {
  const requireSight = createSightCheck(deps);
  return [
    defineRoute({
      method: 'post',
      path: '/api/clearing/:id/platz',
      summary: 'Eingang im Clearing für sich belegen oder die Belegung verlängern',
      tag,
      permission,
      params: byId,
      body: PlatzWunsch,
      responses: { 200: PlatzAntwort },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        const { zustand } = await requireSight(principal, id);
        if (zustand !== 'clearing') throw notInClearing();
        const platz = await asSystem(deps.db, (tx) =>
          occupy(tx, { id, principal, requestId, uebernehmen: body.uebernehmen }),
        );
        return { status: 200, body: { platz } };
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/clearing/:id/platz',
      summary: 'Belegung eines Eingangs im Clearing aufgeben',
      tag,
      permission,
      params: byId,
      responses: { 204: null },
      handler: async ({ principal, params: { id } }) => {
        await asSystem(deps.db, (tx) => leavePlatz(tx, id, principal.personId));
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/clearing/:id/zurueckstellung',
      summary: 'Eingang im Clearing hinter die anderen stellen',
      tag,
      permission,
      params: byId,
      responses: { 204: null },
      handler: async ({ principal, params: { id }, requestId }) => {
        await requireSight(principal, id);
        await asSystem(deps.db, (tx) => postpone(tx, { id, principal, requestId }));
        return { status: 204 };
      },
    }),
  ];
};

const createAbgabeRoutes = (deps: PosteingangRouteDeps): Route<Principal, Permission>[] => {
  const requireSight = createSightCheck(deps);
  return [
    defineRoute({
      method: 'post',
      path: '/api/posteingaenge/:id/abgabe',
      summary: 'Eingang abgeben, der nicht für uns ist',
      tag,
      permission,
      params: byId,
      body: AbgabeWunsch,
      responses: { 200: EntscheidungsAntwort },
      handler: async ({ principal, params: { id }, body, requestId }) => {
        await requireSight(principal, id);
        const entscheidungId = await asSystem(deps.db, (tx) =>
          giveAway(tx, { id, abgabe: body, principal, requestId }),
        );
        return { status: 200, body: { id, entscheidungId } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/posteingaenge/:id/abgabe',
      summary: 'Nachweis der Abgabe eines Eingangs, der nicht für uns war',
      tag,
      permission: 'posteingang:register',
      params: byId,
      responses: { 200: Abgabe },
      handler: ({ principal, params: { id } }) =>
        inTransaction(deps.db, viewOf(principal), async (tx) => {
          const { vertraulich } = await getZeile(tx, zeilensicht(principal, 'p'), id);
          const abgabe = vertraulich ? undefined : await findAbgabe(tx, id);
          if (abgabe === undefined) throw noSuchPart();
          return { status: 200, body: abgabe };
        }),
    }),
  ];
};

const createSammelRoute = (deps: PosteingangRouteDeps): Route<Principal, Permission> => {
  const requireSight = createSightCheck(deps);
  return defineRoute({
    method: 'post',
    path: '/api/clearing/sammelzuordnung',
    summary: 'Gleichartige Eingänge im Clearing ebenso zuordnen',
    tag,
    permission,
    body: Sammelzuordnung,
    responses: { 200: SammelAntwort },
    handler: async ({ principal, body, requestId }) => {
      const answer: z.infer<typeof SammelAntwort> = { zugeordnet: [], nicht: [] };
      const { ids, mit, ...zuordnung } = body;
      for (const id of new Set(ids)) {
        // Its line stays visible when somebody else has decided about it; the item itself may not.
        const { eingangsnummer } = await inTransaction(deps.db, viewOf(principal), (tx) =>
          getZeile(tx, zeilensicht(principal, 'p'), id),
        );
        try {
          await requireSight(principal, id);
          await asSystem(deps.db, (tx) =>
            assign(tx, { id, zuordnung, principal, requestId, gruppe: mit }),
          );
          answer.zugeordnet.push({ id, eingangsnummer });
        } catch (error) {
          // Each item stands by itself: what somebody else has decided meanwhile stays as it is.
          if (!(error instanceof MailroomError) || error.httpStatus >= 500) throw error;
          answer.nicht.push({ id, eingangsnummer, grund: error.clerkMessage });
        }
      }
      deps.afterCommit(['posteingang.light']);
      return { status: 200, body: answer };
    },
  });
};

const createVorschlagRoute = (deps: PosteingangRouteDeps): Route<Principal, Permission> => {
  const requireSight = createSightCheck(deps);
  return defineRoute({
    method: 'get',
    path: '/api/clearing/:id/vorgangsvorschlag',
    summary: 'Akte und Betreff, die ein neuer Vorgang für den Eingang hätte',
    tag,
    permission,
    params: byId,
    query: VorschlagAbfrage,
    responses: { 200: VorgangsVorschlag },
    handler: async ({ principal, params: { id }, query }) => {
      await requireSight(principal, id);
      const { organisationseinheitId } = query;
      const body = await asSystem(deps.db, (tx) =>
        proposeVorgang(tx, { id, organisationseinheitId }),
      );
      return { status: 200, body };
    },
  });
};

/** The Clearing station: its queue, who works on what, the same for many, not for us, and back. */
export const createClearingplatzRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/clearing',
    summary: 'Eingänge im Clearing in der Reihenfolge der Bearbeitung',
    tag,
    permission,
    responses: { 200: ClearingListe },
    handler: async ({ principal }) => ({
      status: 200,
      body: await inTransaction(deps.db, viewOf(principal), (tx) =>
        listClearing(tx, sichtbarerPosteingangAlsGanzes(principal, 'p'), {
          personId: principal.personId,
          limit: mostListed,
        }),
      ),
    }),
  }),
  createSammelRoute(deps),
  createVorschlagRoute(deps),
  defineRoute({
    method: 'post',
    path: '/api/clearing/entscheidungen/:id/ruecknahme',
    summary: 'Eigene Entscheidung im Clearing zurücknehmen, mit denen derselben Handlung',
    tag,
    permission,
    params: byId,
    responses: { 200: RuecknahmeAntwort },
    handler: async ({ principal, params: { id }, requestId }) => ({
      status: 200,
      body: await takeBack(deps.db, { id, principal, requestId }),
    }),
  }),
  ...createPlatzRoutes(deps),
  ...createAbgabeRoutes(deps),
];
