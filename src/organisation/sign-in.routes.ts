import { Forbidden } from '#errors.js';
import type { Route } from '#http/route.js';
import {
  Anmeldung,
  AnmeldungAntwort,
  Einrichtung,
  EinrichtungAntwort,
  Ich,
  PasswortAenderung,
} from './organisation.schema.js';
import type { OrganisationDeps } from './organisation-deps.js';
import { listEinheitenKurz } from './organisationseinheit.repository.js';
import { permissionsOf } from './permissions.js';
import { defineRoute, type Permission, type Principal } from './principal.js';
import { createSessionCookie } from './session-cookie.js';
import { setUp } from './setup.js';
import { changePassword, signIn, signOut } from './sign-in.js';

/** Refuses what only the person may do, not a program with their token. */
export const requirePerson = (principal: Principal): void => {
  if (principal.kind === 'person') return;
  throw new Forbidden({
    code: 'person-required',
    message: 'An API token may not do this; it needs a session.',
    clerkMessage: 'Das ist nur nach persönlicher Anmeldung möglich.',
  });
};

const describeMe = async (deps: OrganisationDeps, principal: Principal) => {
  const held = principal.rollen.map((one) => one.organisationseinheitId);
  const known = await listEinheitenKurz(deps.db, [...held, ...principal.einheiten]);
  const byId = new Map(known.map((einheit) => [einheit.id, einheit]));
  return {
    id: principal.personId,
    login: principal.login,
    name: principal.name,
    mustChangePassword: principal.mustChangePassword,
    rollen: principal.rollen.map(({ rolle, organisationseinheitId }) => ({
      rolle,
      organisationseinheit: byId.get(organisationseinheitId),
    })),
    einheiten: known.filter((einheit) => principal.einheiten.includes(einheit.id)),
    leitung: principal.leitung,
    permissions: [...permissionsOf(principal)].sort(),
  };
};

const sessionRoutes = (deps: OrganisationDeps): Route<Principal, Permission>[] => {
  const cookie = createSessionCookie(deps.config);
  return [
    defineRoute({
      method: 'post',
      path: '/api/anmeldung',
      summary: 'Mit Anmeldung und Kennwort eine Sitzung beginnen',
      tag: 'Anmeldung',
      permission: 'public',
      body: Anmeldung,
      responses: { 200: AnmeldungAntwort },
      handler: async ({ body, request, requestId }) => {
        const { secret, ...answer } = await signIn(deps, {
          ...body,
          address: request.ip ?? '',
          requestId,
        });
        const old = cookie.read(request);
        if (old !== undefined) await signOut(deps, old);
        return { status: 200, body: answer, headers: { 'Set-Cookie': cookie.set(secret) } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/abmeldung',
      summary: 'Die Sitzung beenden',
      tag: 'Anmeldung',
      permission: 'public',
      responses: { 204: null },
      handler: async ({ request }) => {
        const secret = cookie.read(request);
        if (secret !== undefined) await signOut(deps, secret);
        return { status: 204, headers: { 'Set-Cookie': cookie.clear() } };
      },
    }),
  ];
};

const meRoutes = (deps: OrganisationDeps): Route<Principal, Permission>[] => {
  const cookie = createSessionCookie(deps.config);
  return [
    defineRoute({
      method: 'get',
      path: '/api/ich',
      summary: 'Wer angemeldet ist und was die Person darf',
      tag: 'Anmeldung',
      permission: 'signed-in',
      responses: { 200: Ich },
      handler: async ({ principal }) => ({ status: 200, body: await describeMe(deps, principal) }),
    }),
    defineRoute({
      method: 'post',
      path: '/api/ich/passwort',
      summary: 'Das eigene Kennwort ändern; beendet alle anderen Sitzungen',
      tag: 'Anmeldung',
      permission: 'signed-in',
      body: PasswortAenderung,
      responses: { 204: null },
      handler: async ({ principal, body, request, requestId }) => {
        requirePerson(principal);
        const address = request.ip ?? '';
        const secret = await changePassword(deps, { ...body, principal, address, requestId });
        return { status: 204, headers: { 'Set-Cookie': cookie.set(secret) } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/einrichtung',
      summary: 'Mit dem Einrichtungslink die erste Administration anlegen',
      tag: 'Anmeldung',
      permission: 'public',
      body: Einrichtung,
      responses: { 201: EinrichtungAntwort },
      handler: async ({ body, requestId }) => {
        const { minPasswordLength } = deps.config.security;
        const created = await setUp({ db: deps.db, minPasswordLength }, body, requestId);
        return { status: 201, body: created };
      },
    }),
  ];
};

/** Signing in and out, one's own account, and the first set-up. */
export const createSignInRoutes = (deps: OrganisationDeps): Route<Principal, Permission>[] => [
  ...sessionRoutes(deps),
  ...meRoutes(deps),
];
