import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#infrastructure/clock.js';
import { openEventStream } from '#infrastructure/database/events.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createPosteingangRoutes, createReceiver } from '#posteingang/index.js';
import {
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  auditOf,
} from '#test/support/builders.js';
import { type OwnApp, startOwnApp } from '#test/support/own-app.js';
import { noVirusCheck } from '#test/support/virus-check.js';
import { createPageScaler, type PageScaler } from '#tools/page-image/create-page-scaler.js';

let app: OwnApp;
let folder: string;
let blobs: BlobStore;
let scaler: PageScaler;
let events: ReturnType<typeof openEventStream>;
let clerk: { cookie: string };
let stranger: { cookie: string };
let item: { id: string };

const afterCommit = () => undefined;
const addressOf = (nummer: number, rest = '') =>
  `/api/posteingaenge/${item.id}/seiten/${nummer}/bild${rest}`;

/** The bytes of an answer; the test client keeps texts only. */
const image = async (path: string, cookie: string) => {
  const answer = await fetch(`${app.origin}${path}`, { headers: { cookie } });
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
};

const addPage = async (nummer: number, bytes: Buffer, words: readonly string[]): Promise<void> => {
  const { sha256 } = await blobs.write(bytes);
  const worte = words.map((text, at) => ({
    text,
    confidence: 1,
    line: 0,
    box: { x: at * 0.1, y: 0.1, width: 0.09, height: 0.02 },
  }));
  await asSystem(app.db, (tx) =>
    rows(
      tx,
      sql`insert into seite (posteingang_id, nummer, bestandteil, bestandteil_seite, bild_sha256, bild_media_type,
            breite, hoehe, dpi, breite_pt, hoehe_pt, leer, text, worte)
          values (${item.id}, ${nummer}, 0, ${nummer}, ${sha256}, 'image/jpeg', 1654, 2339, 200, 595, 842, false,
            ${words.join(' ')}, ${JSON.stringify(worte)}::jsonb)`,
    ),
  );
};

const aPageImage = (): Promise<Buffer> =>
  sharp({ create: { width: 1_654, height: 2_339, channels: 3, background: '#fdfdfb' } })
    .jpeg()
    .toBuffer();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-seitenbild-'));
  blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
  scaler = createPageScaler({ isolation: 'auto' });
  app = await startOwnApp(({ db, config, log, url }) => {
    events = openEventStream({ url, log });
    const receiver = createReceiver({ db, afterCommit });
    const common = { db, blobs, config, clock: systemClock, afterCommit };
    return createPosteingangRoutes({
      ...common,
      receiver,
      events,
      scaler,
      blattSchluessel: Buffer.alloc(32),
      virenpruefung: noVirusCheck,
    });
  });
  const amt = await anOrganisationseinheit(app.db, { kuerzel: '32', name: 'Ordnungsamt' });
  const other = await anOrganisationseinheit(app.db, { kuerzel: '67', name: 'Grünflächenamt' });
  clerk = await aSignedIn(app.db, 'sachbearbeitung', amt.id);
  stranger = await aSignedIn(app.db, 'sachbearbeitung', other.id);
  item = await aPosteingang(app.db, { zustand: 'zugeordnet', organisationseinheitId: amt.id });
  await addPage(1, await aPageImage(), ['gegen', 'den', 'Gebührenbescheid', 'lege', 'ich']);
  await addPage(2, Buffer.from('no image at all'), ['Widerspruch', 'gegen', 'alles']);
});

afterAll(async () => {
  scaler.close();
  await events.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the image of a page', () => {
  it('has the next larger width of those that are made, or its own where that is hardly larger', async () => {
    const widths = await Promise.all(
      ['?breite=100', '?breite=500', '?breite=1600', '?breite=1700', ''].map(async (wish) => {
        const { bytes } = await image(addressOf(1, wish), clerk.cookie);
        return (await sharp(bytes).metadata()).width;
      }),
    );
    expect(widths).toEqual([160, 640, 1_654, 1_654, 1_654]);
  });

  it('is not sent again to a browser that has it, yet only while the person may see it', async () => {
    const { answer } = await image(addressOf(1, '?breite=640'), clerk.cookie);
    const tag = answer.headers.get('etag') ?? '';
    const headers = { 'If-None-Match': tag };
    const path = addressOf(1, '?breite=640');
    expect(tag).not.toBe('');
    expect((await app.ask({ path, cookie: clerk.cookie, headers })).status).toBe(304);
    expect((await app.ask({ path, cookie: stranger.cookie, headers })).status).toBe(404);
  });

  it('that cannot be read is refused, and the next page is still shown', async () => {
    const broken = await image(addressOf(2, '?breite=640'), clerk.cookie);
    expect(broken.answer.status).toBeGreaterThanOrEqual(500);
    expect(JSON.parse(broken.bytes.toString()).code).toBe('page-image-unreadable');
    expect((await image(addressOf(1, '?breite=320'), clerk.cookie)).answer.status).toBe(200);
  });

  it('is recorded as read, its miniature is not', async () => {
    const before = (await auditOf(app.db, item.id)).length;
    await image(addressOf(1, '?breite=160'), clerk.cookie);
    expect(await auditOf(app.db, item.id)).toHaveLength(before);
    await image(addressOf(1, '?breite=960'), clerk.cookie);
    expect(await auditOf(app.db, item.id)).toHaveLength(before + 1);
  });
});

describe('the search in a document', () => {
  const find = (q: string, who = clerk) =>
    app.ask({
      path: `/api/posteingaenge/${item.id}/fundstellen?q=${encodeURIComponent(q)}`,
      cookie: who.cookie,
    });

  it('finds a sequence of words with its place, in either spelling of umlauts', async () => {
    const { body } = await find('den gebuehrenbescheid');
    expect(body.vollstaendig).toBe(true);
    expect(body.stellen).toHaveLength(1);
    expect(body.stellen[0].seite).toBe(1);
    expect(body.stellen[0].boxen[0].x).toBeCloseTo(0.1);
    expect(body.stellen[0].boxen[0].width).toBeCloseTo(0.19);
  });

  it('finds the single words on all pages where the sequence does not occur', async () => {
    const { body } = await find('Widerspruch Bescheid');
    expect(body.stellen.map((place: { seite: number }) => place.seite)).toEqual([1, 2]);
  });

  it('finds nothing for somebody who may not see the document', async () => {
    expect((await find('gegen', stranger)).status).toBe(404);
  });
});
