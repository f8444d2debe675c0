import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditRoutes } from '#audit/index.js';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createOrganisationRoutes, importOrganisation, viewOf } from '#organisation/index.js';
import type { ApiRequest } from '#test/support/api.js';
import { anOrganisationseinheit, aPerson, aSession } from '#test/support/builders.js';
import { ask } from '#test/support/embedded-postgres.js';
import { type OwnApp, startOwnApp } from '#test/support/own-app.js';

let app: OwnApp;
let root: { id: string };
let administrator: string;

const asAdministrator = (request: Omit<ApiRequest, 'cookie'>) =>
  app.ask({ ...request, cookie: administrator });

const sessionOf = async (
  rolle: 'poststelle' | 'sachbearbeitung' | 'leitung' | 'revision',
  einheitId: string,
) => {
  const person = await aPerson(app.db, { rollen: [{ rolle, organisationseinheitId: einheitId }] });
  return { ...person, cookie: await aSession(app.db, person.id) };
};

beforeAll(async () => {
  app = await startOwnApp(({ db, config }) => [
    ...createOrganisationRoutes({ db, config }),
    ...createAuditRoutes({ db, viewOf }),
  ]);
  root = await anOrganisationseinheit(app.db, { kuerzel: 'OB', name: 'Stadt Lohwerda' });
  const person = await aPerson(app.db, {
    login: 'verwaltung',
    rollen: [{ rolle: 'administration', organisationseinheitId: root.id }],
  });
  administrator = await aSession(app.db, person.id);
});
afterAll(() => app.close());

describe('the tree of Organisationseinheiten', () => {
  const create = (body: object) =>
    asAdministrator({ method: 'POST', path: '/api/organisationseinheiten', body });
  const change = (id: string, body: object) =>
    asAdministrator({ method: 'PATCH', path: `/api/organisationseinheiten/${id}`, body });

  it('grows by the administration and is seen by everybody with a role', async () => {
    const created = await create({
      kuerzel: '67',
      name: 'Grünflächenamt',
      parentId: root.id,
      zustaendigkeit: 'Bäume, Parks und Spielplätze',
    });
    expect(created.status).toBe(201);
    const clerk = await sessionOf('sachbearbeitung', created.body.id);
    const list = await app.ask({ path: '/api/organisationseinheiten', cookie: clerk.cookie });
    expect(list.body.organisationseinheiten).toContainEqual(created.body);
    const refused = await app.ask({
      method: 'POST',
      path: '/api/organisationseinheiten',
      cookie: clerk.cookie,
      body: { kuerzel: '68', name: 'Eigenes Amt', parentId: null },
    });
    expect(refused.status).toBe(403);
  });

  it('has each Kürzel once', async () => {
    const one = await anOrganisationseinheit(app.db, { kuerzel: '20' });
    const other = await anOrganisationseinheit(app.db, { kuerzel: '21' });
    const double = await create({ kuerzel: '20', name: 'Kämmerei', parentId: root.id });
    expect([double.status, double.body.code]).toEqual([409, 'kuerzel-taken']);
    expect((await change(other.id, { kuerzel: '20' })).body.code).toBe('kuerzel-taken');
    expect((await change(one.id, { kuerzel: '20', name: 'Kämmerei' })).body).toMatchObject({
      kuerzel: '20',
      name: 'Kämmerei',
      parentId: null,
    });
  });

  it('never becomes a circle', async () => {
    const dezernat = await anOrganisationseinheit(app.db, { parentId: root.id });
    const amt = await anOrganisationseinheit(app.db, { parentId: dezernat.id });
    for (const parentId of [dezernat.id, amt.id]) {
      expect((await change(dezernat.id, { parentId })).body.code).toBe(
        'organisationseinheit-circular',
      );
    }
    const nowhere = await change(amt.id, { parentId: '00000000-0000-4000-8000-000000000000' });
    expect(nowhere.body.code).toBe('organisationseinheit-unknown');
  });

  it('gives the Leitung its unit and all below, and others only their own', async () => {
    const dezernat = await anOrganisationseinheit(app.db, { parentId: root.id });
    const amt = await anOrganisationseinheit(app.db, { parentId: dezernat.id });
    const abteilung = await anOrganisationseinheit(app.db, { parentId: amt.id });
    const einheitenOf = async (rolle: 'leitung' | 'sachbearbeitung' | 'poststelle') => {
      const { cookie } = await sessionOf(rolle, dezernat.id);
      const me = await app.ask({ path: '/api/ich', cookie });
      return me.body.einheiten.map((einheit: { id: string }) => einheit.id).sort();
    };
    expect(await einheitenOf('leitung')).toEqual([dezernat.id, amt.id, abteilung.id].sort());
    expect(await einheitenOf('sachbearbeitung')).toEqual([dezernat.id]);
    expect(await einheitenOf('poststelle')).toEqual([]);
  });

  it('names who can be Bearbeiter: clerks of the unit and every Leitung above', async () => {
    const amt = await anOrganisationseinheit(app.db, { parentId: root.id });
    const abteilung = await anOrganisationseinheit(app.db, { parentId: amt.id });
    const clerk = await sessionOf('sachbearbeitung', abteilung.id);
    const head = await sessionOf('leitung', amt.id);
    await sessionOf('sachbearbeitung', amt.id);
    await sessionOf('poststelle', abteilung.id);
    const answer = await app.ask({
      path: `/api/organisationseinheiten/${abteilung.id}/bearbeiter`,
      cookie: clerk.cookie,
    });
    const ids = answer.body.bearbeiter.map((person: { id: string }) => person.id);
    expect(ids.sort()).toEqual([clerk.id, head.id].sort());
  });
});

describe('a person', () => {
  const create = (body: object) => asAdministrator({ method: 'POST', path: '/api/personen', body });
  const change = (id: string, body: object) =>
    asAdministrator({ method: 'PATCH', path: `/api/personen/${id}`, body });
  const signIn = (login: string, password: string) =>
    app.ask({ method: 'POST', path: '/api/anmeldung', body: { login, password } });

  it('is added with roles and signs in with a password that is shown once', async () => {
    const created = await create({
      login: 'J.Weber',
      name: 'Jutta Weber',
      email: 'j.weber@stadt.example',
      rollen: [{ rolle: 'sachbearbeitung', organisationseinheitId: root.id }],
    });
    expect(created.status).toBe(201);
    expect(created.body.person).toMatchObject({ login: 'j.weber', mustChangePassword: true });
    const signed = await signIn('j.weber', created.body.initialPassword);
    expect(signed.body).toEqual({ name: 'Jutta Weber', mustChangePassword: true });
    const list = await asAdministrator({ path: '/api/personen?suche=weber' });
    expect(list.body.personen).toEqual([created.body.person]);
    expect(list.text).not.toContain(created.body.initialPassword);
  });

  it('is found by a name in either spelling, page by page', async () => {
    for (const name of ['Björn Öztürk', 'Bjoern Maler', 'Anna Sommer'])
      await aPerson(app.db, { login: name.toLowerCase().replace(/[^a-z]/g, ''), name });
    const found = await asAdministrator({ path: '/api/personen?suche=bj%C3%B6rn' });
    expect(found.body.personen).toHaveLength(2);
    const first = await asAdministrator({ path: '/api/personen?limit=2' });
    expect(first.body.weiter).toBe(first.body.personen[1].login);
    const second = await asAdministrator({
      path: `/api/personen?limit=2&nach=${first.body.weiter}`,
    });
    expect(second.body.personen[0].login > first.body.weiter).toBe(true);
  });

  it('gets no login that somebody has and no role in a unit that does not exist', async () => {
    await aPerson(app.db, { login: 'doppelt' });
    const rollen = [
      { rolle: 'leitung', organisationseinheitId: '00000000-0000-4000-8000-000000000000' },
    ];
    const taken = await create({ login: 'doppelt', name: 'Zweite Person', rollen: [] });
    const nowhere = await create({ login: 'nirgends', name: 'Neue Person', rollen });
    expect([taken.body.code, nowhere.body.code]).toEqual([
      'login-taken',
      'organisationseinheit-unknown',
    ]);
    const left = await firstRow(app.db, sql`select from person where login = 'nirgends'`);
    expect(left).toBeUndefined();
  });

  it('loses all sessions with a new password or when disabled, and the tokens when disabled', async () => {
    const person = await sessionOf('sachbearbeitung', root.id);
    const made = await app.ask({
      method: 'POST',
      path: '/api/tokens',
      cookie: person.cookie,
      body: { name: 'Fachverfahren', scopes: ['vorgang:read'], expiresInDays: 10 },
    });
    const authorization = `Bearer ${made.body.secret}`;
    const reset = await change(person.id, { resetPassword: true });
    expect((await app.ask({ path: '/api/ich', cookie: person.cookie })).status).toBe(401);
    expect((await signIn(person.login, reset.body.initialPassword)).body.mustChangePassword).toBe(
      true,
    );

    await change(person.id, { disabled: true });
    expect((await signIn(person.login, reset.body.initialPassword)).status).toBe(401);
    expect((await app.ask({ path: '/api/ich', authorization })).status).toBe(401);
    const back = await change(person.id, { disabled: false });
    expect(back.body.person.disabledAt).toBeNull();
    expect((await app.ask({ path: '/api/ich', authorization })).status).toBe(401);
  });

  it('keeps what a change does not name', async () => {
    const person = await aPerson(app.db, {
      email: 'alt@stadt.example',
      rollen: [{ rolle: 'revision', organisationseinheitId: root.id }],
    });
    const renamed = await change(person.id, { name: 'Neuer Name' });
    expect(renamed.body).toMatchObject({
      initialPassword: null,
      person: { name: 'Neuer Name', email: 'alt@stadt.example', rollen: [{ rolle: 'revision' }] },
    });
    const stripped = await change(person.id, { email: null, rollen: [] });
    expect(stripped.body.person).toMatchObject({ name: 'Neuer Name', email: null, rollen: [] });
  });

  it('with the role Administration cannot be the last one to lose it', async () => {
    const me = await asAdministrator({ path: '/api/ich' });
    for (const body of [{ rollen: [] }, { disabled: true }]) {
      const refused = await change(me.body.id, body);
      expect([refused.status, refused.body.code]).toEqual([409, 'last-administrator']);
    }
    expect((await asAdministrator({ path: '/api/ich' })).body.rollen).toHaveLength(1);
  });
});

describe('the audit trail', () => {
  it('shows the Revision what the administration did, with ids instead of names', async () => {
    const { cookie } = await sessionOf('revision', root.id);
    const created = await asAdministrator({
      method: 'POST',
      path: '/api/personen',
      body: { login: 'spur', name: 'Sabine Spur', rollen: [] },
    });
    const trail = await app.ask({ path: '/api/audit?action=person.&limit=1', cookie });
    expect(trail.body.ereignisse[0]).toMatchObject({
      action: 'person.created',
      objectType: 'person',
      objectId: created.body.person.id,
      actor: { kind: 'person' },
      requestId: created.headers['x-request-id'],
    });
    expect(trail.text).not.toContain('Sabine Spur');
    const older = await app.ask({ path: `/api/audit?limit=1&vor=${trail.body.weiter}`, cookie });
    expect(older.body.ereignisse[0].seq).toBeLessThan(trail.body.weiter);
    const future = await app.ask({ path: '/api/audit?von=2100-01-01T00:00:00Z', cookie });
    expect(future.body).toEqual({ ereignisse: [], weiter: null });
  });

  it('is closed to everybody else, also to the administration', async () => {
    expect((await asAdministrator({ path: '/api/audit' })).status).toBe(403);
  });

  it('cannot be changed, not even by the owner of the database', async () => {
    for (const statement of ["update audit_event set action = 'x'", 'delete from audit_event']) {
      await expect(ask(app.url, statement)).rejects.toMatchObject({ code: '42501' });
      const byPoststelle = asSystem(app.db, (tx) => rows(tx, sql.raw(statement)));
      await expect(byPoststelle).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('an organisation that is imported', () => {
  it('stands with its tree, people and roles after a few statements', async () => {
    const imported = await asSystem(app.db, (tx) =>
      importOrganisation(tx, {
        organisationseinheiten: [
          { kuerzel: 'I', name: 'Importstadt' },
          { kuerzel: 'I1', name: 'Hauptamt', parent: 'I', istPoststelle: true },
        ],
        personen: [
          {
            login: 'i.eins',
            name: 'Ilse Eins',
            password: 'Muster-Kennwort 1',
            mustChangePassword: false,
            rollen: [{ rolle: 'leitung', organisationseinheit: 'I' }],
          },
          { login: 'i.zwei', name: 'Ingo Zwei', password: 'Muster-Kennwort 1', rollen: [] },
        ],
      }),
    );
    expect([...imported.personen.keys()].sort()).toEqual(['i.eins', 'i.zwei']);
    const signed = await app.ask({
      method: 'POST',
      path: '/api/anmeldung',
      body: { login: 'i.eins', password: 'Muster-Kennwort 1' },
    });
    expect(signed.body.mustChangePassword).toBe(false);
    const cookie = signed.headers['set-cookie']?.[0]?.split(';')[0];
    const me = await app.ask({ path: '/api/ich', cookie });
    expect(me.body.einheiten.map((one: { kuerzel: string }) => one.kuerzel)).toEqual(['I', 'I1']);
  });
});
