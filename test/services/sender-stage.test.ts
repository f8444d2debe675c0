import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import type { Claim, Stage } from '#pipeline/stage.js';
import { StoredMail } from '#posteingang/mail.repository.js';
import { insertZustellungen } from '#posteingang/sources/zustellung.repository.js';
import { authenticateMail } from '#posteingang/stages/authenticate-mail.js';
import { openContainer } from '#posteingang/stages/open-container.js';
import { aPosteingang } from '#test/support/builders.js';
import { type DnsServer, startDnsServer } from '#test/support/dns-server.js';
import { type OwnApp, startOwnApp, testConfig } from '#test/support/own-app.js';
import { createParser, type Parser } from '#tools/parser/create-parser.js';

const mail = (more = ''): string =>
  `${more}From: Amt <post@amt.example>\r\nTo: poststelle@stadt.example\r\nSubject: Bescheid\r\n\r\nGuten Tag.\r\n`;

let app: OwnApp;
let dns: DnsServer;
let folder: string;
let blobs: BlobStore;
let parser: Parser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-absender-'));
  blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
  dns = await startDnsServer();
  const log = { info: () => undefined, warn: () => undefined };
  parser = createParser({ isolation: 'auto', warm: true, log });
  app = await startOwnApp(() => []);
});
afterAll(async () => {
  await app.close();
  await parser.close();
  await dns.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  const zone = {
    'TXT amt.example': ['v=spf1 ip4:192.0.2.7 -all'],
    'TXT _dmarc.amt.example': ['v=DMARC1; p=reject'],
  };
  Object.assign(dns, { zone, mood: 'well', asked: [] });
});

interface Case {
  source?: string;
  settings?: Record<string, unknown>;
  delivery?: { quelle: string; clientIp: string };
  opener?: Parser;
  attempt?: number;
}

/** Takes a mail in, opens it and checks its sender, with the real stages; gives what is kept of it. */
const checked = async ({
  source = mail(),
  settings,
  delivery,
  opener = parser,
  attempt = 1,
}: Case) => {
  const { id } = await aPosteingang(app.db);
  const { sha256, size } = await blobs.write(Buffer.from(source));
  await asSystem(app.db, async (tx) => {
    await rows(
      tx,
      sql`update posteingang set sha256 = ${sha256}, size = ${size}, media_type = 'message/rfc822' where id = ${id}`,
    );
    if (delivery !== undefined)
      await insertZustellungen(tx, [
        {
          ...{ posteingangId: id, postfach: 'poststelle@stadt.example', einheit: null },
          ...{ umschlagVon: 'post@amt.example', umschlagAn: [], helo: 'mail.amt.example' },
          ...{ empfangenAm: new Date(), wiederholung: false, ...delivery },
        },
      ]);
  });
  const config = testConfig({
    lmtp: { clients: '127.0.0.0/8,203.0.113.5' },
    mail: { authentication: 'dns', dnsServers: dns.address, ...settings },
  });
  const renderMailCover = () => Promise.resolve({ bytes: Buffer.from('%PDF-1.7'), pages: 1 });
  const deps = (one: Parser) =>
    ({ db: app.db, blobs, config, parser: one, renderMailCover }) as unknown as Parameters<
      typeof openContainer
    >[0];
  const { signal } = new AbortController();
  const run = async (stage: Stage): Promise<void> => {
    const applies = await asSystem(app.db, async (tx) => stage.appliesTo?.(tx, id));
    if (applies !== true) return;
    const { write } = await stage.run({ itemId: id, signal, attempt } as Claim);
    await asSystem(app.db, async (tx) => {
      await write?.(tx);
    });
  };
  await run(openContainer(deps(parser)));
  await run(authenticateMail(deps(opener)));
  const row = await asSystem(app.db, (tx) =>
    firstRow<{ mailkopf: unknown }>(tx, sql`select mailkopf from posteingang where id = ${id}`),
  );
  const kept = StoredMail.parse(row?.mailkopf);
  expect(kept.text).toBe('Guten Tag.');
  return kept.absenderdomain;
};

const lmtp = (clientIp: string) => ({ quelle: 'lmtp', clientIp });

describe('the stage that checks the sender', () => {
  it('keeps what it found with the mail and says who checked', async () => {
    expect(await checked({ delivery: lmtp('192.0.2.7') })).toEqual({
      confirmed: true,
      text: '„amt.example“ bestätigt (DMARC, SPF)',
      details: [
        'SPF: bestanden (amt.example)',
        'DKIM: nicht vorhanden',
        'DMARC: bestanden (amt.example; Vorgabe: ablehnen)',
      ],
      herkunft: 'poststelle',
    });
    const foreign = await checked({ delivery: lmtp('198.51.100.9') });
    expect(foreign?.details[0]).toBe('SPF: nicht bestanden (amt.example)');
  });

  it.each([
    ['an upload', undefined],
    ['a mailbox', { quelle: 'imap:post', clientIp: '198.51.100.9' }],
    ['an own mail server that does not tell its client', lmtp('10.1.2.3')],
    ['a configured mail server', lmtp('203.0.113.5')],
  ])('says nothing of SPF for %s', async (_name, delivery) => {
    const found = await checked({ ...(delivery === undefined ? {} : { delivery }) });
    expect(found).toMatchObject({ confirmed: false, text: 'nicht bestätigt für „amt.example“' });
    expect(found?.details.join(' ')).not.toMatch(/SPF|nicht bestanden/);
    expect(dns.asked).not.toContain('TXT amt.example');
  });

  it('leaves the word to the own mail server where it has said something', async () => {
    const source = mail(
      'Authentication-Results: mx.stadt.example; dmarc=pass header.from=amt.example\r\n',
    );
    const found = await checked({ source, settings: { authservId: 'mx.stadt.example' } });
    expect(found).toMatchObject({ confirmed: true, herkunft: 'mailserver' });
    expect(dns.asked).toEqual([]);
    const unknown = await checked({ source, settings: { authservId: 'mx.anders.example' } });
    expect(unknown).toMatchObject({ confirmed: false, herkunft: 'poststelle' });
  });

  it('asks nobody unless it is switched on', async () => {
    const settings = { authentication: undefined, authservId: 'mx.stadt.example' };
    expect(await checked({ settings })).toBeUndefined();
    expect(await checked({ settings: { authentication: 'off' } })).toBeUndefined();
    expect(dns.asked).toEqual([]);
  });

  it('lets a mail go on when the DNS is away or its check fails for good', async () => {
    dns.mood = 'silent';
    expect(await checked({ delivery: lmtp('192.0.2.7') })).toMatchObject({
      confirmed: false,
      text: 'nicht geprüft (DNS) für „amt.example“',
    });
    const log = { info: () => undefined, warn: () => undefined };
    const hurried = createParser({ isolation: 'auto', log, limits: { wallClockMs: 1 } });
    try {
      await expect(checked({ opener: hurried })).rejects.toMatchObject({ retry: 'later' });
      expect(await checked({ opener: hurried, attempt: 2 })).toMatchObject({
        confirmed: false,
        text: 'nicht geprüft (technischer Fehler)',
      });
    } finally {
      await hurried.close();
    }
  });

  it('refuses settings that cannot work', () => {
    expect(() => testConfig({ mail: { authentication: 'trusted-header' } })).toThrow(/authservId/);
    expect(() => testConfig({ mail: { dnsServers: 'ns.stadt.example' } })).toThrow(/no IP address/);
    expect(
      testConfig({ mail: { dnsServers: '10.0.0.1, [2001:db8::1]:5353' } }).mail.dnsServers,
    ).toEqual(['10.0.0.1', '[2001:db8::1]:5353']);
  });
});
