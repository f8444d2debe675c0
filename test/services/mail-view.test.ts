import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#infrastructure/clock.js';
import { openEventStream } from '#infrastructure/database/events.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { projectRoot } from '#infrastructure/project-root.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createPosteingangRoutes, createReceiver } from '#posteingang/index.js';
import type { MailAnsicht } from '#posteingang/mail.schema.js';
import { openContainer } from '#posteingang/stages/open-container.js';
import {
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  auditOf,
} from '#test/support/builders.js';
import { noImages, type OwnApp, startOwnApp, testConfig } from '#test/support/own-app.js';
import { noVirusCheck } from '#test/support/virus-check.js';
import { createParser, type Parser } from '#tools/parser/create-parser.js';

const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** A mail whose HTML would tell its sender that it was opened, under the name of somebody else. */
const spoofed = [
  'Authentication-Results: mx.stadt-lohwerda.example; dmarc=fail header.from=abzocke.test',
  'Authentication-Results: mx.abzocke.test; dmarc=pass header.from=abzocke.test',
  'From: =?utf-8?Q?Stadt_Lohwerda_K=C3=A4mmerei?= <kasse@abzocke.test>',
  'To: poststelle@stadt-lohwerda.example',
  'Reply-To: antwort@anders.test',
  'Subject: Ihre Mahnung',
  'Date: Mon, 23 Nov 2026 09:00:00 +0100',
  'Message-ID: <1@abzocke.test>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/related; boundary=a',
  '',
  '--a',
  'Content-Type: multipart/alternative; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Bitte zahlen Sie.',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p onclick="x()">Bitte <b>zahlen</b> Sie bei <a href="https://abzocke.test/zahlen">www.stadt-lohwerda.example</a>.</p>',
  '<img src="cid:wappen@x" alt="Wappen"><img src="https://abzocke.test/p.gif" width=1 height=1>',
  '<script>fetch("https://abzocke.test/js")</script>',
  '--b--',
  '--a',
  'Content-Type: image/gif; name=wappen.gif',
  'Content-Transfer-Encoding: base64',
  'Content-ID: <wappen@x>',
  'Content-Disposition: inline; filename=wappen.gif',
  '',
  gif,
  '--a--',
  '',
].join('\r\n');

let app: OwnApp;
let folder: string;
let blobs: BlobStore;
let parser: Parser;
let events: ReturnType<typeof openEventStream>;
let clerk: { cookie: string };
let colleague: { cookie: string };
let amt: { id: string };
const config = testConfig({
  behoerde: { name: 'Stadt Lohwerda', email: 'info@stadt-lohwerda.example' },
  mail: { authservId: 'mx.stadt-lohwerda.example' },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-mailansicht-'));
  blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
  parser = createParser({
    isolation: 'auto',
    log: { info: () => undefined, warn: () => undefined },
  });
  app = await startOwnApp(
    ({ db, log, url }) => {
      events = openEventStream({ url, log });
      const afterCommit = () => undefined;
      const receiver = createReceiver({ db, afterCommit });
      const common = { db, blobs, config, clock: systemClock, afterCommit, scaler: noImages };
      return createPosteingangRoutes({
        ...common,
        receiver,
        events,
        blattSchluessel: Buffer.alloc(32),
        virenpruefung: noVirusCheck,
      });
    },
    { config },
  );
  amt = await anOrganisationseinheit(app.db, { kuerzel: '20', name: 'Kämmerei' });
  const other = await anOrganisationseinheit(app.db, { kuerzel: '66', name: 'Tiefbauamt' });
  clerk = await aSignedIn(app.db, 'sachbearbeitung', amt.id);
  colleague = await aSignedIn(app.db, 'sachbearbeitung', other.id);
});

afterAll(async () => {
  await events.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

/** A mail with its unit, opened by the real stage in the real child. */
const anOpenedMail = async (source: string): Promise<string> => {
  const { id } = await aPosteingang(app.db, {
    zustand: 'zugeordnet',
    organisationseinheitId: amt.id,
  });
  const { sha256, size } = await blobs.write(Buffer.from(source));
  await asSystem(app.db, (tx) =>
    rows(
      tx,
      sql`update posteingang set sha256 = ${sha256}, size = ${size}, media_type = 'message/rfc822', dateiname = 'mahnung.eml' where id = ${id}`,
    ),
  );
  const stage = openContainer({
    db: app.db,
    blobs,
    parser,
    config,
    renderMailCover: () => Promise.resolve({ bytes: Buffer.from('%PDF-1.7'), pages: 1 }),
  } as unknown as Parameters<typeof openContainer>[0]);
  const signal = new AbortController().signal;
  const { write } = await stage.run({ itemId: id, signal } as Parameters<typeof stage.run>[0]);
  await asSystem(app.db, async (tx) => {
    await write?.(tx);
  });
  return id;
};

const ask = (path: string, who = clerk) => app.ask({ path, cookie: who.cookie });

describe('the view of a mail', () => {
  it('shows head, text, what is odd about the sender, attachments with their hashes and the technical head', async () => {
    const id = await anOpenedMail(spoofed);
    const answer = await ask(`/api/posteingaenge/${id}/mail`);
    expect(answer.status).toBe(200);
    const mail = answer.body as MailAnsicht;
    expect(mail).toMatchObject({
      betreff: 'Ihre Mahnung',
      echtheit: {
        text: 'nicht bestätigt: DMARC für „abzocke.test“ nicht bestanden',
        herkunft: 'gemeldet vom Mailserver der Behörde',
        einzelheiten: ['DMARC: nicht bestanden (abzocke.test)'],
      },
      text: 'Bitte zahlen Sie.',
      formatiert: `/api/posteingaenge/${id}/mail/formatiert`,
      original: `/api/posteingaenge/${id}/original`,
      verweise: [{ adresse: 'https://abzocke.test/zahlen', irrefuehrend: true }],
      anlagen: [{ dateiname: 'wappen.gif', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
    expect(mail.warnungen.join(' ')).toMatch(/eigene Behörde.*antwort@anders\.test/);
    expect(mail.blockiert).toEqual(
      expect.arrayContaining(['1 Zählpixel', '2 Skripte', '1 Link (nur als Text gezeigt)']),
    );
    expect(mail.kopfzeilen).toContainEqual({ name: 'message-id', wert: '<1@abzocke.test>' });
    expect((await auditOf(app.db, id)).map(({ action }) => action)).toContain(
      'posteingang.mail.read',
    );
  });

  it('hands out the formatted view cleaned, with its own pictures in it, under a policy that allows nothing', async () => {
    const id = await anOpenedMail(spoofed);
    const { headers, text: html } = await ask(`/api/posteingaenge/${id}/mail/formatiert`);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; img-src data:; .*frame-ancestors 'self'; sandbox$/,
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(html).toContain('<b>zahlen</b>');
    expect(html).toContain(`src="data:image/gif;base64,${gif}"`);
    expect(html).not.toMatch(/<script|onclick|p\.gif|<a /);
  });

  it('says of the newsletter among the fixtures what it wanted to load, and of the false demand who did not send it', async () => {
    const fixture = (name: string) =>
      readFile(join(projectRoot(), 'fixtures/hostile', name), 'utf8');
    const newsletter = await anOpenedMail(await fixture('tracking.eml'));
    const { body } = await ask(`/api/posteingaenge/${newsletter}/mail`);
    expect(body.blockiert).toEqual(
      expect.arrayContaining(['2 Bilder von außen', '1 Zählpixel', '1 Skript']),
    );
    expect(body.verweise).toMatchObject([{ irrefuehrend: true }]);
    const demand = await anOpenedMail(await fixture('spoofed.eml'));
    const { warnungen } = (await ask(`/api/posteingaenge/${demand}/mail`)).body as MailAnsicht;
    expect(warnungen).toHaveLength(3);
  });

  it('is hidden from those who may not read the item', async () => {
    const id = await anOpenedMail(spoofed);
    expect((await ask(`/api/posteingaenge/${id}/mail`, colleague)).status).toBe(404);
    expect((await ask(`/api/posteingaenge/${id}/mail/formatiert`, colleague)).status).toBe(404);
  });

  it('is no view of a letter, and a mail without HTML has no formatted view', async () => {
    const letter = await aPosteingang(app.db, {
      zustand: 'zugeordnet',
      organisationseinheitId: amt.id,
    });
    expect((await ask(`/api/posteingaenge/${letter.id}/mail`)).status).toBe(404);
    const id = await anOpenedMail('From: a@b.example\r\nSubject: x\r\n\r\nNur Text');
    expect((await ask(`/api/posteingaenge/${id}/mail`)).body).toMatchObject({ formatiert: null });
    expect((await ask(`/api/posteingaenge/${id}/mail/formatiert`)).status).toBe(404);
  });
});
