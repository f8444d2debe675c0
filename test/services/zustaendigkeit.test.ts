import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#infrastructure/clock.js';
import { type EventStream, openEventStream } from '#infrastructure/database/events.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createModelSource, createPosteingangRoutes, createReceiver } from '#posteingang/index.js';
import { zustaendigkeitsHinweise } from '#posteingang/zustaendigkeit/zustaendigkeit.js';
import { anOrganisationseinheit, aSignedIn, auditOf } from '#test/support/builders.js';
import { noImages, type OwnApp, startOwnApp } from '#test/support/own-app.js';
import { noVirusCheck } from '#test/support/virus-check.js';
import { extractFields } from '#understanding/index.js';

let app: OwnApp;
let folder: string;
let events: EventStream;
let early: { id: string };
let late: { id: string };
let admin: { cookie: string };
let poststelle: { cookie: string };
const log = createLog({ level: 'error' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-zustaendigkeit-'));
  const blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
  app = await startOwnApp(({ db, config, url }) => {
    events = openEventStream({ url, log });
    const afterCommit = () => undefined;
    const common = { db, blobs, config, clock: systemClock, events, afterCommit };
    return createPosteingangRoutes({
      ...common,
      receiver: createReceiver({ db, afterCommit }),
      scaler: noImages,
      blattSchluessel: Buffer.alloc(32),
      virenpruefung: noVirusCheck,
      models: createModelSource({ db, blobs, log, config }),
    });
  });
  const { db } = app;
  early = await anOrganisationseinheit(db, { kuerzel: '50.1', name: 'Wohngeld A bis K' });
  late = await anOrganisationseinheit(db, { kuerzel: '50.2', name: 'Wohngeld L bis Z' });
  const top = await anOrganisationseinheit(db, { kuerzel: '10', name: 'Hauptamt' });
  admin = await aSignedIn(db, 'administration', top.id);
  poststelle = await aSignedIn(db, 'poststelle', top.id);
});
afterAll(async () => {
  await events.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const path = '/api/zustaendigkeitsregeln';
const create = (given: object, who = admin) =>
  app.ask({
    path,
    method: 'POST',
    cookie: who.cookie,
    body: {
      organisationseinheitId: early.id,
      bezeichnung: 'Wohngeld A bis K',
      stichworte: ['Wohngeld'],
      buchstabeVon: 'A',
      buchstabeBis: 'K',
      giltAb: '2026-01-01',
      ...given,
    },
  });
const text = 'Sehr geehrte Damen und Herren, ich beantrage Wohngeld.';
const probe = async (absender: string, tag = '2026-11-23') =>
  (
    await app.ask({
      path: `${path}/probe`,
      method: 'POST',
      cookie: poststelle.cookie,
      body: { text, absender, tag },
    })
  ).body.vorschlaege[0] as { einheit: string; gruende: string[] };

describe('the Geschäftsverteilung as rules', () => {
  it('decides by letters and day where a letter would go, and says by which rule', async () => {
    const made = await create({});
    expect(made.status).toBe(201);
    const other = { bezeichnung: 'Wohngeld L bis Z', buchstabeVon: 'L', buchstabeBis: 'Z' };
    const second = await create({ ...other, organisationseinheitId: late.id });
    expect(await probe('Jens Hartwig')).toMatchObject({ einheit: '50.1' });
    const found = await probe('Max Müller');
    expect(found.einheit).toBe('50.2');
    expect(found.gruende[0]).toBe(
      'Geschäftsverteilung „Wohngeld L bis Z“: „Wohngeld“, Buchstaben L bis Z',
    );
    const ended = await app.ask({
      path: `${path}/${second.body.id}/ende`,
      method: 'POST',
      cookie: admin.cookie,
      body: { giltBis: '2026-10-31' },
    });
    expect(ended.status).toBe(204);
    const gruende = async (tag: string) => (await probe('Max Müller', tag)).gruende.join();
    expect(await gruende('2026-10-31')).toContain('Geschäftsverteilung');
    expect(await gruende('2026-11-01')).not.toContain('Geschäftsverteilung');
    expect((await auditOf(app.db, made.body.id)).map(({ action }) => action)).toEqual([
      'zustaendigkeitsregel.created',
    ]);
  });

  it('gives the ranking of a letter on its way the same hints', async () => {
    const extraction = extractFields(
      [
        {
          number: 1,
          text: {
            source: 'mail',
            text: `Jens Hartwig\nLindenweg 4\n09999 Musterstadt\n\n${text}`,
            words: [],
            meanConfidence: 1,
          },
        },
      ],
      { knownOrganisationseinheiten: [], today: '2026-11-20' },
    );
    const hints = await asSystem(app.db, (tx) =>
      zustaendigkeitsHinweise(tx, { extraction, art: 'antrag', tag: '2026-11-20' }),
    );
    expect(hints.map(({ einheit }) => einheit)).toEqual(['50.1']);
  });

  it('is kept by administrators only, and refuses rules that say nothing', async () => {
    expect((await create({}, poststelle)).status).toBe(403);
    const nothing = { stichworte: [], buchstabeVon: null, buchstabeBis: null };
    expect((await create(nothing)).status).toBe(400);
    expect((await create({ giltBis: '2025-12-31' })).status).toBe(400);
  });

  it('is replaced as a whole when read in, or not at all', async () => {
    const readIn = (einheit: string) =>
      app.ask({
        path: `${path}/einlesen`,
        method: 'POST',
        cookie: admin.cookie,
        body: {
          regeln: [
            { einheit, bezeichnung: 'Lindenstraße', strasse: 'Lindenstraße', giltAb: '2026-01-01' },
          ],
        },
      });
    expect((await readIn('99')).status).toBe(422);
    const list = async () => (await app.ask({ path, cookie: admin.cookie })).body.regeln;
    expect(await list()).toHaveLength(2);
    expect((await readIn('50.2')).status).toBe(204);
    expect(await list()).toMatchObject([{ einheit: { kuerzel: '50.2' }, strasse: 'Lindenstraße' }]);
  });
});
