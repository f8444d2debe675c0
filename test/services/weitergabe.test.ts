import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#infrastructure/clock.js';
import { openEventStream } from '#infrastructure/database/events.js';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createPosteingangRoutes, createReceiver } from '#posteingang/index.js';
import {
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  auditOf,
  aVorgang,
} from '#test/support/builders.js';
import { noImages, type OwnApp, startOwnApp } from '#test/support/own-app.js';
import { noVirusCheck } from '#test/support/virus-check.js';

let app: OwnApp;
let folder: string;
let events: ReturnType<typeof openEventStream>;
let amt: { id: string };
let other: { id: string };
let clerk: { cookie: string };
let colleague: { cookie: string };
let poststelle: { cookie: string };

const afterCommit = () => undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-weitergabe-'));
  const blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
  app = await startOwnApp(({ db, config, log, url }) => {
    events = openEventStream({ url, log });
    const receiver = createReceiver({ db, afterCommit });
    const common = { db, blobs, config, clock: systemClock, afterCommit, scaler: noImages };
    return createPosteingangRoutes({
      ...common,
      receiver,
      events,
      blattSchluessel: Buffer.alloc(32),
      virenpruefung: noVirusCheck,
    });
  });
  amt = await anOrganisationseinheit(app.db, { kuerzel: '32', name: 'Ordnungsamt' });
  other = await anOrganisationseinheit(app.db, { kuerzel: '66', name: 'Tiefbauamt' });
  const mailroom = await anOrganisationseinheit(app.db, { kuerzel: '10', name: 'Poststelle' });
  clerk = await aSignedIn(app.db, 'sachbearbeitung', amt.id);
  colleague = await aSignedIn(app.db, 'sachbearbeitung', other.id);
  poststelle = await aSignedIn(app.db, 'poststelle', mailroom.id);
});

afterAll(async () => {
  await events.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

interface Lying {
  id: string;
  postkorbId: string;
}

/** An item in the Postkorb of the Ordnungsamt whose way through the list has ended. */
const anArrived = async (vorgangId: string | null = null): Promise<Lying> => {
  const { id } = await aPosteingang(app.db, {
    zustand: 'zugeordnet',
    organisationseinheitId: amt.id,
    vorgangId,
  });
  const entry = await asSystem(app.db, async (tx) => {
    await rows(
      tx,
      sql`insert into work_item (id, pipeline, stage, state) values (${id}, 'posteingang', 'notify', 'done')`,
    );
    return firstRow<{ id: string }>(
      tx,
      sql`select id from postkorb_eintrag where posteingang_id = ${id}`,
    );
  });
  return { id, postkorbId: entry?.id ?? '' };
};

const passOn = (item: Lying, body: object, who = clerk) =>
  app.ask({
    path: `/api/postkorb/${item.postkorbId}/weitergabe`,
    method: 'POST',
    body: { begruendung: 'Für Straßenschäden ist das Tiefbauamt zuständig.', ...body },
    cookie: who.cookie,
  });

const isInPostkorb = async (item: Lying, who: { cookie: string }): Promise<boolean> => {
  const { body } = await app.ask({ path: '/api/postkorb', cookie: who.cookie });
  return body.eintraege.some((one: { id: string }) => one.id === item.postkorbId);
};

describe('an item that reached the wrong unit', () => {
  it('goes to the unit that its clerk names, unread, with the reason beside the decision', async () => {
    const item = await anArrived();
    const answer = await passOn(item, { an: 'einheit', organisationseinheitId: other.id });
    expect(answer.status).toBe(204);
    expect(await isInPostkorb(item, clerk)).toBe(false);
    expect(await isInPostkorb(item, colleague)).toBe(true);
    const detail = await app.ask({
      path: `/api/posteingaenge/${item.id}`,
      cookie: colleague.cookie,
    });
    expect(detail.body.entscheidungen[0]).toMatchObject({
      art: 'organisationseinheit',
      wert: other.id,
      gruende: ['Weitergegeben von 32', 'Für Straßenschäden ist das Tiefbauamt zuständig.'],
    });
    const actions = (await auditOf(app.db, item.id)).map((event) => event.action);
    expect(actions).toContain('posteingang.weitergegeben');
  });

  it('goes back to the Clearing of the Poststelle as Irrläufer, and can be assigned again', async () => {
    const item = await anArrived();
    expect((await passOn(item, { an: 'poststelle' })).status).toBe(204);
    expect(await isInPostkorb(item, clerk)).toBe(false);
    const line = await app.ask({
      path: `/api/posteingaenge/${item.id}/zeile`,
      cookie: poststelle.cookie,
    });
    expect(line.body).toMatchObject({ zustand: 'clearing', organisationseinheit: null });
    expect(line.body.clearing.text).toContain('Irrläufer, zurückgegeben von 32');
    const assigned = await app.ask({
      path: `/api/posteingaenge/${item.id}/zuordnung`,
      method: 'POST',
      body: { organisationseinheitId: other.id },
      cookie: poststelle.cookie,
    });
    expect(assigned.status).toBe(202);
  });

  it('is passed on once, however many try at the same time', async () => {
    const item = await anArrived();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        passOn(item, { an: 'einheit', organisationseinheitId: other.id }),
      ),
    );
    const done = answers.filter((answer) => answer.status === 204);
    expect(done).toHaveLength(1);
  });

  it('stays where it is when it has been filed, when nobody else is named, and for strangers', async () => {
    const vorgang = await aVorgang(app.db, { organisationseinheitId: amt.id });
    const filed = await anArrived(vorgang.id);
    expect((await passOn(filed, { an: 'poststelle' })).body.code).toBe('im-vorgang');
    const item = await anArrived();
    const same = await passOn(item, { an: 'einheit', organisationseinheitId: amt.id });
    expect(same.status).toBe(422);
    expect((await passOn(item, { an: 'einheit' })).status).toBe(400);
    expect((await passOn(item, { an: 'poststelle' }, colleague)).status).toBe(404);
    expect((await passOn(item, { an: 'poststelle' }, poststelle)).status).toBe(403);
    expect(await isInPostkorb(item, clerk)).toBe(true);
  });
});
