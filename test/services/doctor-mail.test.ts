import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
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
    // No password over an open line where encryption was wanted.
    expect(await look({ security: 'starttls' })).toMatchObject({ verdict: 'fail' });
    expect((await look({ folder: 'Rechnungen' })).text).toContain('„Rechnungen“ fehlt');
    expect((await look({ port: await freePort() })).text).toContain('nicht erreichbar');
    expect((await look({ password: undefined, passwordFile: '/nowhere' })).action).toContain(
      'passwordFile, clientSecretFile und caFile',
    );
  });
});

/** An authorisation server for one client, and the place where a mail server asks whether a token is good. */
const startTokenServer = async () => {
  const good = randomUUID();
  const server = createHttpServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const sent = new URLSearchParams(Buffer.concat(parts).toString());
      const tell = (status: number, answer: object): void => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      };
      if (request.url === '/introspect')
        tell(200, { active: sent.get('token') === good, username: 'poststelle@stadt.example' });
      else if (sent.get('client_secret') !== 'geheim')
        tell(401, { error: 'invalid_client', error_description: 'the secret was wrong' });
      else tell(200, { access_token: sent.get('scope') === 'imap' ? good : 'other' });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
};

describe('a mailbox that wants more than a password', () => {
  const look = (box: Record<string, unknown>): Promise<Finding> => {
    const [mailbox] = testConfig({ imap: { mailboxes: [{ name: 'Post', ...box }] } }).imap
      .mailboxes;
    return checkMailbox(mailbox as Config['imap']['mailboxes'][number]);
  };

  it('is opened by a token of the authorisation server', async (context) => {
    const program = needsProgram(context, 'dovecot', 'dovecot-imapd');
    const url = await startTokenServer();
    const dovecot = await createDovecot(program, { introspectionUrl: `${url}/introspect` });
    await dovecot.start();
    onTestFinished(() => dovecot.remove());
    const { port, user } = dovecot;
    const box = { host: '127.0.0.1', port, security: 'none', user };
    const oauth = { tokenUrl: `${url}/token`, clientId: 'poststelle', scope: 'imap' };
    const right = { ...oauth, clientSecret: 'geheim' };
    expect(await look({ ...box, oauth: right })).toMatchObject({ verdict: 'ok' });
    expect((await look({ ...box, oauth: { ...right, scope: 'other' } })).text).toContain(
      'lehnt die Anmeldung ab',
    );
    const refused = await look({ ...box, oauth: { ...right, clientSecret: 'falsch' } });
    expect(refused.text).toContain('gibt kein Token');
    expect(refused.text).toContain('401: invalid_client');
    expect(refused.text).not.toContain('the secret was wrong');
    const missing = { ...oauth, clientSecretFile: '/nowhere' };
    expect((await look({ ...box, oauth: missing })).action).toContain('clientSecretFile');
  });

  it('is spoken to by STARTTLS, with the authority of the city, and with no other', async (context) => {
    const program = needsProgram(context, 'dovecot', 'dovecot-imapd');
    const own = await smimePerson('localhost');
    const foreign = await smimePerson('localhost');
    const files = { certFile: join(folder, 'imap.pem'), keyFile: join(folder, 'imap-key.pem') };
    await writeFile(files.certFile, own.certificatePem);
    await writeFile(files.keyFile, own.keyPem);
    const foreignFile = join(folder, 'foreign.pem');
    await writeFile(foreignFile, foreign.certificatePem);
    const dovecot = await createDovecot(program, { tls: files });
    await dovecot.start();
    onTestFinished(() => dovecot.remove());
    const { port, user, password } = dovecot;
    const box = { host: 'localhost', port, security: 'starttls', user, password };
    expect(await look({ ...box, caFile: files.certFile })).toMatchObject({ verdict: 'ok' });
    expect(await look({ ...box, caFile: foreignFile })).toMatchObject({ verdict: 'fail' });
    expect(await look(box)).toMatchObject({ verdict: 'fail' });
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
