import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '#infrastructure/clock.js';
import { openEventStream } from '#infrastructure/database/events.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { saveDecisions } from '#posteingang/inhalt.repository.js';
import { createReceiver } from '#posteingang/receive.js';
import { createPosteingangRoutes } from '#posteingang/routes.js';
import {
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  aVorgang,
} from '#test/support/builders.js';
import { noImages, type OwnApp, startOwnApp } from '#test/support/own-app.js';
import { noVirusCheck } from '#test/support/virus-check.js';

let app: OwnApp;
let folder: string;
let closeEvents: () => Promise<void>;
let amt: { id: string; kuerzel: string };
let other: { id: string; kuerzel: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-clearing-'));
  const blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
  app = await startOwnApp(({ db, url, log, config }) => {
    const events = openEventStream({ url, log });
    closeEvents = events.close;
    const afterCommit = (): void => undefined;
    const receiver = createReceiver({ db, afterCommit });
    const clock = systemClock;
    const common = { db, blobs, config, clock, receiver, events, afterCommit };
    return createPosteingangRoutes({
      ...common,
      scaler: noImages,
      blattSchluessel: Buffer.alloc(32),
      virenpruefung: noVirusCheck,
    });
  });
  amt = await anOrganisationseinheit(app.db, { kuerzel: '51', name: 'Jugendamt' });
  other = await anOrganisationseinheit(app.db, { kuerzel: '67', name: 'Grünflächenamt' });
});
afterAll(async () => {
  await closeEvents();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const Detail = z.object({
  entscheidungen: z.array(
    z.object({
      art: z.string(),
      kandidaten: z.array(
        z.object({
          anzeige: z.string(),
          gruende: z.array(z.string()),
          organisationseinheitId: z.string(),
        }),
      ),
    }),
  ),
});

describe('an item in Clearing', () => {
  const withCandidates = async () => {
    const ordinary = await aVorgang(app.db, {
      organisationseinheitId: amt.id,
      betreff: 'Kita-Platz, Familie Abend',
    });
    const confidential = await aVorgang(app.db, {
      organisationseinheitId: amt.id,
      betreff: 'Inobhutnahme, Familie Morgen',
      vertraulichkeit: 1,
    });
    const item = await aPosteingang(app.db, { zustand: 'clearing' });
    await asSystem(app.db, (tx) =>
      saveDecisions(tx, item.id, [
        {
          run: 1,
          art: 'vorgang',
          wert: null,
          konfidenz: 0,
          gruende: [],
          modell: 'probe',
          personId: null,
          kandidaten: [ordinary, confidential].map(({ id, geschaeftszeichen }) => ({
            wert: id,
            anzeige: geschaeftszeichen,
            konfidenz: 0.4,
            gruende: ['Im Schreiben steht „Familie Morgen“, beteiligt an diesem Vorgang'],
          })),
        },
      ]),
    );
    return { item, ordinary, confidential };
  };

  it('names a confidential Vorgang to the Poststelle by its Geschäftszeichen only', async () => {
    const { item, ordinary, confidential } = await withCandidates();
    const clerk = await aSignedIn(app.db, 'poststelle', other.id);
    const answer = await app.ask({ path: `/api/posteingaenge/${item.id}`, cookie: clerk.cookie });
    const [decision] = Detail.parse(answer.body).entscheidungen;
    expect(decision?.kandidaten).toEqual([
      {
        organisationseinheitId: amt.id,
        anzeige: `${ordinary.geschaeftszeichen} Kita-Platz, Familie Abend`,
        gruende: ['Im Schreiben steht „Familie Morgen“, beteiligt an diesem Vorgang'],
      },
      {
        organisationseinheitId: amt.id,
        anzeige: `${confidential.geschaeftszeichen} (vertraulich)`,
        gruende: [],
      },
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('Inobhutnahme');
  });

  it('is not decided by who may read it but does not clear, nor after it has left Clearing', async () => {
    const { item, ordinary } = await withCandidates();
    const decide = (cookie: string) =>
      app.ask({
        method: 'POST',
        path: `/api/posteingaenge/${item.id}/zuordnung`,
        cookie,
        body: { organisationseinheitId: amt.id, vorgangId: ordinary.id },
      });
    const department = await aSignedIn(app.db, 'sachbearbeitung', amt.id);
    expect((await decide(department.cookie)).status).toBe(403);
    await asSystem(app.db, (tx) =>
      rows(tx, sql`update posteingang set zustand = 'in_bearbeitung' where id = ${item.id}`),
    );
    const clerk = await aSignedIn(app.db, 'poststelle', other.id);
    expect((await decide(clerk.cookie)).status).toBe(409);
  });
});
