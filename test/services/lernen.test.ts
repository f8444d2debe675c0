import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#infrastructure/clock.js';
import { type EventStream, openEventStream } from '#infrastructure/database/events.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createModelSource, createPosteingangRoutes, createReceiver } from '#posteingang/index.js';
import { activateVersion } from '#posteingang/lernen/modell.repository.js';
import {
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  someSeiten,
} from '#test/support/builders.js';
import { noImages, type OwnApp, startOwnApp, testConfig } from '#test/support/own-app.js';
import { noVirusCheck } from '#test/support/virus-check.js';

let app: OwnApp;
let folder: string;
let blobs: BlobStore;
let events: EventStream;
let strassen: { id: string; kuerzel: string };
let gruen: { id: string; kuerzel: string };
let poststelle: { cookie: string; id: string };
let clerk: { cookie: string };
const log = createLog({ level: 'error' });

const modelOf = () => createModelSource({ db: app.db, blobs, log, config: testConfig(), events });
let models: ReturnType<typeof modelOf>;

const letters = {
  strasse: 'Auf der Fahrbahn vor meinem Haus ist ein tiefes Schlagloch im Asphalt entstanden.',
  baum: 'Der Baum vor meinem Fenster verliert Äste, bitte lassen Sie die Baumkrone schneiden.',
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-lernen-'));
  blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
  app = await startOwnApp(({ db, config, url }) => {
    events = openEventStream({ url, log });
    models = createModelSource({ db, blobs, log, config, events });
    const afterCommit = () => undefined;
    const common = { db, blobs, config, clock: systemClock, events, afterCommit };
    return createPosteingangRoutes({
      ...common,
      receiver: createReceiver({ db, afterCommit }),
      scaler: noImages,
      blattSchluessel: Buffer.alloc(32),
      virenpruefung: noVirusCheck,
      models,
    });
  });
  strassen = await anOrganisationseinheit(app.db, { kuerzel: '66', name: 'Tiefbauamt' });
  gruen = await anOrganisationseinheit(app.db, { kuerzel: '67', name: 'Grünflächenamt' });
  const mailroom = await anOrganisationseinheit(app.db, { kuerzel: '10', name: 'Poststelle' });
  poststelle = await aSignedIn(app.db, 'poststelle', mailroom.id);
  clerk = await aSignedIn(app.db, 'sachbearbeitung', gruen.id);
  await models.train([
    ...Array.from({ length: 6 }, () => ({
      text: letters.strasse,
      kind: 'anliegen',
      einheit: '66',
    })),
    ...Array.from({ length: 6 }, () => ({ text: letters.baum, kind: 'anliegen', einheit: '67' })),
  ]);
});
afterAll(async () => {
  models.close();
  await events.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const waiting = async (text: string, vertraulichkeit: 0 | 1 = 0): Promise<string> => {
  const { id } = await aPosteingang(app.db, { zustand: 'clearing', vertraulichkeit });
  await someSeiten(app.db, id, [{ nummer: 1, text }]);
  await asSystem(app.db, (tx) =>
    rows(
      tx,
      sql`insert into work_item (id, pipeline, stage, state) values (${id}, 'posteingang', 'attach', 'clearing')`,
    ),
  );
  return id;
};

const assign = (id: string, to: { id: string }, art?: string) =>
  app.ask({
    path: `/api/posteingaenge/${id}/zuordnung`,
    method: 'POST',
    cookie: poststelle.cookie,
    body: { organisationseinheitId: to.id, ...(art === undefined ? {} : { art }) },
  });

const topOf = async (text: string, from = models) =>
  (await from.classifier()).predict(text).einheit[0]?.value;

/** Bollards stand in the street, but here the Grünflächenamt sets them: nothing that a model could know. */
const bollards = 'Bitte stellen Sie auf der Fahrbahn vor der Kita wieder Poller mit Kette auf.';
const likeIt = 'Vor der Kita fehlen auf der Fahrbahn die Poller, die Kette liegt am Boden.';

describe('an answer in Clearing', () => {
  it('teaches the model at once, says what changed, and the next like letter goes right', async () => {
    expect(await topOf(likeIt)).toBe('66');
    const answer = await assign(await waiting(bollards), gruen, 'antrag');
    expect(answer.status).toBe(202);
    expect(answer.body.gelernt.einheit).toMatchObject({ vorher: '66', nachher: '67' });
    expect(answer.body.gelernt.einheit.konfidenzNachher).toBeGreaterThan(
      answer.body.gelernt.einheit.konfidenzVorher,
    );
    expect(answer.body.gelernt.saetze[0]).toMatch(
      /^Zuständigkeit: Für Schreiben wie dieses nennt das Modell jetzt 67 \(\d+ %\) statt 66\.$/,
    );
    expect(answer.body.gelernt.dokumentart.konfidenzVorher).toBe(0);
    expect(await topOf(likeIt)).toBe('67');
    expect(await topOf(letters.strasse)).toBe('66');
  });

  it('reaches every other process, and all come to the same version', async () => {
    const other = modelOf();
    const first = await other.classifier();
    expect(await topOf(likeIt, other)).toBe('67');
    await assign(await waiting('Die Kette am Poller ist gerissen.'), gruen);
    const version = (await models.classifier()).version();
    await expect.poll(async () => (await other.classifier()).version()).toBe(version);
    expect(first.version()).toBe(version);
    other.close();
  });

  it('is learned by a process that starts later, even where nobody had a model when it was given', async () => {
    const fresh = modelOf();
    expect((await fresh.classifier()).version()).toBe((await models.classifier()).version());
    fresh.close();
  });

  it('about a confidential item is kept, but teaches nothing', async () => {
    const before = (await models.classifier()).version();
    const answer = await assign(await waiting('Streng vertraulicher Wasserturm.', 1), strassen);
    expect(answer.status).toBe(202);
    expect(answer.body.gelernt).toBeUndefined();
    expect((await models.classifier()).version()).toBe(before);
  });
});

describe('a decision that is taken back', () => {
  const takeBack = (decision: string) =>
    app.ask({
      path: `/api/clearing/entscheidungen/${decision}/ruecknahme`,
      method: 'POST',
      cookie: poststelle.cookie,
      body: {},
    });

  it('is unlearned by every process; what was taught after it stays', async () => {
    const other = modelOf();
    const fountain = 'Der Springbrunnen am Markt sprudelt nicht mehr.';
    const before = (await other.classifier()).version();
    const wrong = await assign(await waiting(fountain), strassen);
    await expect.poll(async () => (await other.classifier()).version()).not.toBe(before);
    const learned = (await models.classifier()).version();
    expect((await takeBack(wrong.body.entscheidungId)).status).toBe(200);
    await expect.poll(async () => (await models.classifier()).version()).toBe(before);
    await expect.poll(async () => (await other.classifier()).version()).toBe(before);
    await assign(await waiting(fountain), gruen);
    const right = (await models.classifier()).version();
    expect([before, learned]).not.toContain(right);
    const fresh = modelOf();
    expect((await fresh.classifier()).version()).toBe(right);
    await expect.poll(async () => (await other.classifier()).version()).toBe(right);
    fresh.close();
    other.close();
  });
});

describe('an answer from a Postkorb', () => {
  const passOn = async (text: string, body: object) => {
    const { id } = await aPosteingang(app.db, {
      zustand: 'zugeordnet',
      organisationseinheitId: gruen.id,
    });
    await someSeiten(app.db, id, [{ nummer: 1, text }]);
    const entry = await asSystem(app.db, async (tx) => {
      await rows(
        tx,
        sql`insert into work_item (id, pipeline, stage, state) values (${id}, 'posteingang', 'notify', 'done')`,
      );
      return rows(
        tx,
        sql<{ id: string }>`select id from postkorb_eintrag where posteingang_id = ${id}`,
      );
    });
    return app.ask({
      path: `/api/postkorb/${entry[0]?.id}/weitergabe`,
      method: 'POST',
      cookie: clerk.cookie,
      body: { begruendung: 'Das ist nicht unsere Aufgabe.', ...body },
    });
  };

  it('that names another unit teaches it; one that only sends back does not', async () => {
    const text = 'Die Straßenlaterne vor dem Haus flackert jede Nacht.';
    const before = (await models.classifier()).predict(text).einheit;
    const answer = await passOn(text, { an: 'einheit', organisationseinheitId: strassen.id });
    expect(answer.status).toBe(204);
    const shareOf66 = (ranked: typeof before) => ranked.find(({ value }) => value === '66');
    const after = async () => shareOf66((await models.classifier()).predict(text).einheit);
    await expect
      .poll(async () => (await after())?.probability)
      .toBeGreaterThan(shareOf66(before)?.probability ?? 0);
    const version = (await models.classifier()).version();
    expect((await passOn(text, { an: 'poststelle' })).status).toBe(204);
    expect((await models.classifier()).version()).toBe(version);
  });
});

describe('a return to an earlier version', () => {
  it('forgets what was taught since; what follows is learned on top of it', async () => {
    const [trained] = await asSystem(app.db, (tx) =>
      rows(tx, sql<{ id: number; version: string }>`select id, version from modell_version`),
    );
    await asSystem(app.db, (tx) =>
      models.rollBack(tx, {
        id: trained?.id ?? 0,
        grund: 'Falsch eingearbeitet',
        personId: poststelle.id,
      }),
    );
    await expect.poll(async () => (await models.classifier()).version()).toBe(trained?.version);
    expect(await topOf(likeIt)).toBe('66');
    await assign(await waiting(bollards), gruen);
    expect(await topOf(likeIt)).toBe('67');
  });
});

describe('a stored model that cannot be read', () => {
  it('is replaced by the descriptions of the units, and all corrections are learned anew', async () => {
    const { sha256 } = await blobs.write(Buffer.from('of an earlier form'));
    await asSystem(app.db, (tx) =>
      activateVersion(tx, {
        ...{ version: 'alt', sha256, beispiele: 9, herkunft: 'training' },
        ...{ nachKorrektur: 1_000, basisId: null },
      }),
    );
    const fresh = modelOf();
    expect(await topOf(likeIt, fresh)).toBe('67');
    fresh.close();
  });
});
