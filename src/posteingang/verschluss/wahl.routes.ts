import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { Conflict, NotFound } from '#errors.js';
import type { Route } from '#http/route.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  defineRoute,
  type Permission,
  type Principal,
  viewOf,
} from '#organisation/index.js';
import type { PosteingangRouteDeps } from '../posteingang-deps.js';
import { handOverWahlbriefe, insertWahl, insertWahlbriefe, listWahlen } from './wahl.repository.js';
import { WahlbriefUebergabe, Wahlbriefzaehlung, WahlListe, WahlWunsch } from './wahl.schema.js';

const tag = 'Briefwahl';
const permission = 'posteingang:receive';
const byId = z.object({ id: z.uuid() });

interface Deed {
  principal: Principal;
  requestId: string;
}

const note = (tx: Tx, id: string, by: Deed, action: string, detail = {}): Promise<unknown> =>
  appendAudit(tx, [
    {
      actor: actorOf(by.principal),
      action: `wahl.${action}`,
      objectType: 'wahl',
      objectId: id,
      detail,
      requestId: by.requestId,
    },
  ]);

/** Postal votes: counted, kept closed, handed over (§ 74 BWO). Nothing of them is registered one by one. */
export const createWahlRoutes = (
  deps: Pick<PosteingangRouteDeps, 'db'>,
): Route<Principal, Permission>[] => {
  /** Does something and answers with how all elections stand then. */
  const answer = async (principal: Principal, work: (tx: Tx) => Promise<unknown>) => ({
    status: 200,
    body: await inTransaction(deps.db, viewOf(principal), async (tx) => {
      await work(tx);
      return { wahlen: await listWahlen(tx) };
    }),
  });
  return [
    defineRoute({
      method: 'get',
      path: '/api/wahlen',
      summary: 'Wahlen mit ihren Wahlbriefen',
      tag,
      permission,
      responses: { 200: WahlListe },
      handler: ({ principal }) => answer(principal, async () => undefined),
    }),
    defineRoute({
      method: 'post',
      path: '/api/wahlen',
      summary: 'Wahl anlegen',
      tag,
      permission,
      body: WahlWunsch,
      responses: { 200: WahlListe },
      handler: ({ principal, body, requestId }) =>
        answer(principal, async (tx) => {
          const id = await insertWahl(tx, { ...body, personId: principal.personId });
          await note(tx, id, { principal, requestId }, 'created', { wahlende: body.wahlende });
        }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/wahlen/:id/wahlbriefe',
      summary: 'Eingegangene Wahlbriefe zählen',
      tag,
      permission,
      params: byId,
      body: Wahlbriefzaehlung,
      responses: { 200: WahlListe },
      handler: ({ principal, params: { id }, body, requestId }) =>
        answer(principal, async (tx) => {
          const { anzahl, eingegangenAt } = body;
          const facts = { wahlId: id, anzahl, eingegangenAt, personId: principal.personId };
          if ((await insertWahlbriefe(tx, facts)) === 0) throw noSuchElection();
          await note(tx, id, { principal, requestId }, 'wahlbriefe', { anzahl });
        }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/wahlen/:id/uebergabe',
      summary: 'Verwahrte Wahlbriefe an das Wahlamt übergeben',
      tag,
      permission,
      params: byId,
      body: WahlbriefUebergabe,
      responses: { 200: WahlListe },
      handler: ({ principal, params: { id }, body, requestId }) =>
        answer(principal, async (tx) => {
          const facts = { wahlId: id, an: body.an, personId: principal.personId };
          const handed = await handOverWahlbriefe(tx, facts);
          if (handed === 0) throw nothingKept();
          await note(tx, id, { principal, requestId }, 'uebergeben', { zaehlungen: handed });
        }),
    }),
  ];
};

const noSuchElection = (): NotFound =>
  new NotFound({
    code: 'wahl-unbekannt',
    message: 'There is no such election.',
    clerkMessage: 'Diese Wahl gibt es nicht.',
  });

const nothingKept = (): Conflict =>
  new Conflict({
    code: 'keine-wahlbriefe',
    message: 'No postal votes of this election are kept.',
    clerkMessage: 'Es sind keine Wahlbriefe dieser Wahl verwahrt.',
  });
