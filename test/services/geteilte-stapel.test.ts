import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEakteRoutes } from '#eakte/index.js';
import { systemClock } from '#infrastructure/clock.js';
import { openEventStream } from '#infrastructure/database/events.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createPosteingangRoutes, createReceiver } from '#posteingang/index.js';
import {
  aDokument,
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  aVorgang,
  someSeiten,
} from '#test/support/builders.js';
import { noImages, type OwnApp, startOwnApp } from '#test/support/own-app.js';
import { noVirusCheck } from '#test/support/virus-check.js';

let app: OwnApp;
let folder: string;
let events: ReturnType<typeof openEventStream>;
let poststelle: { cookie: string };
let leitung: { cookie: string };
let vorgang: { id: string };
let unit: { id: string };

const afterCommit = () => undefined;
/** Stands in the confidential letter and nowhere else. */
const secret = 'Pfirsichkompott';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-geteilt-'));
  const blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
  app = await startOwnApp(({ db, config, log, url }) => {
    events = openEventStream({ url, log });
    return [
      ...createEakteRoutes({ db, blobs }),
      ...createPosteingangRoutes({
        db,
        blobs,
        config,
        clock: systemClock,
        afterCommit,
        events,
        receiver: createReceiver({ db, afterCommit }),
        scaler: noImages,
        blattSchluessel: Buffer.alloc(32),
        virenpruefung: noVirusCheck,
      }),
    ];
  });
  unit = await anOrganisationseinheit(app.db, { kuerzel: '33', name: 'Ordnungsamt' });
  const office = await anOrganisationseinheit(app.db, { kuerzel: 'PS', name: 'Poststelle' });
  poststelle = await aSignedIn(app.db, 'poststelle', office.id);
  leitung = await aSignedIn(app.db, 'leitung', unit.id);
  vorgang = await aVorgang(app.db, { organisationseinheitId: unit.id, vertraulichkeit: 1 });
});
afterAll(async () => {
  await events.close();
  await app.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, who = poststelle) => app.ask({ path, cookie: who.cookie });

/** A scan of which every call makes another one. */
const scan = (shade: number): Promise<Buffer> =>
  sharp({ create: { width: 40 + shade, height: 60, channels: 3, background: '#ffffff' } })
    .png()
    .toBuffer();

const upload = async (bytes: Buffer) => {
  const form = new FormData();
  form.append('datei', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'stapel.png');
  const answer = await fetch(`${app.origin}/api/posteingaenge`, {
    method: 'POST',
    headers: { cookie: poststelle.cookie, Origin: app.origin },
    body: form,
  });
  return { status: answer.status, text: await answer.text() };
};

/**
 * A stack that was uploaded and then divided: a sheet, a letter that waits in Clearing, and one with the secret
 * in it, filed in a confidential Vorgang.
 */
const aDividedStack = async (shade: number) => {
  const bytes = await scan(shade);
  const { id } = JSON.parse((await upload(bytes)).text).ergebnisse[0];
  await someSeiten(app.db, id, [
    { nummer: 1, text: 'Trennblatt' },
    { nummer: 2, text: 'Antrag auf Wohngeld' },
    { nummer: 3, text: `Vertraulich: ${secret}`, bild: 'bild' },
  ]);
  const parent = { parentId: id, kanal: 'trennung' as const };
  const open = await aPosteingang(app.db, { ...parent, zustand: 'clearing', parentPosition: 1 });
  await someSeiten(app.db, open.id, [{ nummer: 1, stapelSeite: 2, text: 'Antrag auf Wohngeld' }]);
  const filed = await aPosteingang(app.db, {
    ...parent,
    zustand: 'zugeordnet',
    vorgangId: vorgang.id,
    organisationseinheitId: unit.id,
    parentPosition: 2,
  });
  await someSeiten(app.db, filed.id, [
    { nummer: 1, stapelSeite: 3, text: `Vertraulich: ${secret}` },
  ]);
  await asSystem(app.db, (tx) =>
    rows(tx, sql`update posteingang set archiv_sha256 = 'archiv' where id = ${id}`),
  );
  await setZustand(id, 'geteilt');
  return { id, open: open.id, filed: filed.id, bytes };
};

const setZustand = (id: string, zustand: string) =>
  asSystem(app.db, (tx) =>
    rows(
      tx,
      sql`update posteingang set zustand = ${zustand},
            organisationseinheit_id = case when ${zustand} = 'zugeordnet' then ${unit.id}::uuid end where id = ${id}`,
    ),
  );

const everyPathOf = (id: string): string[] => [
  `/api/posteingaenge/${id}`,
  `/api/posteingaenge/${id}/original`,
  `/api/posteingaenge/${id}/archivkopie`,
  `/api/posteingaenge/${id}/seiten/1/text`,
  `/api/posteingaenge/${id}/seiten/3/text`,
  `/api/posteingaenge/${id}/seiten/3/bild`,
  `/api/posteingaenge/${id}/seiten/3/bild?breite=160`,
  `/api/posteingaenge/${id}/fundstellen?q=${secret}`,
  `/api/posteingaenge/${id}/seitenordnung`,
  `/api/posteingaenge/${id}/nachscans`,
];

describe('a divided stack', () => {
  it('shows the Poststelle what it still has to do with, and no page of a filed letter', async () => {
    const stack = await aDividedStack(1);
    const shown = await get(`/api/posteingaenge/${stack.id}`);
    expect(shown.status).toBe(200);
    expect(shown.body.seiten.map((page: { nummer: number }) => page.nummer)).toEqual([1, 2]);
    expect(shown.body).toMatchObject({ original: null, archivkopie: null, felder: [] });
    expect((await get(`/api/posteingaenge/${stack.id}/seiten/2/text`)).status).toBe(200);
    expect((await get(`/api/posteingaenge/${stack.id}/seiten/3/text`)).status).toBe(404);
    expect((await get(`/api/posteingaenge/${stack.id}/original`)).status).toBe(404);
    const find = (q: string) => get(`/api/posteingaenge/${stack.id}/fundstellen?q=${q}`);
    expect((await find(secret)).body.stellen).toEqual([]);
    expect((await get(`/api/posteingaenge/${stack.id}/seitenordnung`)).status).toBe(200);
  });

  it('closes with its last letter, for every way of reading, and opens when one comes back', async () => {
    const stack = await aDividedStack(2);
    await setZustand(stack.open, 'zugeordnet');
    for (const path of everyPathOf(stack.id))
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    const line = await get(`/api/posteingaenge/${stack.id}/zeile`);
    expect(line.body).toMatchObject({ id: stack.id, zustand: 'geteilt' });
    // Nor does the unit of its letters get the stack: other people's letters may lie in it.
    expect((await get(`/api/posteingaenge/${stack.id}`, leitung)).status).toBe(404);
    expect((await get(`/api/posteingaenge/${stack.filed}`, leitung)).status).toBe(200);
    await setZustand(stack.open, 'clearing');
    expect((await get(`/api/posteingaenge/${stack.id}`)).status).toBe(200);
  });

  it('names its letters to who may see their lines', async () => {
    const stack = await aDividedStack(3);
    const letters = await get(`/api/posteingaenge?ausEingang=${stack.id}`);
    expect(letters.body.zeilen.map((one: { id: string }) => one.id)).toEqual([
      stack.filed,
      stack.open,
    ]);
    const ofTheUnit = await get(`/api/posteingaenge?ausEingang=${stack.id}`, leitung);
    expect(ofTheUnit.body.zeilen.map((one: { id: string }) => one.id)).toEqual([stack.filed]);
  });

  it('discloses nothing of a filed letter by search, nor as a duplicate', async () => {
    const stack = await aDividedStack(4);
    await aDokument(app.db, { vorgangId: vorgang.id, volltext: `Vertraulich: ${secret}` });
    const found = (who: { cookie: string }) => get(`/api/suche?q=${secret}`, who);
    expect((await found(leitung)).body.anzahl.dokumente).toBe(1);
    for (const letter of ['clearing', 'zugeordnet']) {
      await setZustand(stack.open, letter);
      const nothing = { dokumente: 0, vorgaenge: 0, posteingaenge: 0 };
      expect((await found(poststelle)).body.anzahl).toEqual(nothing);
      const again = await upload(stack.bytes);
      expect(again.status).toBe(200);
      const [hint] = JSON.parse(again.text).ergebnisse;
      expect(hint).toMatchObject({ outcome: 'duplicate', id: stack.id });
      expect(Object.keys(hint).sort()).toEqual(
        ['dateiname', 'eingangsnummer', 'id', 'outcome', 'status'].sort(),
      );
      expect((await get(hint.status)).text).not.toContain(secret);
    }
  });
});
