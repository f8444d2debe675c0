import { createOrganisationRoutes, defineRoute } from '#organisation/index.js';
import type { ApiAnswer } from './api.js';
import { anOrganisationseinheit, aPerson } from './builders.js';
import { startOwnApp, testConfig } from './own-app.js';

/** A password that every person of `startSignInApp` has unless another is given. */
export const password = 'Fahrrad-Laterne 7';

/** The session cookie that an answer sets. */
export const cookieOf = (answer: ApiAnswer): string =>
  answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';

/** The routes of the organisation with one unit, and beside them `/api/probe`, a route of another feature. */
export const startSignInApp = async () => {
  const app = await startOwnApp(
    ({ db, config }) => [
      ...createOrganisationRoutes({ db, config }),
      defineRoute({
        method: 'get',
        path: '/api/probe',
        summary: 'A route of another feature',
        tag: 'Probe',
        permission: 'vorgang:read',
        responses: { 200: null },
        handler: async () => ({ status: 200, body: {} }),
      }),
    ],
    { config: testConfig({ http: { trustedProxies: 1 } }) },
  );
  const amt = await anOrganisationseinheit(app.db, { kuerzel: '32', name: 'Ordnungsamt' });
  return {
    app,
    amt,
    signIn: (login: string, given: string, headers: Record<string, string> = {}) =>
      app.ask({
        method: 'POST',
        path: '/api/anmeldung',
        body: { login, password: given },
        headers,
      }),
    /** A clerk of the unit. */
    clerk: (given: object = {}) =>
      aPerson(app.db, {
        password,
        rollen: [{ rolle: 'sachbearbeitung', organisationseinheitId: amt.id }],
        ...given,
      }),
  };
};

export type SignInApp = Awaited<ReturnType<typeof startSignInApp>>;
