import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachDokument, createEakteRoutes } from '#eakte/index.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import {
  aDokument,
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  auditOf,
  aVorgang,
} from '#test/support/builders.js';
import { type OwnApp, startOwnApp } from '#test/support/own-app.js';

let app: OwnApp;
let folder: string;
let blobs: BlobStore;
let amt: { id: string; kuerzel: string };
let other: { id: string; kuerzel: string };
let clerk: { id: string; cookie: string };
let stranger: { id: string; cookie: string };

const get = (path: string, who = clerk) => app.ask({ path, cookie: who.cookie });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-eakte-'));
  blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
  app = await startOwnApp(({ db }) => createEakteRoutes({ db, blobs }));
  amt = await anOrganisationseinheit(app.db, { kuerzel: '32', name: 'Ordnungsamt' });
  other = await anOrganisationseinheit(app.db, { kuerzel: '67', name: 'Grünflächenamt' });
  clerk = await aSignedIn(app.db, 'sachbearbeitung', amt.id);
  stranger = await aSignedIn(app.db, 'sachbearbeitung', other.id);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a Dokument', () => {
  const filing = (vorgangId: string, herkunftId: string) => ({
    vorgangId,
    herkunftId,
    richtung: 'eingang' as const,
    betreff: 'Widerspruch',
    dateien: [],
  });

  it('is filed once, however often and from wherever its item is filed', async () => {
    const vorgang = await aVorgang(app.db, { organisationseinheitId: amt.id });
    const elsewhere = await aVorgang(app.db, { organisationseinheitId: other.id });
    const item = await aPosteingang(app.db);
    const filed = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        asSystem(app.db, (tx) =>
          attachDokument(tx, filing(i % 2 === 0 ? vorgang.id : elsewhere.id, item.id)),
        ),
      ),
    );
    expect(new Set(filed.map((one) => one.id)).size).toBe(1);
    expect(filed.filter((one) => one.created)).toHaveLength(1);
    expect(filed[0]?.laufnummer).toBe(1);
  });

  it('has numbers without gaps in its Vorgang', async () => {
    const vorgang = await aVorgang(app.db, { organisationseinheitId: amt.id });
    const filed = await Promise.all(
      Array.from({ length: 8 }, () => aDokument(app.db, { vorgangId: vorgang.id })),
    );
    expect(filed.map((one) => one.laufnummer).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('is filed whatever its text is', async () => {
    const vorgang = await aVorgang(app.db, { organisationseinheitId: amt.id });
    const strange = [
      `mit \0 Nullbyte`,
      'Ö'.repeat(600_000),
      Array.from({ length: 120_000 }, (_, i) => `w${(i * 7919).toString(36)}x`).join(' '),
      `${'x'.repeat(5_000)} http://a.example/${'y/'.repeat(2_000)}`,
    ];
    for (const volltext of strange) {
      const dokument = await aDokument(app.db, { vorgangId: vorgang.id, volltext });
      expect((await get(`/api/dokumente/${dokument.id}`)).status).toBe(200);
    }
  });

  it('leaves a trace of everybody who reads it', async () => {
    const vorgang = await aVorgang(app.db, { organisationseinheitId: amt.id });
    const dokument = await aDokument(app.db, { vorgangId: vorgang.id });
    await get(`/api/dokumente/${dokument.id}`);
    await get(`/api/dokumente/${dokument.id}`, stranger);
    expect(await auditOf(app.db, dokument.id)).toMatchObject([
      { action: 'dokument.read', actorId: clerk.id },
    ]);
  });
});

describe('a file of a Dokument', () => {
  const aDatei = async (facts: { dateiname: string; mediaType: string }) => {
    const content = `Inhalt von ${facts.dateiname}`;
    const stored = await blobs.write(Buffer.from(content));
    const vorgang = await aVorgang(app.db, { organisationseinheitId: amt.id });
    const dateien = [{ rolle: 'original' as const, ...facts, ...stored }];
    const dokument = await aDokument(app.db, { vorgangId: vorgang.id, dateien });
    return { content, id: dokument.id, path: `/api/dokumente/${dokument.id}/dateien/0` };
  };

  it('comes as it was stored, for saving, under its own name', async () => {
    const datei = await aDatei({
      dateiname: 'Bescheid „Müller“.pdf',
      mediaType: 'application/pdf',
    });
    const answer = await get(datei.path);
    expect([answer.status, answer.text]).toEqual([200, datei.content]);
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="Bescheid _M_ller_.pdf"; filename*=UTF-8''Bescheid%20%E2%80%9EM%C3%BCller%E2%80%9C.pdf`,
    );
    expect(answer.headers['content-type']).toBe('application/octet-stream');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(await auditOf(app.db, datei.id)).toMatchObject([
      { action: 'dokument.downloaded', detail: { position: 0 } },
    ]);
  });

  it.each([
    ['application/pdf', 'application/pdf', 'inline'],
    ['image/png', 'image/png', 'inline'],
    ['text/html', 'application/octet-stream', 'attachment'],
    ['image/svg+xml', 'application/octet-stream', 'attachment'],
  ])('of the type %s is shown as %s, %s', async (mediaType, shownAs, disposition) => {
    const datei = await aDatei({ dateiname: 'datei', mediaType });
    const answer = await get(`${datei.path}?anzeige=inline`);
    expect(answer.headers['content-type']).toBe(shownAs);
    expect(answer.headers['content-disposition']).toMatch(new RegExp(`^${disposition};`));
  });

  it('cannot bring a header or another name along in its own', async () => {
    const datei = await aDatei({
      dateiname: 'a"\r\nSet-Cookie: x\u202efdp.exe',
      mediaType: 'text/plain',
    });
    const answer = await get(datei.path);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['content-disposition']).not.toMatch(/[\r\n]|%E2%80%AE/);
  });

  it('is not there for who may not see its Dokument', async () => {
    const datei = await aDatei({ dateiname: 'geheim.pdf', mediaType: 'application/pdf' });
    const [hidden, unknown] = [await get(datei.path, stranger), await get(`${datei.path}9`)];
    expect([hidden.status, unknown.status]).toEqual([404, 404]);
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  });
});
