import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createNachscanRoutes } from '#posteingang/nachscan/nachscan.routes.js';
import {
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  auditOf,
} from '#test/support/builders.js';
import { type OwnApp, startOwnApp } from '#test/support/own-app.js';

let app: OwnApp;
let poststelle: { cookie: string };
let clerk: { cookie: string };

beforeAll(async () => {
  app = await startOwnApp(({ db }) => createNachscanRoutes({ db }));
  const unit = await anOrganisationseinheit(app.db, { kuerzel: '33', name: 'Ordnungsamt' });
  poststelle = await aSignedIn(app.db, 'poststelle', unit.id);
  clerk = await aSignedIn(app.db, 'sachbearbeitung', unit.id);
});
afterAll(() => app.close());

/** A letter of two pages in Clearing, cut out of pages 7 and 8 of its stack. */
const aLetter = async () => {
  const item = await aPosteingang(app.db, { zustand: 'clearing' });
  await asSystem(app.db, async (tx) => {
    for (const nummer of [1, 2]) {
      await rows(
        tx,
        sql`insert into seite (posteingang_id, nummer, stapel_seite, bestandteil, bestandteil_seite, breite_pt, hoehe_pt)
          values (${item.id}, ${nummer}, ${nummer + 6}, 0, ${nummer}, 595, 842)`,
      );
    }
  });
  return item;
};

const ask = (id: string, seiten: number[], who = poststelle) =>
  app.ask({
    method: 'POST',
    path: `/api/posteingaenge/${id}/nachscans`,
    cookie: who.cookie,
    body: { seiten, grund: 'Der untere Rand fehlt.' },
  });
const finish = (id: string, body: object) =>
  app.ask({
    method: 'POST',
    path: `/api/nachscans/${id}/erledigt`,
    cookie: poststelle.cookie,
    body,
  });
const waiting = async (): Promise<{ id: string }[]> =>
  (await app.ask({ path: '/api/nachscans', cookie: poststelle.cookie })).body.nachscans;

it('a request names the page as it lies in the paper, waits at the station, and ends with the new scan', async () => {
  const letter = await aLetter();
  const again = await aPosteingang(app.db, { zustand: 'clearing' });
  const made = await ask(letter.id, [2, 2]);
  expect(made).toMatchObject({ status: 201, body: { seiten: [2], stapelSeiten: [8] } });
  expect((await waiting()).map((one) => one.id)).toEqual([made.body.id]);

  const self = await finish(made.body.id, { eingangsnummer: letter.eingangsnummer });
  expect(self).toMatchObject({ status: 422, body: { code: 'ersatz-unbekannt' } });
  const done = await finish(made.body.id, { eingangsnummer: again.eingangsnummer });
  expect(done).toMatchObject({ status: 200, body: { ersatz: { id: again.id } } });
  expect((await finish(made.body.id, {})).status).toBe(409);
  expect(await waiting()).toEqual([]);
  const actions = (await auditOf(app.db, letter.id)).map((event) => event.action);
  expect(actions).toContain('posteingang.nachscan-erbeten');
  expect(actions).toContain('posteingang.nachscan-erledigt');
});

it('is refused for a page that the item does not have, and for people who may not see the item', async () => {
  const letter = await aLetter();
  expect((await ask(letter.id, [3])).body.code).toBe('seite-unbekannt');
  expect((await ask(letter.id, [1], clerk)).status).toBe(404);
  expect((await app.ask({ path: '/api/nachscans', cookie: clerk.cookie })).status).toBe(403);
});
