import { z } from 'zod';
import { appendAudit } from '#audit/index.js';
import { Forbidden, NotFound } from '#errors.js';
import type { Route } from '#http/route.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import { insertToken, listTokens, revokeToken } from './api-token.repository.js';
import { ApiTokenAntwort, ApiTokenListe, ApiTokenNeu } from './organisation.schema.js';
import type { OrganisationDeps } from './organisation-deps.js';
import { hasPermission } from './permissions.js';
import { actorOf, defineRoute, type Permission, type Principal, viewOf } from './principal.js';
import { hashOfSecret, newSecret } from './secret.js';
import { requirePerson } from './sign-in.routes.js';

const event = (principal: Principal, facts: { verb: string; id: string; requestId: string }) => ({
  actor: actorOf(principal),
  action: `token.${facts.verb}`,
  objectType: 'token',
  objectId: facts.id,
  requestId: facts.requestId,
});

const create = async (
  { db }: OrganisationDeps,
  given: z.infer<typeof ApiTokenNeu>,
  by: { principal: Principal; requestId: string },
) => {
  const { principal, requestId } = by;
  requirePerson(principal);
  const beyond = given.scopes.find((scope) => !hasPermission(principal, scope));
  if (beyond !== undefined) {
    throw new Forbidden({
      code: 'scope-beyond-rights',
      message: `The person lacks the permission ${beyond} and cannot hand it on.`,
      clerkMessage: 'Ein Token kann nicht mehr dürfen als Sie selbst.',
      details: { permission: beyond },
    });
  }
  const secret = newSecret();
  return inTransaction(db, viewOf(principal), async (tx) => {
    const token = await insertToken(tx, {
      ...given,
      personId: principal.personId,
      tokenHash: hashOfSecret(secret),
    });
    if (token === undefined) throw new Error('the insert of a token returned no row');
    await appendAudit(tx, [event(principal, { verb: 'created', id: token.id, requestId })]);
    return { token, secret };
  });
};

const revoke = (
  { db }: OrganisationDeps,
  id: string,
  by: { principal: Principal; requestId: string },
): Promise<void> => {
  const { principal, requestId } = by;
  requirePerson(principal);
  return inTransaction(db, viewOf(principal), async (tx) => {
    if ((await revokeToken(tx, { id, personId: principal.personId })) === 0) {
      throw new NotFound({
        code: 'token-unknown',
        message: 'The person has no such token.',
        clerkMessage: 'Dieses Token gibt es nicht.',
      });
    }
    await appendAudit(tx, [event(principal, { verb: 'revoked', id, requestId })]);
  });
};

/** One's own API tokens, for programs such as a scan station. */
export const createTokenRoutes = (deps: OrganisationDeps): Route<Principal, Permission>[] => [
  defineRoute({
    method: 'get',
    path: '/api/tokens',
    summary: 'Eigene Zugriffstokens',
    tag: 'Tokens',
    permission: 'signed-in',
    responses: { 200: ApiTokenListe },
    handler: async ({ principal }) => ({
      status: 200,
      body: { tokens: await listTokens(deps.db, principal.personId) },
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/tokens',
    summary: 'Ein Zugriffstoken anlegen; nur diese Antwort enthält das Geheimnis',
    tag: 'Tokens',
    permission: 'signed-in',
    body: ApiTokenNeu,
    responses: { 201: ApiTokenAntwort },
    handler: async ({ body, ...by }) => ({ status: 201, body: await create(deps, body, by) }),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/tokens/:id',
    summary: 'Ein eigenes Zugriffstoken sofort ungültig machen',
    tag: 'Tokens',
    permission: 'signed-in',
    params: z.object({ id: z.uuid() }),
    responses: { 204: null },
    handler: async ({ params, ...by }) => {
      await revoke(deps, params.id, by);
      return { status: 204 };
    },
  }),
];
