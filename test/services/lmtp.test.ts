import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mailboxLoads } from '#betrieb/betrieb.repository.js';
import { systemClock } from '#infrastructure/clock.js';
import { type Db, openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createReceiver } from '#posteingang/index.js';
import { createLmtpServer } from '#posteingang/sources/lmtp.js';
import { openMailClient } from '#test/support/lmtp-client.js';
import { testConfig } from '#test/support/own-app.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';

const addresses =
  'poststelle@stadt.example, info@stadt.example, bauamt@stadt.example=63, *@kultur.stadt.example=41';

let database: TestDatabase;
let db: Db;
let dataDir: string;
const log = createLog({ level: 'silent' });
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, maxConnections: 6, log });
  dataDir = await mkdtemp(join(tmpdir(), 'poststelle-lmtp-'));
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const start = async (lmtp: Record<string, unknown> = {}, others: Record<string, unknown> = {}) => {
  const config = testConfig({ dataDir, lmtp: { port: 0, addresses, ...lmtp }, ...others });
  const blobs = await createFilesystemStore({ path: join(dataDir, 'blobs') });
  const receiver = createReceiver({ db, afterCommit: () => undefined });
  const server = await createLmtpServer({ db, blobs, config, clock: systemClock, receiver, log });
  const port = await server.listen();
  ends.push(server.close);
  return { port, blobs, close: server.close };
};

let made = 0;
const aMail = (body = 'Guten Tag'): Buffer => {
  made += 1;
  return Buffer.from(
    `From: Erika Muster <erika@example.org>\r\nTo: poststelle@stadt.example\r\nSubject: Antrag ${made}\r\nMessage-ID: <${made}@example.org>\r\n\r\n${body}\r\n`,
  );
};
const from = 'erika@example.org';
const hashOf = (raw: Buffer): string => createHash('sha256').update(raw).digest('hex');

const itemsOf = (raw: Buffer) =>
  asSystem(db, (tx) =>
    rows(
      tx,
      sql<{ id: string; kanal: string; mediaType: string }>`select id, kanal, media_type
        from posteingang where sha256 = ${hashOf(raw)} order by laufnummer`,
    ),
  );
const deliveriesOf = (raw: Buffer) =>
  asSystem(db, (tx) =>
    rows(
      tx,
      sql<{
        postfach: string;
        einheit: string | null;
        umschlagVon: string;
        umschlagAn: string[];
        clientIp: string;
        helo: string;
        wiederholung: boolean;
      }>`select z.postfach, z.einheit, z.umschlag_von, z.umschlag_an, host(z.client_ip) as client_ip, z.helo, z.wiederholung
        from mail_zustellung z join posteingang p on p.id = z.posteingang_id where p.sha256 = ${hashOf(raw)}
        order by z.empfangen_am, z.wiederholung, z.postfach`,
    ),
  );

describe('mail by LMTP', () => {
  it('is an item with its bytes and its envelope when 250 is said', async () => {
    const { port, blobs } = await start();
    const client = await openMailClient(port);
    const raw = aMail('.eine Zeile mit Punkt\r\n..und zwei\r\n');
    const { data } = await client.deliver({ from, to: ['Poststelle@Stadt.Example'], raw });
    const [item] = await itemsOf(raw);
    expect(data).toEqual([{ code: 250, text: expect.stringMatching(/^2\.0\.0 OK \d{4}-\d{6}$/) }]);
    expect(item).toMatchObject({ kanal: 'email', mediaType: 'message/rfc822' });
    expect(await blobs.read(hashOf(raw))).toEqual(raw);
    expect(await deliveriesOf(raw)).toEqual([
      {
        postfach: 'poststelle@stadt.example',
        einheit: null,
        umschlagVon: from,
        umschlagAn: ['Poststelle@Stadt.Example'],
        clientIp: '127.0.0.1',
        helo: 'mta.stadt.example',
        wiederholung: false,
      },
    ]);
    client.close();
  });

  it('is answered for each recipient: unknown ones are refused, the others get the mail', async () => {
    const { port } = await start();
    const client = await openMailClient(port);
    const raw = aMail();
    const to = ['poststelle@stadt.example', 'niemand@stadt.example', 'info+test@stadt.example'];
    const { recipients, data } = await client.deliver({ from, to, raw });
    expect(recipients.map(({ code }) => code)).toEqual([250, 550, 250]);
    expect(recipients[1]?.text).toContain('5.1.1');
    expect(data.map(({ code }) => code)).toEqual([250, 250]);
    expect(await itemsOf(raw)).toHaveLength(1);
    expect((await deliveriesOf(raw)).map((one) => one.postfach)).toEqual([
      'info@stadt.example',
      'poststelle@stadt.example',
    ]);
    client.close();
  });

  it('to the addresses of two units is an item for each of them', async () => {
    const { port } = await start();
    const client = await openMailClient(port);
    const raw = aMail();
    const to = [
      'bauamt@stadt.example',
      'museum@kultur.stadt.example',
      'theater@kultur.stadt.example',
    ];
    expect((await client.deliver({ from, to, raw })).data.map(({ code }) => code)).toEqual([
      250, 250, 250,
    ]);
    expect(await itemsOf(raw)).toHaveLength(2);
    await client.deliver({ from, to, raw });
    expect(await itemsOf(raw)).toHaveLength(2);
    const deliveries = await deliveriesOf(raw);
    expect(deliveries.filter((one) => !one.wiederholung).map((one) => one.einheit)).toEqual([
      '41',
      '41',
      '63',
    ]);
    expect(deliveries.filter((one) => one.wiederholung)).toHaveLength(3);
    client.close();
  });

  it('delivered again, at the same time or after the end of the server, stays one item', async () => {
    const first = await start();
    const raw = aMail();
    const mail = { from, to: ['poststelle@stadt.example'], raw };
    const clients = await Promise.all([1, 2, 3, 4].map(() => openMailClient(first.port)));
    const answers = await Promise.all(clients.map((client) => client.deliver(mail)));
    expect(new Set(answers.map(({ data }) => data[0]?.text)).size).toBe(1);
    for (const client of clients) client.close();
    await first.close();
    const second = await openMailClient((await start()).port);
    expect((await second.deliver(mail)).data[0]?.text).toBe(answers[0]?.data[0]?.text);
    second.close();
    expect(await itemsOf(raw)).toHaveLength(1);
    expect((await deliveriesOf(raw)).filter((one) => one.wiederholung)).toHaveLength(4);
  });

  it('that was not complete leaves nothing behind', async () => {
    const { port } = await start();
    const client = await openMailClient(port);
    const raw = aMail('x'.repeat(300_000));
    await client.say(`MAIL FROM:<${from}>`);
    await client.say('RCPT TO:<poststelle@stadt.example>');
    await client.say('DATA');
    client.socket.write(raw);
    client.socket.destroy();
    await expect.poll(() => readdir(join(dataDir, 'blobs', 'eingang'))).toEqual([]);
    expect(await itemsOf(raw)).toEqual([]);
  });

  it('that is too large is refused for good, after its end, and the connection goes on', async () => {
    const { port } = await start({ maxMegabytes: 1 });
    const client = await openMailClient(port);
    const large = aMail('x'.repeat(70).concat('\r\n').repeat(20_000));
    const to = ['poststelle@stadt.example', 'info@stadt.example'];
    const { data } = await client.deliver({ from, to, raw: large });
    expect(data.map(({ code }) => code)).toEqual([552, 552]);
    const small = aMail();
    expect((await client.deliver({ from, to, raw: small })).data[0]?.code).toBe(250);
    client.close();
  });

  it('is put off while the disk is nearly full or the database is away', async () => {
    const full = await start({}, { intake: { minFreeDiskMegabytes: 900_000_000 } });
    const refused = await openMailClient(full.port);
    expect(await refused.say(`MAIL FROM:<${from}>`)).toMatchObject({ code: 452 });
    refused.close();
    const away = openDatabase({ url: 'postgres://127.0.0.1:1/nichts', maxConnections: 1, log });
    const config = testConfig({ dataDir, lmtp: { port: 0, addresses } });
    const server = await createLmtpServer({
      db: away,
      blobs: full.blobs,
      config,
      clock: systemClock,
      receiver: createReceiver({ db: away, afterCommit: () => undefined }),
      log,
    });
    const client = await openMailClient(await server.listen());
    const raw = aMail();
    const mail = { from, to: ['poststelle@stadt.example', 'bauamt@stadt.example'], raw };
    expect((await client.deliver(mail)).data.map(({ code }) => code)).toEqual([451, 451]);
    client.close();
    await server.close();
    await away.destroy();
    expect(await itemsOf(raw)).toEqual([]);
  });

  it('comes only from the networks of the settings', async () => {
    const { port } = await start({ clients: '10.0.0.0/8' });
    await expect(openMailClient(port)).rejects.toThrow('554');
  });

  it('is counted apart from what is written, so that the two can be compared', async () => {
    const before = await counts();
    const { port, close } = await start();
    const client = await openMailClient(port);
    const to = ['poststelle@stadt.example', 'bauamt@stadt.example', 'niemand@stadt.example'];
    await client.deliver({ from, to, raw: aMail() });
    client.close();
    await close();
    const after = await counts();
    expect(after.quittiert - before.quittiert).toBe(2);
    expect(after.abgelehnt - before.abgelehnt).toBe(1);
    expect(after.zugestellt - before.zugestellt).toBe(2);
    const difference = async () => (await asSystem(db, mailboxLoads))[0]?.differenz;
    expect(await difference()).toBe(0);
    await asSystem(db, (tx) =>
      rows(
        tx,
        sql`delete from mail_zustellung where id = (select id from mail_zustellung limit 1)`,
      ),
    );
    expect(await difference()).toBe(1);
  });
});

const counts = async () => {
  const [row] = await asSystem(db, (tx) =>
    rows(
      tx,
      sql<{ quittiert: number; abgelehnt: number; zugestellt: number }>`
        select coalesce(sum(quittiert), 0)::int as quittiert, coalesce(sum(abgelehnt), 0)::int as abgelehnt,
          (select count(*) from mail_zustellung)::int as zugestellt from mail_tagesstand where quelle = 'lmtp'`,
    ),
  );
  if (row === undefined) throw new Error('no counts');
  return row;
};

describe('what the other side says of itself', () => {
  it('never keeps a mail from being stored, whatever it is', async () => {
    const { port } = await start();
    const client = await openMailClient(port);
    await client.say(`LHLO mta\u0000\ud800.${'x'.repeat(2_000)}`);
    await client.say('XFORWARD ADDR=IPv6:fe80::1%eth0 HELO=mail.example.org');
    const raw = Buffer.from('ohne jede Kopfzeile\r\n\u0000\r\n');
    const { data } = await client.deliver({ from, to: ['poststelle@stadt.example'], raw });
    expect(data[0]?.code).toBe(250);
    expect(await itemsOf(raw)).toHaveLength(1);
    expect((await deliveriesOf(raw))[0]).toMatchObject({ clientIp: 'fe80::1' });
    client.close();
  });
});

describe('mail by SMTP', () => {
  it('has one answer for all recipients', async () => {
    const { port } = await start({ protocol: 'smtp' });
    const client = await openMailClient(port, 'smtp');
    const raw = aMail();
    const to = ['poststelle@stadt.example', 'bauamt@stadt.example'];
    expect((await client.deliver({ from, to, raw })).data.map(({ code }) => code)).toEqual([250]);
    expect(await itemsOf(raw)).toHaveLength(2);
    client.close();
  });
});
