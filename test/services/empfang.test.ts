import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEakteRoutes, findEmpfang } from '#eakte/index.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { anOrganisationseinheit, aSignedIn, auditOf, aVorgang } from '#test/support/builders.js';
import { type OwnApp, startOwnApp } from '#test/support/own-app.js';

let app: OwnApp;
let clerk: { id: string; cookie: string };
let stranger: { id: string; cookie: string };
let folder: string;
let amt: { id: string };

beforeAll(async () => {
  app = await startOwnApp(({ db }) =>
    createEakteRoutes({ db, blobs: { open: async () => Readable.from([]) } }),
  );
  amt = await anOrganisationseinheit(app.db, { kuerzel: '32', name: 'Ordnungsamt' });
  const other = await anOrganisationseinheit(app.db, { kuerzel: '67', name: 'Grünflächenamt' });
  clerk = await aSignedIn(app.db, 'sachbearbeitung', amt.id);
  stranger = await aSignedIn(app.db, 'sachbearbeitung', other.id);
  folder = mkdtempSync(join(tmpdir(), 'poststelle-zertifikat-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await app.close();
});

const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object, who = clerk) =>
  app.ask({ method, path, cookie: who.cookie, ...(body === undefined ? {} : { body }) });

/** A Beteiligter with the address of her and the path of her routes. */
const aBeteiligte = async (email: string | null = 'anna.berg@example.org') => {
  const vorgang = await aVorgang(app.db, {
    organisationseinheitId: amt.id,
    bearbeiterId: clerk.id,
    beteiligte: [{ rolle: 'Antragstellerin', name: 'Anna Berg', email }],
  });
  const detail = await ask('GET', `/api/vorgaenge/${vorgang.id}`);
  const id: string = detail.body.beteiligte[0].id;
  return { vorgangId: vorgang.id, id, base: `/api/vorgaenge/${vorgang.id}/beteiligte/${id}` };
};

/** A certificate made by openssl. */
const aCertificate = (name: string, extensions: readonly string[], key = 'rsa:2048') => {
  const [keyFile, file] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const added = extensions.flatMap((one) => ['-addext', one]);
  const subject = ['-subj', '/CN=Anna Berg/O=Probe'];
  const out = ['-keyout', keyFile, '-out', file, '-days', '30'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', key, '-nodes', ...subject, ...added, ...out],
    {
      stdio: 'ignore',
    },
  );
  return { pem: readFileSync(file, 'utf8'), key: readFileSync(keyFile, 'utf8') };
};
const forAnna = 'subjectAltName=email:Anna.Berg@example.org';
const notCa = 'basicConstraints=critical,CA:FALSE';

describe('how a Beteiligter wants to be written to', () => {
  it('is by post until somebody says otherwise, and each change stands in the history', async () => {
    const one = await aBeteiligte();
    const before = await ask('GET', `${one.base}/empfang`);
    expect(before.body).toMatchObject({ version: 0, bevorzugterWeg: null, form: 'normal' });
    const wish = {
      bevorzugterWeg: 'portal',
      postfachId: '0f8fad5b-d9cb-469f-a165-70867728950e',
      form: 'grossdruck',
      sprache: 'uk',
    };
    const after = await ask('PUT', `${one.base}/empfang`, { version: 0, ...wish });
    expect(after.body).toMatchObject({ version: 1, ...wish });
    expect(after.body.verlauf.map((line: { text: string }) => line.text)).toContain(
      'Form der Schreiben: üblich → Großdruck.',
    );
    const stale = await ask('PUT', `${one.base}/empfang`, { version: 0, ...wish });
    expect(stale.status).toBe(409);
    const list = await ask('GET', `/api/vorgaenge/${one.vorgangId}`);
    expect(list.body.beteiligte[0].empfang).toEqual({
      bevorzugterWeg: 'portal',
      form: 'grossdruck',
      emailErlaubt: false,
      portalErlaubt: false,
      zertifikat: false,
    });
  });

  it('keeps consent with day, wording and person, and its withdrawal beside it', async () => {
    const one = await aBeteiligte();
    const consent = {
      umfang: 'email',
      erteiltAm: '2026-01-10',
      wortlaut: 'Schreiben Sie mir gern per E-Mail.',
      erteiltDurch: 'Anna Berg',
    };
    const given = await ask('POST', `${one.base}/einwilligungen`, consent);
    expect(given.status).toBe(201);
    expect(given.body.einwilligungen[0]).toMatchObject({
      ...consent,
      adresse: 'anna.berg@example.org',
      widerrufenAm: null,
    });
    const again = await ask('POST', `${one.base}/einwilligungen`, consent);
    expect(again.body.code).toBe('einwilligung-nicht-moeglich');
    const valid = await asSystem(app.db, (tx) => findEmpfang(tx, one.id));
    expect(valid?.einwilligungen).toEqual([
      { umfang: 'email', erteiltAm: '2026-01-10', adresse: 'anna.berg@example.org' },
    ]);

    const path = `${one.base}/einwilligungen/${given.body.einwilligungen[0].id}/widerruf`;
    const early = await ask('POST', path, { widerrufenAm: '2026-01-09', grund: 'Anruf' });
    expect(early.body.code).toBe('widerruf-nicht-moeglich');
    const gone = await ask('POST', path, { widerrufenAm: '2026-02-01', grund: 'Anruf' });
    expect(gone.body.einwilligungen[0]).toMatchObject({ widerrufenAm: '2026-02-01' });
    const after = await asSystem(app.db, (tx) => findEmpfang(tx, one.id));
    expect(after?.einwilligungen).toEqual([]);
    const events = await auditOf(app.db, one.vorgangId);
    expect(events.map((event) => event.action)).toEqual(
      expect.arrayContaining(['vorgang.einwilligung-added', 'vorgang.einwilligung-widerrufen']),
    );
  });

  it('takes no consent to e-mail without an address and none of tomorrow', async () => {
    const one = await aBeteiligte(null);
    const consent = {
      umfang: 'email',
      erteiltAm: '2026-01-10',
      wortlaut: 'Ja.',
      erteiltDurch: 'A. Berg',
    };
    const without = await ask('POST', `${one.base}/einwilligungen`, consent);
    expect(without.body.code).toBe('einwilligung-ohne-adresse');
    const future = { ...consent, umfang: 'portal', erteiltAm: '2999-01-01' };
    expect((await ask('POST', `${one.base}/einwilligungen`, future)).status).toBe(422);
  });

  it('is hidden from who does not see the Vorgang, and belongs to its own Vorgang only', async () => {
    const one = await aBeteiligte();
    const two = await aBeteiligte();
    expect((await ask('GET', `${one.base}/empfang`, undefined, stranger)).status).toBe(404);
    const consent = {
      umfang: 'portal',
      erteiltAm: '2026-01-10',
      wortlaut: 'Ja.',
      erteiltDurch: 'A. Berg',
    };
    expect((await ask('POST', `${one.base}/einwilligungen`, consent, stranger)).status).toBe(404);
    const crossed = `/api/vorgaenge/${one.vorgangId}/beteiligte/${two.id}`;
    expect((await ask('GET', `${crossed}/empfang`)).status).toBe(404);
    expect((await ask('DELETE', `${crossed}/zertifikat`)).status).toBe(404);
  });
});

describe('the S/MIME certificate of a Beteiligter', () => {
  it('is read, shown and given to who encrypts, and can be taken away', async () => {
    const one = await aBeteiligte();
    const { pem } = aCertificate('good', [forAnna, notCa, 'extendedKeyUsage=emailProtection']);
    const put = await ask('PUT', `${one.base}/zertifikat`, { pem });
    expect(put.body.zertifikat).toMatchObject({
      inhaber: 'Anna Berg',
      adressen: ['anna.berg@example.org'],
      gueltig: true,
    });
    const kept = await asSystem(app.db, (tx) => findEmpfang(tx, one.id));
    expect(kept?.zertifikatPem).toContain('BEGIN CERTIFICATE');
    const gone = await ask('DELETE', `${one.base}/zertifikat`);
    expect(gone.body.zertifikat).toBeNull();
  });

  it('is refused when it cannot or must not be used', async () => {
    const one = await aBeteiligte();
    const codeOf = async (pem: string) =>
      (await ask('PUT', `${one.base}/zertifikat`, { pem })).body.code;
    const other = aCertificate('other', ['subjectAltName=email:x@example.org', notCa]);
    expect(await codeOf(other.pem)).toBe('zertifikat-andere-adresse');
    const server = aCertificate('server', [forAnna, notCa, 'extendedKeyUsage=serverAuth']);
    expect(await codeOf(server.pem)).toBe('zertifikat-nicht-fuer-email');
    expect(await codeOf(aCertificate('ca', [forAnna]).pem)).toBe('zertifikat-nicht-fuer-email');
    const weak = aCertificate('weak', [forAnna, notCa], 'rsa:1024');
    expect(await codeOf(weak.pem)).toBe('zertifikat-schwach');
    expect(await codeOf(other.pem + other.key)).toBe('zertifikat-mit-schluessel');
    expect(await codeOf('kein Zertifikat')).toBe('zertifikat-unlesbar');
  });
});
