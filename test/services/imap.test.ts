import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#infrastructure/clock.js';
import { type Db, openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createReceiver } from '#posteingang/index.js';
import { startImap } from '#posteingang/sources/imap.js';
import { createDovecot, type Dovecot } from '#test/support/dovecot.js';
import { filesWith, tablesWith } from '#test/support/leak-search.js';
import { startMortalMail } from '#test/support/mail-kill.js';
import { needsProgram } from '#test/support/needs.js';
import { testConfig } from '#test/support/own-app.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';

vi.setConfig({ testTimeout: 120_000 });

let database: TestDatabase;
let db: Db;
let dataDir: string;
let dovecot: Dovecot;
const log = createLog({ level: 'silent' });
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'poststelle-imap-'));
});
beforeEach(async (context) => {
  const program = needsProgram(context, 'dovecot', 'dovecot-imapd');
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, maxConnections: 6, log });
  dovecot = await createDovecot(program);
  await dovecot.start();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await dovecot?.remove();
  await db?.destroy();
  await database?.drop();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const start = async (imap: Record<string, unknown> = {}) => {
  const { port, user, password } = dovecot;
  const box = { name: 'Poststelle', host: '127.0.0.1', port, security: 'none', user, password };
  const mailboxes = [{ ...box, address: user }];
  const config = testConfig({ dataDir, imap: { mailboxes, retrySeconds: 0, ...imap } });
  const blobs = await createFilesystemStore({ path: join(dataDir, 'blobs') });
  const receiver = createReceiver({ db, afterCommit: () => undefined });
  const stop = startImap({ db, blobs, config, clock: systemClock, receiver, log });
  stops.push(stop);
  return stop;
};

let made = 0;
const aMail = (bytes = 0): Buffer => {
  made += 1;
  return Buffer.from(
    `From: erika@example.org\r\nSubject: Antrag ${made}\r\nMessage-ID: <imap-${made}@example.org>\r\n\r\n${'Guten Tag. '.repeat(bytes / 11)}\r\n`,
  );
};
const hashOf = (raw: Buffer): string => createHash('sha256').update(raw).digest('hex');

const put = async (mails: readonly Buffer[]): Promise<void> => {
  const client = await dovecot.visit();
  for (const raw of mails) await client.append('INBOX', raw);
  await client.logout();
};
const lyingIn = async (folder: string): Promise<number> => {
  const client = await dovecot.visit();
  const { messages = 0 } = (await client.status(folder, { messages: true })) || {};
  await client.logout();
  return messages;
};
const items = async (): Promise<string[]> =>
  (
    await asSystem(db, (tx) =>
      rows(tx, sql<{ sha256: string }>`select sha256 from posteingang order by laufnummer`),
    )
  ).map(({ sha256 }) => sha256);
const states = async () =>
  (
    await asSystem(db, (tx) =>
      rows(
        tx,
        sql<{ zustand: string }>`select zustand from mail_nachricht order by uidvalidity, uid`,
      ),
    )
  ).map(({ zustand }) => zustand);
const until = (
  wanted: () => Promise<unknown>,
  value: unknown,
  timeout = 30_000,
): Promise<unknown> => expect.poll(wanted, { timeout, interval: 100 }).toEqual(value);

describe('a mailbox', () => {
  it('is emptied: each message is an item with the very bytes of the server, then it is moved', async () => {
    const mails = [aMail(), aMail(700_000), aMail(262_144)];
    await put(mails);
    await start();
    await until(items, mails.map(hashOf));
    await until(() => lyingIn('Verarbeitet'), 3);
    expect(await lyingIn('INBOX')).toBe(0);
    await until(states, ['angenommen', 'angenommen', 'angenommen']);
  });

  it('that a handling rule keeps closed leaves nothing of its messages in database and files', async () => {
    await asSystem(db, (tx) =>
      rows(
        tx,
        sql`insert into handhabungsregel (rang, bezeichnung, merkmal, werte, klasse, oeffner, rechtsgrundlage)
            values (1, 'Postfach', 'eingangsort', '{Poststelle}', 'personalrat', 'einheit', 'Dienstanweisung')`,
      ),
    );
    const word = `Geheimwort${randomBytes(8).toString('hex')}`;
    const mail = Buffer.concat([aMail(), Buffer.from(`${word}\r\n`)]);
    await put([mail]);
    await start();
    await until(() => lyingIn('Verarbeitet'), 1);
    const sealed = await asSystem(db, (tx) =>
      rows(
        tx,
        sql<{ klasse: string; zustand: string }>`select v.klasse, p.zustand
        from verschluss v join posteingang p on p.id = v.posteingang_id`,
      ),
    );
    expect(sealed).toEqual([{ klasse: 'personalrat', zustand: 'verschlossen' }]);
    expect(await tablesWith(database.url, [word, `imap-${made}@example.org`])).toEqual([]);
    expect(await filesWith([dataDir], [Buffer.from(word)])).toEqual([]);
  });

  it('is listened to: a new message arrives long before the next look', async () => {
    await start({ pollSeconds: 3_600 });
    await until(
      () => asSystem(db, (tx) => rows(tx, sql`select zustand from mail_postfach`)),
      [{ zustand: 'lauscht' }],
    );
    const mail = aMail();
    await put([mail]);
    await until(items, [hashOf(mail)], 15_000);
  });

  it('goes on after a restart of its server in the middle, without loss and without doubles', async () => {
    const mails = Array.from({ length: 40 }, () => aMail(30_000));
    await put(mails);
    await start({ pollSeconds: 1 });
    await expect
      .poll(async () => (await items()).length, { interval: 20, timeout: 30_000 })
      .toBeGreaterThan(3);
    await dovecot.stop();
    await dovecot.start();
    await until(() => lyingIn('Verarbeitet'), 40);
    expect((await items()).sort()).toEqual(mails.map(hashOf).sort());
  });

  it('loses and doubles nothing when the reading process is killed again and again', async () => {
    const mails = Array.from({ length: 40 }, () => aMail(20_000));
    await put(mails);
    const { port, user, password } = dovecot;
    const box = { name: 'Poststelle', host: '127.0.0.1', port, security: 'none', user, password };
    const where = { url: database.url, dataDir };
    const reader = await startMortalMail(where, [
      `--imap.mailboxes=${JSON.stringify([box])}`,
      '--imap.retrySeconds=0',
    ]);
    try {
      for (let kills = 1; kills <= 3; kills += 1) {
        await expect
          .poll(async () => (await items()).length, { interval: 5, timeout: 30_000 })
          .toBeGreaterThanOrEqual(kills * 8);
        await reader.kill();
        // A process that was killed cannot give its right back; it runs out by itself after 90 seconds.
        await asSystem(db, (tx) => rows(tx, sql`update mail_postfach set inhaber_bis = now()`));
      }
      await until(() => lyingIn('Verarbeitet'), 40);
    } finally {
      await reader.stop();
    }
    expect((await items()).sort()).toEqual(mails.map(hashOf).sort());
  });

  it('takes in what it may not move away, once, and says so', async () => {
    const mails = [aMail(), aMail()];
    await put(mails);
    await dovecot.forbidMoving();
    await start({ pollSeconds: 1 });
    await until(items, mails.map(hashOf));
    await until(
      async () =>
        (
          await asSystem(db, (tx) =>
            rows(tx, sql<{ stoerung: string }>`select stoerung from mail_postfach`),
          )
        )[0]?.stoerung.includes('verschiebt keine'),
      true,
    );
    expect(await items()).toHaveLength(2);
    expect(await lyingIn('INBOX')).toBe(2);
  });

  it('may be counted anew by its server: what was taken in stays one item', async () => {
    const mails = Array.from({ length: 5 }, () => aMail());
    await put(mails);
    const stop = await start();
    await until(() => lyingIn('Verarbeitet'), 5);
    await stop();
    const client = await dovecot.visit();
    await client.mailboxOpen('Verarbeitet');
    await client.messageMove('1:*', 'INBOX');
    await client.logout();
    await dovecot.stop();
    await dovecot.changeUidValidity();
    await dovecot.start();
    await start();
    await until(() => lyingIn('Verarbeitet'), 5);
    expect(await items()).toHaveLength(5);
    const [count] = await asSystem(db, (tx) =>
      rows(
        tx,
        sql<{ zahl: number; doppelt: number }>`select count(distinct uidvalidity)::int as zahl,
          count(*) filter (where wiederholung)::int as doppelt from mail_zustellung`,
      ),
    );
    expect(count).toEqual({ zahl: 2, doppelt: 5 });
  });

  it('puts a message aside that cannot be taken, and the others go on', async () => {
    const mails = [aMail(), aMail(1_500_000), aMail()];
    await put(mails);
    await start({ maxMegabytes: 1 });
    await until(() => lyingIn('Verarbeitet'), 2);
    await until(() => lyingIn('Nicht verarbeitet'), 1);
    await until(states, ['angenommen', 'beiseite', 'angenommen']);
    expect(await items()).toHaveLength(2);
  });

  it('notices that somebody else took a message away before it was taken in', async () => {
    const stop = await start();
    await until(() => lyingIn('Verarbeitet'), 0);
    await stop();
    await asSystem(db, (tx) =>
      rows(
        tx,
        sql`insert into mail_nachricht (quelle, uidvalidity, uid)
            select 'imap:Poststelle', 1, 4711`,
      ),
    );
    const client = await dovecot.visit();
    const { uidValidity } = await client.mailboxOpen('INBOX');
    await client.logout();
    await asSystem(db, (tx) =>
      rows(tx, sql`update mail_nachricht set uidvalidity = ${Number(uidValidity)}`),
    );
    await start();
    await until(states, ['verschwunden']);
  });

  it('is read by one process only, and the next one takes over when the first has ended', async () => {
    const first = await start({ pollSeconds: 1 });
    await until(() => lyingIn('Verarbeitet'), 0);
    const holder = () =>
      asSystem(db, (tx) => rows(tx, sql<{ inhaber: string }>`select inhaber from mail_postfach`));
    const [before] = await holder();
    await start({ pollSeconds: 1 });
    const mail = aMail();
    await put([mail]);
    await until(items, [hashOf(mail)]);
    expect(await holder()).toEqual([before]);
    await first();
    const next = aMail();
    await put([next]);
    await until(items, [hashOf(mail), hashOf(next)]);
    expect(await holder()).not.toEqual([before]);
  });
});
