import type { Request } from 'express';
import type { Config } from '#config/schema.js';
import { Forbidden, Unauthenticated } from '#errors.js';
import type { AccessControl } from '#http/server.js';
import type { Db } from '#infrastructure/database/pool.js';
import { touchToken } from './api-token.repository.js';
import { hasPermission } from './permissions.js';
import type { Permission, Principal } from './principal.js';
import { findPrincipalBySession, findPrincipalByToken } from './principal.repository.js';
import { hashOfSecret } from './secret.js';
import { touchSession } from './session.repository.js';
import { createSessionCookie } from './session-cookie.js';

const readsOnly = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What somebody may call who first has to choose a password. */
const beforePasswordChange = /^\/api\/(ich(\/.*)?|abmeldung|anmeldung|einrichtung)\/?$/;

const badToken = (): Unauthenticated =>
  new Unauthenticated({
    code: 'token-invalid',
    message: 'The bearer token is unknown, expired or revoked.',
    clerkMessage: 'Das Zugriffstoken ist ungültig oder abgelaufen.',
  });

const foreignOrigin = (): Forbidden =>
  new Forbidden({
    code: 'foreign-origin',
    message:
      'A changing request with a session came from another site. Behind a proxy, set http.publicUrl.',
    clerkMessage: 'Die Anfrage kam von einer fremden Seite und wurde abgelehnt.',
  });

const requirePasswordChange = (request: Request, principal: Principal): void => {
  if (!principal.mustChangePassword || beforePasswordChange.test(request.path)) return;
  throw new Forbidden({
    code: 'password-change-required',
    message: 'The person has to choose a new password before anything else.',
    clerkMessage: 'Bitte vergeben Sie zuerst ein neues Kennwort.',
  });
};

const authorise = (principal: Principal | undefined, permission: Permission): void => {
  if (permission === 'public') return;
  if (principal === undefined) {
    throw new Unauthenticated({
      code: 'not-signed-in',
      message: 'The request needs a session or a token.',
      clerkMessage: 'Bitte melden Sie sich an.',
    });
  }
  if (hasPermission(principal, permission)) return;
  throw new Forbidden({
    code: 'permission-missing',
    message: `The principal lacks the permission ${permission}.`,
    clerkMessage: 'Dazu sind Sie nicht berechtigt.',
    details: { permission },
  });
};

/** A page of another site can make a browser send our cookie along, but not its own address away. */
const createCheckOrigin = (config: Config) => {
  const ours = config.http.publicUrl && new URL(config.http.publicUrl).origin;
  return (request: Request, principal: Principal | undefined): void => {
    if (readsOnly.has(request.method) || principal?.kind === 'token') return;
    const site = request.get('Sec-Fetch-Site');
    const origin = request.get('Origin');
    const isNeutral = site === undefined || site === 'same-origin' || site === 'none';
    const sameHost = `${request.protocol}://${request.get('Host') ?? ''}`;
    const isOurs = origin === undefined || origin === ours || origin === sameHost;
    // Without a session there is nothing to misuse, so programs may sign in without either header.
    const isNamed = principal === undefined || site !== undefined || origin !== undefined;
    if (!isNeutral || !isOurs || !isNamed) throw foreignOrigin();
  };
};

/** Says who asks, whether they may, and that a changing request came from our own page. */
export const createAccessControl = (deps: {
  db: Db;
  config: Config;
}): AccessControl<Principal, Permission> => {
  const { db, config } = deps;
  const cookie = createSessionCookie(config);
  const { idleMinutes } = config.security;

  const byToken = async (authorization: string): Promise<Principal> => {
    const [, secret] = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization) ?? [];
    if (secret === undefined) throw badToken();
    const tokenHash = hashOfSecret(secret);
    const found = await findPrincipalByToken(db, tokenHash);
    if (found === undefined) throw badToken();
    if (found.stale) await touchToken(db, tokenHash);
    return found.principal;
  };

  const bySession = async (secret: string): Promise<Principal | undefined> => {
    const tokenHash = hashOfSecret(secret);
    const found = await findPrincipalBySession(db, { tokenHash, idleMinutes });
    if (found?.stale) await touchSession(db, tokenHash);
    return found?.principal;
  };

  return {
    authenticate: async (request) => {
      const { authorization } = request.headers;
      const secret = cookie.read(request);
      if (authorization === undefined && secret === undefined) return undefined;
      const principal =
        authorization === undefined ? await bySession(secret ?? '') : await byToken(authorization);
      if (principal !== undefined) requirePasswordChange(request, principal);
      return principal;
    },
    authorise,
    checkOrigin: createCheckOrigin(config),
  };
};
