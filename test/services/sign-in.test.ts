import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { createOrganisationRoutes, forgetOldSignIns } from '#organisation/index.js';
import { hashPassword } from '#organisation/password.js';
import { aPerson, aSession } from '#test/support/builders.js';
import { startOwnApp, testConfig } from '#test/support/own-app.js';
import { cookieOf, password, type SignInApp, startSignInApp } from '#test/support/sign-in-app.js';

let app: SignInApp['app'];
let signIn: SignInApp['signIn'];
let clerk: SignInApp['clerk'];
beforeAll(async () => {
  ({ app, signIn, clerk } = await startSignInApp());
});
afterAll(() => app.close());

describe('signing in', () => {
  it('opens a session that only the server can read', async () => {
    const person = await clerk();
    const answer = await signIn(person.login.toUpperCase(), password);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ name: person.name, mustChangePassword: false });
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^poststelle=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const me = await app.ask({ path: '/api/ich', cookie: cookieOf(answer) });
    expect(me.body).toMatchObject({
      id: person.id,
      rollen: [{ rolle: 'sachbearbeitung', organisationseinheit: { kuerzel: '32' } }],
      einheiten: [{ kuerzel: '32', name: 'Ordnungsamt' }],
    });
    expect(me.body.permissions).toContain('vorgang:write');
  });

  it('gives a new session each time and ends the one before', async () => {
    const person = await clerk();
    const first = cookieOf(await signIn(person.login, password));
    const second = cookieOf(
      await signIn(person.login, password, { Cookie: first, Origin: app.origin }),
    );
    expect(second).not.toBe(first);
    expect((await app.ask({ path: '/api/ich', cookie: first })).status).toBe(401);
    expect((await app.ask({ path: '/api/ich', cookie: second })).status).toBe(200);
  });

  it('answers a wrong password and an unknown login alike', async () => {
    const person = await clerk();
    const wrong = await signIn(person.login, 'falsches Kennwort');
    const unknown = await signIn('niemand.hier', password);
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect(wrong.headers['set-cookie']).toBeUndefined();
  });

  it('is refused to who is disabled and to who has no password', async () => {
    const disabled = await clerk({ disabled: true });
    const without = await aPerson(app.db);
    expect((await signIn(disabled.login, password)).status).toBe(401);
    expect((await signIn(without.login, '')).status).toBe(400);
    expect((await signIn(without.login, password)).status).toBe(401);
  });

  it('leaves neither login nor address nor secret readable in the database', async () => {
    const person = await clerk({ login: 'lesbar.nirgends' });
    const cookie = cookieOf(
      await signIn(person.login, password, { 'X-Forwarded-For': '203.0.113.77' }),
    );
    const dump = await rows<{ line: string }>(
      app.db,
      sql`select a::text as line from login_attempt a union all select s::text from session s`,
    );
    const text = dump.map((row) => row.line).join('\n');
    expect(text).not.toContain('lesbar.nirgends');
    expect(text).not.toContain('203.0.113.77');
    expect(text).not.toContain(cookie.split('=')[1]);
  });

  it('renews a hash that was made with less effort', async () => {
    const person = await clerk();
    const old = await hashPassword(password, { logN: 12, r: 8, p: 1 });
    await rows(app.db, sql`update person set password_hash = ${old} where id = ${person.id}`);
    expect((await signIn(person.login, password)).status).toBe(200);
    const now = await firstRow<{ hash: string }>(
      app.db,
      sql`select password_hash as hash from person where id = ${person.id}`,
    );
    expect(now?.hash).toMatch(/^scrypt\$ln=15,/);
    expect((await signIn(person.login, password)).status).toBe(200);
  });

  it('over https uses a cookie that no other host can set', async () => {
    const secure = await startOwnApp(({ db, config }) => createOrganisationRoutes({ db, config }), {
      config: testConfig({ http: { publicUrl: 'https://poststelle.stadt.example' } }),
    });
    await aPerson(secure.db, { login: 'k.lindner', password });
    const answer = await secure.ask({
      method: 'POST',
      path: '/api/anmeldung',
      body: { login: 'k.lindner', password },
      headers: { Origin: 'https://poststelle.stadt.example' },
    });
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-poststelle=.*; Secure$/);
    const me = await secure.ask({ path: '/api/ich', cookie: cookieOf(answer) });
    await secure.close();
    expect(me.status).toBe(200);
  });
});

/** However slow this machine is, the last failure was this moment. */
const failedJustNow = () =>
  rows(app.db, sql`update login_attempt set at = clock_timestamp() where not successful`);

describe('many failures', () => {
  it('slow the account down and say when to come back', async () => {
    const person = await clerk();
    const from = { 'X-Forwarded-For': '198.51.100.1' };
    for (let i = 0; i < 5; i += 1)
      expect((await signIn(person.login, 'falsch', from)).status).toBe(401);
    await failedJustNow();
    const slowed = await signIn(person.login, password, from);
    expect(slowed.status).toBe(429);
    expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(0);
    expect(slowed.body.code).toBe('too-many-tries');
  });

  it('from elsewhere do not keep out the person at their own desk', async () => {
    const person = await clerk();
    const desk = { 'X-Forwarded-For': '192.0.2.10' };
    expect((await signIn(person.login, password, desk)).status).toBe(200);
    for (let i = 0; i < 8; i += 1)
      await signIn(person.login, 'falsch', { 'X-Forwarded-For': '198.51.100.9' });
    await failedJustNow();
    expect(
      (await signIn(person.login, password, { 'X-Forwarded-For': '198.51.100.9' })).status,
    ).toBe(429);
    expect((await signIn(person.login, password, desk)).status).toBe(200);
  });

  it('at the same moment are counted one by one', async () => {
    const person = await clerk();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        signIn(person.login, 'falsch', { 'X-Forwarded-For': '198.51.100.3' }),
      ),
    );
    const evaluated = answers.filter((answer) => answer.status === 401).length;
    expect(evaluated).toBeGreaterThanOrEqual(5);
    // The pauses run while the passwords are derived, so a sixth or seventh try may fit in; never all.
    expect(evaluated).toBeLessThanOrEqual(9);
  });

  it('are forgotten when they are old', async () => {
    const person = await clerk();
    for (let i = 0; i < 6; i += 1)
      await signIn(person.login, 'falsch', { 'X-Forwarded-For': '198.51.100.4' });
    await rows(app.db, sql`update login_attempt set at = at - interval '2 hours'`);
    expect((await signIn(person.login, password)).status).toBe(200);
    await rows(app.db, sql`update login_attempt set at = at - interval '32 days'`);
    await forgetOldSignIns(app.db);
    const left = await firstRow<{ count: number }>(app.db, sql`select count(*) from login_attempt`);
    expect(left?.count).toBe(0);
  });
});

describe('a session', () => {
  it('ends when nobody uses it, and after its longest time', async () => {
    const person = await clerk();
    const fresh = await aSession(app.db, person.id, { lastSeenMinutesAgo: 59 });
    const idle = await aSession(app.db, person.id, { lastSeenMinutesAgo: 61 });
    const old = await aSession(app.db, person.id, { startedHoursAgo: 8 });
    const states = [];
    for (const cookie of [fresh, idle, old]) {
      states.push((await app.ask({ path: '/api/ich', cookie })).status);
    }
    expect(states).toEqual([200, 401, 401]);
  });

  it('stays alive while it is used', async () => {
    const person = await clerk();
    const cookie = await aSession(app.db, person.id, { lastSeenMinutesAgo: 30 });
    await app.ask({ path: '/api/ich', cookie });
    const seen = await firstRow<{ fresh: boolean }>(
      app.db,
      sql`select bool_and(last_seen_at > now() - interval '1 minute') as fresh from session
          where person_id = ${person.id}`,
    );
    expect(seen?.fresh).toBe(true);
  });

  it('has no more rights the moment a role is taken away or the person is disabled', async () => {
    const person = await clerk();
    const cookie = await aSession(app.db, person.id);
    const probe = async () => (await app.ask({ path: '/api/probe', cookie })).status;
    expect(await probe()).toBe(200);
    await rows(app.db, sql`delete from person_rolle where person_id = ${person.id}`);
    expect(await probe()).toBe(403);
    await rows(app.db, sql`update person set disabled_at = now() where id = ${person.id}`);
    expect(await probe()).toBe(401);
  });

  it('is over after signing out', async () => {
    const person = await clerk();
    const cookie = cookieOf(await signIn(person.login, password));
    const out = await app.ask({ method: 'POST', path: '/api/abmeldung', cookie });
    expect(out.status).toBe(204);
    expect(out.headers['set-cookie']?.[0]).toContain('Max-Age=0');
    expect((await app.ask({ path: '/api/ich', cookie })).status).toBe(401);
  });
});
