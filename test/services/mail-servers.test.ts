import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Db, openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import {
  examine,
  type MortalReceiver,
  makeMails,
  runMailKill,
  startMortalReceiver,
} from '#test/support/mail-kill.js';
import { needsProgram } from '#test/support/needs.js';
import { startPostfix } from '#test/support/postfix.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';

vi.setConfig({ testTimeout: 120_000 });
const run = promisify(execFile);

let database: TestDatabase;
let db: Db;
let dataDir: string;
let receiver: MortalReceiver | undefined;

beforeEach(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, maxConnections: 2, log: createLog({ level: 'silent' }) });
  dataDir = await mkdtemp(join(tmpdir(), 'poststelle-mailserver-'));
});
afterEach(async () => {
  await receiver?.stop();
  receiver = undefined;
  await db?.destroy();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const where = () => ({ url: database.url, dataDir });

const sent = async (
  swaks: string,
  given: { port: number; protocol?: string; to: string; raw: Buffer },
): Promise<string> => {
  const file = join(dataDir, 'mail.eml');
  await writeFile(file, given.raw);
  const args = ['--server', `127.0.0.1:${given.port}`, '--protocol', given.protocol ?? 'LMTP'];
  args.push('--from', 'erika@example.org', '--helo', 'absender.example.org', '--to', given.to);
  args.push('--data', `@${file}`, '--suppress-data');
  // swaks ends with the number of what was refused, and tells the conversation all the same.
  const result = await run(swaks, args).catch((error: unknown) => error as { stdout: string });
  return result.stdout;
};

const deliveries = () =>
  asSystem(db, (tx) =>
    rows(
      tx,
      sql<{ postfach: string; clientIp: string; helo: string; sha256: string }>`
        select z.postfach, host(z.client_ip) as client_ip, z.helo, p.sha256
        from mail_zustellung z join posteingang p on p.id = z.posteingang_id order by z.postfach`,
    ),
  );

describe('foreign mail programs', () => {
  it('swaks is told for each recipient, and large mail passes unchanged', async (context) => {
    const swaks = needsProgram(context, 'swaks', 'swaks');
    receiver = await startMortalReceiver(where());
    const [mail] = makeMails(1);
    if (mail === undefined) throw new Error('no mail');
    const to = 'poststelle@stadt.example,niemand@stadt.example,bauamt@stadt.example';
    const talk = await sent(swaks, { port: receiver.port, to, raw: mail.raw });
    expect(talk).toContain('550 5.1.1');
    expect(talk.match(/<-\s+250 2\.0\.0 OK/g)).toHaveLength(2);
    expect((await deliveries()).map((one) => one.postfach)).toEqual([
      'bauamt@stadt.example',
      'poststelle@stadt.example',
    ]);
  });

  it('Postfix hands over by LMTP, tells whose mail it is, and keeps what is put off', async (context) => {
    const swaks = needsProgram(context, 'swaks', 'swaks');
    const postfix = needsProgram(context, 'postfix', 'postfix');
    if (process.getuid?.() !== 0) context.skip('only root can start Postfix');
    receiver = await startMortalReceiver(where());
    const server = await startPostfix(postfix, receiver.port);
    try {
      const raw = Buffer.from('From: erika@example.org\r\nSubject: Antrag\r\n\r\n.Punkt\r\n');
      const to = 'poststelle@stadt.example';
      await sent(swaks, { port: server.port, protocol: 'ESMTP', to, raw });
      await expect
        .poll(deliveries, { timeout: 30_000 })
        .toMatchObject([{ postfach: to, clientIp: '127.0.0.1', helo: 'absender.example.org' }]);
      await database.drop();
      await sent(swaks, { port: server.port, protocol: 'ESMTP', to, raw });
      await expect.poll(server.queued, { timeout: 10_000 }).toBe(1);
    } finally {
      await server.stop();
    }
  });

  it('Postfix loses and doubles nothing while the receiver is killed again and again', async (context) => {
    const swaks = needsProgram(context, 'swaks', 'swaks');
    const postfix = needsProgram(context, 'postfix', 'postfix');
    if (process.getuid?.() !== 0) context.skip('only root can start Postfix');
    receiver = await startMortalReceiver(where());
    const server = await startPostfix(postfix, receiver.port);
    try {
      const mails = makeMails(24);
      for (const [index, { raw, to }] of mails.entries()) {
        await sent(swaks, { port: server.port, protocol: 'ESMTP', to: to.join(','), raw });
        if (index % 6 === 5) await receiver.kill();
      }
      await expect.poll(server.queued, { timeout: 60_000, interval: 500 }).toBe(0);
      const items = await asSystem(db, (tx) =>
        rows(tx, sql<{ anzahl: number }>`select count(*)::int as anzahl from posteingang`),
      );
      expect(items).toEqual([{ anzahl: mails.reduce((sum, one) => sum + one.items, 0) }]);
    } finally {
      await server.stop();
    }
  });
});

describe('a receiver that is killed with -9 while mail comes in', () => {
  it('has lost nothing and doubled nothing when everything is delivered', async () => {
    const result = await runMailKill({ ...where(), mails: 60, kills: 6, connections: 4 });
    expect(result).toMatchObject({ kills: 6, lost: 0, doubled: 0, damaged: 0, gaps: 0 });
    expect(result.attempts).toBeGreaterThanOrEqual(60);
  });

  it('would be found out if it lost a mail', async () => {
    receiver = await startMortalReceiver(where());
    const result = await examine(where(), makeMails(3));
    expect(result).toMatchObject({ items: 0, lost: 5, damaged: 3 });
  });
});
