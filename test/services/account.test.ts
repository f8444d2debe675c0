import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { createOrganisationRoutes, createSetupLink } from '#organisation/index.js';
import { anApiToken, aSession } from '#test/support/builders.js';
import { type OwnApp, startOwnApp, testConfig } from '#test/support/own-app.js';
import { cookieOf, password, type SignInApp, startSignInApp } from '#test/support/sign-in-app.js';

const nextPassword = 'Brücken-Zoll 1899';

let app: SignInApp['app'];
let signIn: SignInApp['signIn'];
let clerk: SignInApp['clerk'];
beforeAll(async () => {
  ({ app, signIn, clerk } = await startSignInApp());
});
afterAll(() => app.close());

describe('a request from another site', () => {
  const foreign = [
    { Origin: 'https://boese.example' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://boese.example', 'Sec-Fetch-Site': 'same-origin' },
  ];

  it('changes nothing, on every changing route', async () => {
    const person = await clerk();
    const cookie = await aSession(app.db, person.id);
    const changing = createOrganisationRoutes({ db: app.db, config: testConfig() }).filter(
      (route) => route.method !== 'get',
    );
    expect(changing.length).toBeGreaterThan(8);
    for (const route of changing) {
      for (const headers of foreign) {
        const answer = await app.ask({
          method: route.method.toUpperCase() as 'POST',
          path: route.path.replace(/:\w+/g, person.id),
          body: {},
          headers: { ...headers, Cookie: cookie },
        });
        expect([route.path, answer.status, answer.body.code]).toEqual([
          route.path,
          403,
          'foreign-origin',
        ]);
      }
    }
    expect((await app.ask({ path: '/api/ich', cookie })).status).toBe(200);
  });

  it('with a session must name where it comes from', async () => {
    const cookie = await aSession(app.db, (await clerk()).id);
    const silent = await app.ask({
      method: 'POST',
      path: '/api/abmeldung',
      headers: { Cookie: cookie },
    });
    expect(silent.body.code).toBe('foreign-origin');
    const own = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' };
    expect((await app.ask({ method: 'POST', path: '/api/abmeldung', headers: own })).status).toBe(
      204,
    );
  });

  it('may read, since the browser keeps the answer from the other site', async () => {
    const cookie = await aSession(app.db, (await clerk()).id);
    const answer = await app.ask({
      path: '/api/ich',
      cookie,
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('a person who must change the password', () => {
  it('can do nothing before, and everything after', async () => {
    const person = await clerk({ mustChangePassword: true });
    const answer = await signIn(person.login, password);
    expect(answer.body.mustChangePassword).toBe(true);
    const cookie = cookieOf(answer);
    for (const path of ['/api/probe', '/api/tokens', '/api/organisationseinheiten']) {
      const refused = await app.ask({ path, cookie });
      expect([path, refused.status, refused.body.code]).toEqual([
        path,
        403,
        'password-change-required',
      ]);
    }
    expect((await app.ask({ path: '/api/ich', cookie })).body.mustChangePassword).toBe(true);
    const changed = await app.ask({
      method: 'POST',
      path: '/api/ich/passwort',
      cookie,
      body: { currentPassword: password, newPassword: nextPassword },
    });
    expect(changed.status).toBe(204);
    expect((await app.ask({ path: '/api/ich', cookie })).status).toBe(401);
    expect((await app.ask({ path: '/api/probe', cookie: cookieOf(changed) })).status).toBe(200);
    expect((await signIn(person.login, nextPassword)).status).toBe(200);
    expect((await signIn(person.login, password)).status).toBe(401);
  });

  it('cannot keep the old password, choose a weak one or guess the old one', async () => {
    const person = await clerk({ mustChangePassword: true });
    const cookie = cookieOf(await signIn(person.login, password));
    const change = (currentPassword: string, newPassword: string) =>
      app.ask({
        method: 'POST',
        path: '/api/ich/passwort',
        cookie,
        body: { currentPassword, newPassword },
      });
    expect((await change(password, password)).body.code).toBe('password-unchanged');
    expect((await change(password, 'kurz')).body.code).toBe('password-too-weak');
    expect((await change('geraten', nextPassword)).body.code).toBe('password-wrong');
    for (let i = 0; i < 4; i += 1) await change('geraten', nextPassword);
    await rows(app.db, sql`update login_attempt set at = clock_timestamp() where not successful`);
    expect((await change('geraten', nextPassword)).status).toBe(429);
  });
});

describe('an API token', () => {
  it('does what its scopes say, without an Origin, until it is revoked', async () => {
    const person = await clerk();
    const cookie = await aSession(app.db, person.id);
    const made = await app.ask({
      method: 'POST',
      path: '/api/tokens',
      cookie,
      body: { name: 'Fachverfahren', scopes: ['vorgang:read'], expiresInDays: 365 },
    });
    expect(made.status).toBe(201);
    const authorization = `Bearer ${made.body.secret}`;
    expect((await app.ask({ path: '/api/probe', authorization })).status).toBe(200);
    expect((await app.ask({ path: '/api/organisationseinheiten', authorization })).status).toBe(
      403,
    );
    const listed = await app.ask({ path: '/api/tokens', cookie });
    expect(listed.body.tokens).toHaveLength(1);
    expect(listed.body.tokens[0].lastUsedAt).not.toBeNull();
    expect(listed.text).not.toContain(made.body.secret);
    const revoked = await app.ask({
      method: 'DELETE',
      path: `/api/tokens/${made.body.token.id}`,
      cookie,
    });
    expect(revoked.status).toBe(204);
    expect((await app.ask({ path: '/api/probe', authorization })).status).toBe(401);
  });

  it('cannot have more rights than the person, nor more time than a year', async () => {
    const cookie = await aSession(app.db, (await clerk()).id);
    const make = (body: object) => app.ask({ method: 'POST', path: '/api/tokens', cookie, body });
    const beyond = await make({ name: 'Zu viel', scopes: ['audit:read'], expiresInDays: 30 });
    expect(beyond.body.code).toBe('scope-beyond-rights');
    for (const expiresInDays of [0, 366, undefined]) {
      expect(
        (await make({ name: 'Zu lang', scopes: ['vorgang:read'], expiresInDays })).status,
      ).toBe(400);
    }
  });

  it('loses the rights that its person loses, and ends with the person', async () => {
    const person = await clerk();
    const authorization = await anApiToken(app.db, {
      personId: person.id,
      scopes: ['vorgang:read'],
    });
    const probe = async () => (await app.ask({ path: '/api/probe', authorization })).status;
    expect(await probe()).toBe(200);
    await rows(app.db, sql`delete from person_rolle where person_id = ${person.id}`);
    expect(await probe()).toBe(403);
    await rows(app.db, sql`update person set disabled_at = now() where id = ${person.id}`);
    expect(await probe()).toBe(401);
  });

  it('that is expired, unknown or malformed opens nothing, not even beside a session', async () => {
    const person = await clerk();
    const cookie = await aSession(app.db, person.id);
    const scopes = ['vorgang:read'] as const;
    const expired = await anApiToken(app.db, { personId: person.id, scopes, expiresInDays: -1 });
    for (const authorization of [expired, 'Bearer unbekannt', 'Bearer', 'Basic YTpi']) {
      const answer = await app.ask({ path: '/api/probe', authorization, cookie });
      expect([authorization.slice(0, 6), answer.status]).toEqual([authorization.slice(0, 6), 401]);
    }
  });

  it('can neither change the password nor make further tokens', async () => {
    const person = await clerk();
    const authorization = await anApiToken(app.db, {
      personId: person.id,
      scopes: ['vorgang:read'],
    });
    const token = await app.ask({
      method: 'POST',
      path: '/api/tokens',
      authorization,
      body: { name: 'Noch eins', scopes: ['vorgang:read'], expiresInDays: 1 },
    });
    const change = await app.ask({
      method: 'POST',
      path: '/api/ich/passwort',
      authorization,
      body: { currentPassword: password, newPassword: nextPassword },
    });
    expect([token.body.code, change.body.code]).toEqual(['person-required', 'person-required']);
  });
});

describe('the first set-up', () => {
  const first = { login: 'verwaltung', name: 'Erste Verwaltung', password };
  const root = { kuerzel: 'OB', name: 'Stadt Lohwerda' };
  let empty: OwnApp;
  const setUp = (body: object) => empty.ask({ method: 'POST', path: '/api/einrichtung', body });
  const tokenOf = (link: string | undefined) => link?.split('#token=')[1] ?? '';

  beforeAll(async () => {
    empty = await startOwnApp(({ db, config }) => createOrganisationRoutes({ db, config }));
  });
  afterAll(() => empty.close());

  it('needs the link that the start printed, and happens once', async () => {
    const old = tokenOf(await createSetupLink(empty.db));
    const link = await createSetupLink(empty.db);
    expect(link).toMatch(/^\/einrichtung#token=[\w-]{43}$/);
    const wrong = await setUp({ ...first, organisationseinheit: root, token: 'x'.repeat(43) });
    expect(wrong.body.code).toBe('setup-link-invalid');
    expect((await setUp({ ...first, token: tokenOf(link) })).body.code).toBe('root-unit-missing');
    const weak = await setUp({
      ...first,
      password: 'kurz',
      organisationseinheit: root,
      token: tokenOf(link),
    });
    expect(weak.body.code).toBe('password-too-weak');

    const done = await setUp({ ...first, organisationseinheit: root, token: tokenOf(link) });
    expect([done.status, done.body.login]).toEqual([201, 'verwaltung']);
    const again = await setUp({
      ...first,
      login: 'zweite',
      organisationseinheit: root,
      token: old,
    });
    expect(again.body.code).toBe('already-set-up');
    expect(await createSetupLink(empty.db)).toBeUndefined();

    const signed = await empty.ask({
      method: 'POST',
      path: '/api/anmeldung',
      body: { login: 'verwaltung', password },
    });
    const me = await empty.ask({ path: '/api/ich', cookie: cookieOf(signed) });
    expect(me.body.rollen).toEqual([
      { rolle: 'administration', organisationseinheit: expect.objectContaining(root) },
    ]);
    expect(me.body.einheiten).toEqual([]);
  });

  it('ends with the day of the link', async () => {
    await rows(empty.db, sql`delete from person_rolle`);
    const token = tokenOf(await createSetupLink(empty.db));
    await rows(empty.db, sql`update setup_link set expires_at = now() - interval '1 second'`);
    const late = await setUp({ ...first, login: 'spaet', organisationseinheit: root, token });
    expect(late.body.code).toBe('setup-link-invalid');
  });
});
