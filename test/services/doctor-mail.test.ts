import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Config } from '#config/schema.js';
import type { Finding } from '#doctor/finding.js';
import { checkMailbox, checkReceiver } from '#doctor/mail.js';
import { checkVirusScanner } from '#doctor/services.js';
import { systemClock } from '#infrastructure/clock.js';
import { openDatabase } from '#infrastructure/database/pool.js';
import { createLog } from '#infrastructure/log.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createReceiver } from '#posteingang/index.js';
import { createLmtpServer } from '#posteingang/sources/lmtp.js';
import { startClamd } from '#test/support/clamd.js';
import { createDovecot } from '#test/support/dovecot.js';
import { needsProgram } from '#test/support/needs.js';
import { testConfig } from '#test/support/own-app.js';
import { createTestDatabase } from '#test/support/postgres.js';
import { freePort } from '#test/support/redis.js';
import { smimePerson } from '#test/support/smime-mails.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-doctor-mail-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const addresses = 'post@stadt.example';
const short = (findings: readonly Finding[]): string[] =>
  findings.map(({ check, verdict }) => `${check}: ${verdict}`);
const receiverOf = (lmtp: Record<string, unknown>, now = new Date('2026-11-23')) =>
  checkReceiver(testConfig({ lmtp: { addresses, ...lmtp } }), () => now);

describe('the doctor looks at the receiver for mail servers', () => {
  it('and says that there is none, that its port is free, or that another program has it', async () => {
    expect((await receiverOf({}))[0]?.text).toContain('nicht eingerichtet');
    const port = await freePort();
    expect(short(await receiverOf({ port }))).toEqual(['E-Mail-Annahme: ok']);
    const other = createServer((socket) => socket.end('220 mail.other.example ESMTP\r\n'));
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => other.close(() => resolve())));
    const [finding] = await receiverOf({ port });
    expect(finding?.verdict).toBe('fail');
    expect(finding?.text).toContain('ein anderes Programm');
  });

  it('and recognises Poststelle itself on its port', async () => {
    const database = await createTestDatabase();
    const log = createLog({ level: 'silent' });
    const db = openDatabase({ url: database.url, maxConnections: 2, log });
    const port = await freePort();
    const config = testConfig({ dataDir: folder, lmtp: { port, addresses } });
    const blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
    const receiver = createReceiver({ db, afterCommit: () => undefined });
    const server = await createLmtpServer({ db, blobs, config, clock: systemClock, receiver, log });
    await server.listen();
    onTestFinished(async () => {
      await server.close();
      await db.destroy();
      await database.drop();
    });
    const [finding] = await receiverOf({ port });
    expect(finding?.verdict).toBe('ok');
    expect(finding?.text).toContain('Poststelle nimmt');
  });

  it('and examines certificate and key', async () => {
    const own = await smimePerson('mail.stadt.example');
    const foreign = await smimePerson('mail.other.example');
    const tlsCertFile = join(folder, 'cert.pem');
    const tlsKeyFile = join(folder, 'key.pem');
    const otherKey = join(folder, 'other.pem');
    await writeFile(tlsCertFile, own.certificatePem);
    await writeFile(tlsKeyFile, own.keyPem);
    await writeFile(otherKey, foreign.keyPem);
    const judge = async (lmtp: Record<string, string>, now?: Date) =>
      (await receiverOf({ port: 0, ...lmtp }, now)).slice(1);
    const both = { tlsCertFile, tlsKeyFile };
    expect((await judge(both))[0]?.text).toBe('gilt bis 31.12.2049, der Schlüssel passt dazu');
    expect((await judge(both, new Date('2049-12-20')))[0]?.verdict).toBe('warn');
    expect((await judge(both, new Date('2050-01-02')))[0]?.text).toContain('abgelaufen');
    expect((await judge({ ...both, tlsKeyFile: otherKey }))[0]?.text).toContain('gehört nicht zum');
    expect((await judge({ ...both, tlsKeyFile: join(folder, 'none') }))[0]).toMatchObject({
      verdict: 'fail',
      action: 'lmtp.tlsKeyFile und die Rechte der Datei prüfen.',
    });
    expect((await judge({ ...both, tlsCertFile: tlsKeyFile }))[0]?.verdict).toBe('fail');
  });
});

describe('the doctor looks at a mailbox', () => {
  it('and signs in, looks for its folders, and changes nothing', async (context) => {
    const dovecot = await createDovecot(needsProgram(context, 'dovecot', 'dovecot-imapd'));
    await dovecot.start();
    onTestFinished(() => dovecot.remove());
    const { port, user, password } = dovecot;
    const look = (settings: Record<string, unknown> = {}): Promise<Finding> => {
      const box = { name: 'Post', host: '127.0.0.1', port, security: 'none', user, password };
      const [mailbox] = testConfig({ imap: { mailboxes: [{ ...box, ...settings }] } }).imap
        .mailboxes;
      return checkMailbox(mailbox as Config['imap']['mailboxes'][number]);
    };
    const fit = await look();
    expect(fit).toMatchObject({ check: 'Postfach „Post“', verdict: 'ok' });
    expect(fit.text).toContain('„Verarbeitet“ und „Nicht verarbeitet“ wird');
    expect(await look()).toEqual(fit);
    expect((await look({ password: 'falsch' })).text).toContain('lehnt die Anmeldung ab');
    expect((await look({ folder: 'Rechnungen' })).text).toContain('„Rechnungen“ fehlt');
    expect((await look({ port: await freePort() })).text).toContain('nicht erreichbar');
    expect((await look({ password: undefined, passwordFile: '/nowhere' })).action).toContain(
      'passwordFile und caFile',
    );
  });
});

describe('the doctor looks at the scanner for malicious software', () => {
  const look = (virus: Record<string, unknown>): Promise<Finding> =>
    checkVirusScanner(testConfig({ virus }));

  it('and asks it for its version', async (context) => {
    const clamd = await startClamd(needsProgram(context, 'clamd', 'clamav-daemon'));
    onTestFinished(clamd.stop);
    const finding = await look({ clamd: clamd.address });
    expect(finding.verdict).toBe('ok');
    expect(finding.text).toContain('ClamAV');
  });

  it('and says what its silence means', async () => {
    const clamd = `127.0.0.1:${await freePort()}`;
    expect((await look({})).text).toContain('ungeprüft');
    expect((await look({ clamd })).verdict).toBe('warn');
    const stopping = await look({ clamd, required: true });
    expect(stopping.verdict).toBe('fail');
    expect(stopping.text).toContain('ECONNREFUSED');
  });
});
