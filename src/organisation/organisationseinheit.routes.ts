import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { InvalidInput } from '#errors.js';
import type { Route } from '#http/route.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import { readLeitwegId } from '#tools/rechnung/leitweg-id.js';
import {
  BearbeiterListe,
  Organisationseinheit,
  OrganisationseinheitAenderung,
  OrganisationseinheitListe,
  OrganisationseinheitNeu,
} from './organisation.schema.js';
import type { OrganisationDeps } from './organisation-deps.js';
import {
  insertEinheit,
  isWithin,
  listBearbeiter,
  listEinheiten,
  lockEinheit,
  requireFreeLeitwegId,
  updateEinheit,
} from './organisationseinheit.repository.js';
import { actorOf, defineRoute, type Permission, type Principal, viewOf } from './principal.js';
import { serialiseAdministration } from './setup.repository.js';

const Id = z.object({ id: z.uuid() });

interface Doing {
  principal: Principal;
  requestId: string;
}

const note = (tx: Tx, by: Doing, event: { verb: string; id: string }): Promise<void> =>
  appendAudit(tx, [
    {
      actor: actorOf(by.principal),
      action: `organisationseinheit.${event.verb}`,
      objectType: 'organisationseinheit',
      objectId: event.id,
      requestId: by.requestId,
    },
  ]);

/** A wrong one would never be found on an invoice. @throws InvalidInput */
const requireLeitwegId = (leitwegId: string | null): void => {
  if (leitwegId === null || readLeitwegId(leitwegId).state === 'gueltig') return;
  throw new InvalidInput({
    code: 'leitweg-id-ungueltig',
    httpStatus: 422,
    message: 'leitwegId has not the form or the check digits of a Leitweg-ID.',
    clerkMessage:
      'Diese Leitweg-ID ist nicht gültig. Bitte prüfen Sie Schreibweise und Prüfziffern.',
  });
};

const create = (
  deps: OrganisationDeps,
  given: z.infer<typeof OrganisationseinheitNeu>,
  by: Doing,
) =>
  inTransaction(deps.db, viewOf(by.principal), async (tx) => {
    requireLeitwegId(given.leitwegId);
    await requireFreeLeitwegId(tx, { id: null, leitwegId: given.leitwegId });
    if (given.parentId !== null) await lockEinheit(tx, given.parentId);
    const created = await insertEinheit(tx, given);
    await note(tx, by, { verb: 'created', id: created.id });
    return created;
  });

const change = (
  deps: OrganisationDeps,
  given: { id: string } & OrganisationseinheitAenderung,
  by: Doing,
): Promise<Organisationseinheit> =>
  inTransaction(deps.db, viewOf(by.principal), async (tx) => {
    await serialiseAdministration(tx);
    const known = Object.entries(given).filter(([, value]) => value !== undefined);
    const after: Organisationseinheit = {
      ...(await lockEinheit(tx, given.id)),
      ...Object.fromEntries(known),
    };
    if (after.parentId !== null) {
      await lockEinheit(tx, after.parentId);
      if (await isWithin(tx, { candidate: after.parentId, unit: after.id }))
        throw wouldBeCircular();
    }
    if (given.leitwegId !== undefined) {
      requireLeitwegId(given.leitwegId);
      await requireFreeLeitwegId(tx, after);
    }
    await updateEinheit(tx, after);
    await note(tx, by, { verb: 'changed', id: after.id });
    return after;
  });

const wouldBeCircular = (): InvalidInput =>
  new InvalidInput({
    code: 'organisationseinheit-circular',
    message: 'A unit cannot lie below itself.',
    clerkMessage: 'Eine Organisationseinheit kann nicht sich selbst untergeordnet sein.',
    httpStatus: 422,
  });

const common = { tag: 'Organisation' } as const;

/** The tree of Organisationseinheiten. */
export const createOrganisationseinheitRoutes = (
  deps: OrganisationDeps,
): Route<Principal, Permission>[] => [
  defineRoute({
    ...common,
    method: 'get',
    path: '/api/organisationseinheiten',
    summary: 'Alle Organisationseinheiten',
    permission: 'organisation:read',
    responses: { 200: OrganisationseinheitListe },
    handler: async () => ({
      status: 200,
      body: { organisationseinheiten: await listEinheiten(deps.db) },
    }),
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/api/organisationseinheiten',
    summary: 'Eine Organisationseinheit anlegen',
    permission: 'organisation:manage',
    body: OrganisationseinheitNeu,
    responses: { 201: Organisationseinheit },
    handler: async ({ body, ...by }) => ({ status: 201, body: await create(deps, body, by) }),
  }),
  defineRoute({
    ...common,
    method: 'patch',
    path: '/api/organisationseinheiten/:id',
    summary: 'Eine Organisationseinheit ändern',
    permission: 'organisation:manage',
    params: Id,
    body: OrganisationseinheitAenderung,
    responses: { 200: Organisationseinheit },
    handler: async ({ params, body, ...by }) => ({
      status: 200,
      body: await change(deps, { ...body, ...params }, by),
    }),
  }),
  defineRoute({
    ...common,
    method: 'get',
    path: '/api/organisationseinheiten/:id/bearbeiter',
    summary: 'Wer Vorgänge der Einheit bearbeiten kann',
    permission: 'organisation:read',
    params: Id,
    responses: { 200: BearbeiterListe },
    handler: async ({ params }) => ({
      status: 200,
      body: { bearbeiter: await listBearbeiter(deps.db, params.id) },
    }),
  }),
];
