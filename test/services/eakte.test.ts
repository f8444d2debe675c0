import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addVermerk, createEakteRoutes, createVorgang } from '#eakte/index.js';
import { firstRow } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import {
  aDokument,
  anAkte,
  anAktenplaneinheit,
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  auditOf,
  aVorgang,
} from '#test/support/builders.js';
import { type OwnApp, startOwnApp } from '#test/support/own-app.js';

let app: OwnApp;
let amt: { id: string; kuerzel: string };
let other: { id: string; kuerzel: string };
let clerk: { id: string; cookie: string };
let colleague: { id: string; cookie: string };
let head: { id: string; cookie: string };
let stranger: { id: string; cookie: string };

const get = (path: string, who = clerk) => app.ask({ path, cookie: who.cookie });
const send = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, who = clerk) =>
  app.ask({ method, path, cookie: who.cookie, ...(body === undefined ? {} : { body }) });

beforeAll(async () => {
  const blobs = { open: async () => Readable.from([]) };
  app = await startOwnApp(({ db }) => createEakteRoutes({ db, blobs }));
  amt = await anOrganisationseinheit(app.db, { kuerzel: '32', name: 'Ordnungsamt' });
  other = await anOrganisationseinheit(app.db, { kuerzel: '67', name: 'Grünflächenamt' });
  clerk = await aSignedIn(app.db, 'sachbearbeitung', amt.id);
  colleague = await aSignedIn(app.db, 'sachbearbeitung', amt.id);
  head = await aSignedIn(app.db, 'leitung', amt.id);
  stranger = await aSignedIn(app.db, 'sachbearbeitung', other.id);
});
afterAll(() => app.close());

describe('the Aktenplan', () => {
  it('leads from its units to Akten and Vorgänge, which get their numbers without gaps', async () => {
    const plan = await anAktenplaneinheit(app.db, { kennzeichen: '12.12', titel: 'Gewerbe' });
    const facts = { aktenplaneinheitId: plan.id, organisationseinheitId: amt.id };
    const first = await send('POST', '/api/akten', { ...facts, betreff: 'Gaststätten, A bis K' });
    const second = await send('POST', '/api/akten', { ...facts, betreff: 'Gaststätten, L bis Z' });
    expect([first.body.kennzeichen, second.body.kennzeichen]).toEqual(['32-1212/1', '32-1212/2']);

    const opened = await send('POST', '/api/vorgaenge', {
      akteId: second.body.id,
      betreff: 'Erlaubnis für Außenbestuhlung',
    });
    const jahr = new Date().getFullYear();
    expect(opened.status).toBe(201);
    expect(opened.body.geschaeftszeichen).toMatch(
      new RegExp(`^32-1212/2/1-(${jahr}|${jahr + 1})$`),
    );

    const seen = await get('/api/aktenplan');
    expect(seen.body.einheiten.find((one: { id: string }) => one.id === plan.id).akten).toBe(2);
    const hidden = await get('/api/aktenplan', stranger);
    expect(hidden.body.einheiten.find((one: { id: string }) => one.id === plan.id).akten).toBe(0);
    const akten = await get(`/api/aktenplaneinheiten/${plan.id}/akten?suche=bis%20z`);
    expect(akten.body.akten.map((akte: { vorgaenge: number }) => akte.vorgaenge)).toEqual([1]);
    expect((await get(`/api/aktenplaneinheiten/${plan.id}/akten`, stranger)).body.akten).toEqual(
      [],
    );
    expect((await get(`/api/akten/${second.body.id}`, stranger)).status).toBe(404);
  });

  it('is known to the Poststelle down to the Akten, so that Clearing can open a Vorgang', async () => {
    const akteId = await anAkte(app.db, { organisationseinheitId: amt.id });
    const poststelle = await aSignedIn(app.db, 'poststelle', other.id);
    expect((await get(`/api/akten/${akteId}`, poststelle)).body.vorgaenge).toBe(0);
  });

  it('takes an Akte or a Vorgang only for a unit of one’s own', async () => {
    const plan = await anAktenplaneinheit(app.db);
    const body = {
      aktenplaneinheitId: plan.id,
      betreff: 'Fremde Akte',
      organisationseinheitId: amt.id,
    };
    expect((await send('POST', '/api/akten', body, stranger)).body.code).toBe('unit-not-own');
    const akteId = await anAkte(app.db, { organisationseinheitId: amt.id });
    const inHidden = await send('POST', '/api/vorgaenge', { akteId, betreff: 'Fremd' }, stranger);
    expect(inHidden.status).toBe(404);
    const forOther = await send('POST', '/api/vorgaenge', {
      akteId,
      betreff: 'Für andere',
      organisationseinheitId: other.id,
    });
    expect(forOther.body.code).toBe('unit-not-own');
  });

  it('numbers Vorgänge that are opened at the same moment one after the other', async () => {
    const akteId = await anAkte(app.db, { organisationseinheitId: amt.id });
    const opened = await Promise.all(
      Array.from({ length: 12 }, () =>
        send('POST', '/api/vorgaenge', { akteId, betreff: 'Gleichzeitig' }),
      ),
    );
    const numbers = opened.map((answer) =>
      Number(/\/(\d+)-\d{4}$/.exec(answer.body.geschaeftszeichen)?.[1]),
    );
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  it('gives a number back when the Vorgang was not opened after all', async () => {
    const akteId = await anAkte(app.db, { organisationseinheitId: amt.id });
    const failing = asSystem(app.db, async (tx) => {
      await createVorgang(tx, { akteId, betreff: 'Wird verworfen' });
      throw new Error('the rest of the transaction fails');
    });
    await expect(failing).rejects.toThrow('the rest');
    const next = await asSystem(app.db, (tx) => createVorgang(tx, { akteId, betreff: 'Bleibt' }));
    expect(next.geschaeftszeichen).toMatch(/\/1-\d{4}$/);
  });
});

describe('a Vorgang', () => {
  it('shows metadata, Beteiligte, Dokumente and Vermerke', async () => {
    const vorgang = await aVorgang(app.db, {
      organisationseinheitId: amt.id,
      bearbeiterId: clerk.id,
      beteiligte: [{ rolle: 'Betroffener', name: 'Jens Hartwig', plz: '05110', ort: 'Lohwerda' }],
    });
    const dokument = await aDokument(app.db, { vorgangId: vorgang.id });
    await asSystem(app.db, (tx) =>
      addVermerk(tx, {
        vorgangId: vorgang.id,
        dokumentId: dokument.id,
        art: 'Ab-Vermerk',
        text: 'Ab am 16.11.',
      }),
    );
    const detail = await get(`/api/vorgaenge/${vorgang.id}`);
    expect(detail.body).toMatchObject({
      geschaeftszeichen: vorgang.geschaeftszeichen,
      organisationseinheit: { kuerzel: '32' },
      bearbeiter: { id: clerk.id },
      akte: { id: vorgang.akteId },
      dokumente: 1,
      darfBearbeiten: true,
      beteiligte: [{ name: 'Jens Hartwig', email: null }],
      dokumentListe: [{ geschaeftszeichen: `${vorgang.geschaeftszeichen}/1`, richtung: 'eingang' }],
      vermerke: [{ art: 'Ab-Vermerk', person: null, dokumentId: dokument.id }],
    });
    expect((await get(`/api/vorgaenge/${vorgang.id}`, stranger)).status).toBe(404);
  });

  it('goes to another unit with everything in it, and is out of sight for the old one', async () => {
    const vorgang = await aVorgang(app.db, {
      organisationseinheitId: amt.id,
      bearbeiterId: clerk.id,
    });
    const dokument = await aDokument(app.db, { vorgangId: vorgang.id });
    const brief = await aPosteingang(app.db, {
      zustand: 'zugeordnet',
      organisationseinheitId: amt.id,
      vorgangId: vorgang.id,
    });
    const handed = await send('PATCH', `/api/vorgaenge/${vorgang.id}`, {
      organisationseinheitId: other.id,
    });
    expect(handed.status).toBe(204);
    expect((await get(`/api/vorgaenge/${vorgang.id}`)).status).toBe(404);
    expect((await get(`/api/dokumente/${dokument.id}`)).status).toBe(404);
    const there = await get(`/api/vorgaenge/${vorgang.id}`, stranger);
    expect(there.body).toMatchObject({ organisationseinheit: { kuerzel: '67' }, bearbeiter: null });
    expect((await get(`/api/dokumente/${dokument.id}`, stranger)).status).toBe(200);
    const moved = await asSystem(app.db, (tx) =>
      firstRow<{ item: string; postkorb: string }>(
        tx,
        sql`select p.organisationseinheit_id as item, k.organisationseinheit_id as postkorb
            from posteingang p join postkorb_eintrag k on k.posteingang_id = p.id where p.id = ${brief.id}`,
      ),
    );
    expect(moved).toEqual({ item: other.id, postkorb: other.id });
    expect(await auditOf(app.db, vorgang.id)).toMatchObject([
      { action: 'vorgang.changed', actorId: clerk.id, detail: { from: amt.id, to: other.id } },
    ]);
  });

  it('that is confidential makes its mail confidential, until that lies elsewhere', async () => {
    const vorgang = await aVorgang(app.db, { organisationseinheitId: amt.id, vertraulichkeit: 1 });
    const brief = await aPosteingang(app.db, { zustand: 'zugeordnet', vorgangId: vorgang.id });
    const rights = (change: ReturnType<typeof sql>) =>
      asSystem(app.db, (tx) =>
        firstRow<{ unit: string; level: number }>(
          tx,
          sql`update posteingang set ${change} where id = ${brief.id}
              returning organisationseinheit_id as unit, vertraulichkeit as level`,
        ),
      );
    expect(await rights(sql`seitenzahl = 2`)).toEqual({ unit: amt.id, level: 1 });
    expect(await rights(sql`vorgang_id = null, organisationseinheit_id = ${other.id}`)).toEqual({
      unit: other.id,
      level: 0,
    });
  });

  it('that is confidential is read by its Bearbeiter and the Leitung only', async () => {
    const vorgang = await aVorgang(app.db, {
      organisationseinheitId: amt.id,
      bearbeiterId: clerk.id,
      vertraulichkeit: 1,
    });
    const dokument = await aDokument(app.db, { vorgangId: vorgang.id });
    const states = [];
    for (const who of [clerk, head, colleague, stranger]) {
      states.push((await get(`/api/vorgaenge/${vorgang.id}`, who)).status);
      states.push((await get(`/api/dokumente/${dokument.id}`, who)).status);
    }
    expect(states).toEqual([200, 200, 200, 200, 404, 404, 404, 404]);
  });

  it('can be opened confidentially for oneself, and for others by the Leitung', async () => {
    const akteId = await anAkte(app.db, { organisationseinheitId: amt.id });
    const body = { akteId, betreff: 'Personalsache', vertraulichkeit: 1 };
    const own = await send('POST', '/api/vorgaenge', body);
    expect(own.body.bearbeiter.id).toBe(clerk.id);
    const forOther = { ...body, bearbeiterId: colleague.id };
    expect((await send('POST', '/api/vorgaenge', forOther)).body.code).toBe(
      'confidential-for-others',
    );
    expect((await send('POST', '/api/vorgaenge', forOther, head)).body.bearbeiter.id).toBe(
      colleague.id,
    );
  });

  it('gets only a Bearbeiter of its unit', async () => {
    const vorgang = await aVorgang(app.db, { organisationseinheitId: amt.id });
    const path = `/api/vorgaenge/${vorgang.id}`;
    expect((await send('PATCH', path, { bearbeiterId: stranger.id })).body.code).toBe(
      'bearbeiter-not-in-unit',
    );
    const changed = await send('PATCH', path, {
      bearbeiterId: colleague.id,
      zustand: 'zda',
      betreff: 'Erledigt',
    });
    expect(changed.body).toMatchObject({
      bearbeiter: { id: colleague.id },
      zustand: 'zda',
      betreff: 'Erledigt',
    });
    await send('PATCH', path, { betreff: 'Erledigt' });
    expect((await auditOf(app.db, vorgang.id)).map((event) => event.action)).toEqual([
      'vorgang.changed',
    ]);
  });

  it('takes Beteiligte and Vermerke from those who work on it', async () => {
    const vorgang = await aVorgang(app.db, { organisationseinheitId: amt.id });
    const path = `/api/vorgaenge/${vorgang.id}`;
    const added = await send('POST', `${path}/beteiligte`, {
      rolle: 'Bevollmächtigte',
      name: 'Kanzlei Öhler',
      fremdesGeschaeftszeichen: '12/26 Ö',
    });
    expect(added.status).toBe(201);
    const noted = await send('POST', `${path}/vermerke`, { text: 'Akteneinsicht gewährt.' });
    expect(noted.body.vermerke).toMatchObject([{ art: 'Vermerk', text: 'Akteneinsicht gewährt.' }]);
    const removed = await send('DELETE', `${path}/beteiligte/${added.body.beteiligte[0].id}`);
    expect(removed.body.beteiligte).toEqual([]);
    expect((await send('POST', `${path}/vermerke`, { text: 'Fremd' }, stranger)).status).toBe(404);
  });

  it('stands in the list of its Bearbeiter, page by page, with the number of all', async () => {
    const bearbeiter = await aSignedIn(app.db, 'sachbearbeitung', amt.id);
    for (const betreff of ['Erster', 'Zweiter', 'Dritter'])
      await aVorgang(app.db, {
        organisationseinheitId: amt.id,
        bearbeiterId: bearbeiter.id,
        betreff,
      });
    const first = await get('/api/vorgaenge?limit=2', bearbeiter);
    const second = await get(`/api/vorgaenge?limit=2&vor=${first.body.weiter}`, bearbeiter);
    const titles = [...first.body.vorgaenge, ...second.body.vorgaenge].map((one) => one.betreff);
    expect(titles).toEqual(['Dritter', 'Zweiter', 'Erster']);
    expect([first.body.anzahl, second.body.anzahl, second.body.weiter]).toEqual([3, 3, null]);
    const found = await get(
      '/api/vorgaenge?bereich=sichtbare&suche=zweiter&zustand=offen',
      bearbeiter,
    );
    expect(found.body.vorgaenge.map((one: { betreff: string }) => one.betreff)).toEqual([
      'Zweiter',
    ]);
  });
});
