import { z } from 'zod';
import type { Route } from '#http/route.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  defineRoute,
  type Permission,
  type Principal,
  sichtbarerVorgang,
  viewOf,
} from '#organisation/index.js';
import { BeteiligterNeu, VermerkNeu, VorgangDetail } from './eakte.schema.js';
import { type EakteDeps, notThere } from './eakte-deps.js';
import { addVermerk } from './vermerk.repository.js';
import { type Asking, noteVorgang, readVorgang } from './vorgang.js';
import { lockVorgang } from './vorgang.repository.js';
import { deleteBeteiligter, insertBeteiligter } from './vorgang-write.repository.js';

const tag = 'E-Akte';
const Id = z.object({ id: z.uuid() });

/** Does one thing to a visible Vorgang, notes it, and answers with the Vorgang as it is then. */
const withVorgang = async (
  { db }: EakteDeps,
  doing: { id: string; verb: string; by: Asking },
  work: (tx: Tx) => Promise<unknown>,
): Promise<VorgangDetail> => {
  const { id, verb, by } = doing;
  await inTransaction(db, viewOf(by.principal), async (tx) => {
    const vorgang = await lockVorgang(tx, sichtbarerVorgang(by.principal, 'v'), id);
    if (vorgang === undefined) throw notThere('Vorgang');
    await work(tx);
    await noteVorgang(tx, by, { verb, id });
  });
  return readVorgang(db, by.principal, id);
};

/** What is written into a Vorgang beside Dokumente: Beteiligte and Vermerke. */
export const createVorgangInhaltRoutes = (deps: EakteDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'post',
    path: '/api/vorgaenge/:id/beteiligte',
    summary: 'Beteiligte hinzufügen',
    tag,
    permission: 'vorgang:write',
    params: Id,
    body: BeteiligterNeu,
    responses: { 201: VorgangDetail },
    handler: async ({ params: { id }, body, ...by }) => ({
      status: 201,
      body: await withVorgang(deps, { id, verb: 'beteiligter-added', by }, (tx) =>
        insertBeteiligter(tx, { ...body, vorgangId: id }),
      ),
    }),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/vorgaenge/:id/beteiligte/:beteiligterId',
    summary: 'Beteiligte entfernen',
    tag,
    permission: 'vorgang:write',
    params: Id.extend({ beteiligterId: z.uuid() }),
    responses: { 200: VorgangDetail },
    handler: async ({ params: { id, beteiligterId }, ...by }) => ({
      status: 200,
      body: await withVorgang(deps, { id, verb: 'beteiligter-removed', by }, (tx) =>
        deleteBeteiligter(tx, { vorgangId: id, id: beteiligterId }),
      ),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/vorgaenge/:id/vermerke',
    summary: 'Einen Vermerk hinzufügen',
    tag,
    permission: 'vorgang:write',
    params: Id,
    body: VermerkNeu,
    responses: { 201: VorgangDetail },
    handler: async ({ params: { id }, body, ...by }) => ({
      status: 201,
      body: await withVorgang(deps, { id, verb: 'vermerk-added', by }, (tx) =>
        addVermerk(tx, {
          vorgangId: id,
          art: 'Vermerk',
          text: body.text,
          personId: by.principal.personId,
        }),
      ),
    }),
  }),
];
