import { execFile } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { checkMailSignature } from '#doctor/mail.js';
import { createSmtp, type Mail, type MailOutcome } from '#infrastructure/smtp.js';
import { needsProgram } from '#test/support/needs.js';
import { testConfig } from '#test/support/own-app.js';
import { type Relay, startRelay } from '#test/support/relay.js';
import { loadMailschutz } from '#tools/mail-out/mailschutz.js';

const run = promisify(execFile);
const later = () => new Date(Date.now() + 100 * 86_400_000);
const letter = Buffer.from('%PDF-1.7 Bescheid über 12,50 €\n');
const curve = (name: string): string[] => [
  ...['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${name}`],
];
const kinds: Readonly<Record<string, string[]>> = {
  RSA: ['-newkey', 'rsa:2048'],
  'P-256': curve('P-256'),
  'P-384': curve('P-384'),
};
/** S/MIME Capabilities (RFC 4262) that name AES-256-GCM alone. */
const saysGcm = '1.2.840.113549.1.9.15=DER:30:0D:30:0B:06:09:60:86:48:01:65:03:04:01:2E';

let folder: string;
let relay: Relay;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mail-signatures-'));
  relay = await startRelay();
});
afterAll(async () => {
  await relay.close();
  await rm(folder, { recursive: true });
});

/** The paths of a new key and its certificate. */
const person = async (context: TestContext, name: string, how: readonly string[]) => {
  const openssl = needsProgram(context, 'openssl', 'openssl');
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const facts = ['-nodes', '-subj', `/CN=${name}`, '-keyout', key, '-out', certificate];
  await run(openssl, ['req', '-x509', ...how, ...facts]);
  return { openssl, key, certificate, pem: await readFile(certificate, 'utf8') };
};

const mail: Mail = {
  from: { name: 'Stadt Lohwerda', address: 'post@lohwerda.example' },
  to: { name: 'Jana Nguyễn-Böhm', address: 'jana@example.org' },
  subject: 'Ihr Antrag auf Wohngeld [32-1/26]',
  text: 'Guten Tag,\r\n\r\nanbei erhalten Sie unser Schreiben.\r\n.Punkt am Anfang\r\n',
  messageId: '<brief@lohwerda.example>',
  date: new Date('2026-11-23T12:00:00Z'),
  attachments: [{ fileName: 'Bescheid.pdf', contentType: 'application/pdf', content: letter }],
};

const send = async (
  outbound: Record<string, unknown>,
  changes: Partial<Mail> = {},
  now = () => new Date(),
): Promise<MailOutcome & { raw: string }> => {
  const config = testConfig({
    dataDir: folder,
    outbound: { mailFrom: 'post@lohwerda.example', ...outbound },
  });
  const finish = loadMailschutz({ config, clock: { now } });
  const limits = { timeoutMs: 5_000, totalTimeoutMs: 10_000 };
  const smtp = createSmtp({ url: relay.url, ...limits, finish });
  const outcome = await smtp.send({ ...mail, ...changes }, { beforeEnd: () => Promise.resolve() });
  return { ...outcome, raw: relay.taken.at(-1)?.raw ?? '' };
};

const stored = async (raw: string): Promise<string> => {
  const path = join(folder, 'mail.eml');
  await writeFile(path, raw, 'latin1');
  return path;
};

const out = () => join(folder, 'content');

describe('a DKIM signature', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyFile = () => join(folder, 'dkim.key');
  beforeAll(() =>
    writeFile(keyFile(), privateKey.export({ format: 'pem', type: 'pkcs8' }) as string),
  );
  const record = createPublicKey(privateKey)
    .export({ format: 'der', type: 'spki' })
    .toString('base64');
  const resolver = (name: string): Promise<string[][]> =>
    name === 's2026._domainkey.lohwerda.example'
      ? Promise.resolve([[`v=DKIM1; k=rsa; p=${record}`]])
      : Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
  const judged = async (raw: string): Promise<string | undefined> =>
    (await dkimVerify(Buffer.from(raw, 'utf8'), { resolver })).results[0]?.status.result;

  it('holds for the domain that is shown, and breaks when a byte changes', async () => {
    const { raw, outcome } = await send({ dkimSelector: 's2026', dkimKeyFile: keyFile() });
    expect(outcome).toBe('accepted');
    expect(raw).toMatch(/^DKIM-Signature: .*d=lohwerda\.example/m);
    expect(await judged(raw)).toBe('pass');
    expect(await judged(raw.replace('Wohngeld', 'Waffenschein'))).toBe('fail');
  });

  it('holds over a mail that is signed with S/MIME too', async (context) => {
    const city = await person(context, 'stadt', [...(kinds['RSA'] ?? []), '-days', '90']);
    const { raw } = await send({
      dkimSelector: 's2026',
      dkimKeyFile: keyFile(),
      smimeKeyFile: city.key,
      smimeCertFile: city.certificate,
    });
    expect(raw).toContain('multipart/signed');
    expect(await judged(raw)).toBe('pass');
  });
});

describe('an S/MIME signature', () => {
  it.for(['RSA', 'P-256', 'P-384'])('of a %s key is verified by OpenSSL', async (kind, context) => {
    const city = await person(context, `stadt-${kind}`, [...(kinds[kind] ?? []), '-days', '90']);
    const { raw } = await send({ smimeKeyFile: city.key, smimeCertFile: city.certificate });
    const verify = async (text: string) =>
      run(city.openssl, [
        ...['cms', '-verify', '-in', await stored(text), '-CAfile', city.certificate],
        ...['-purpose', 'any', '-out', out()],
      ]);
    await verify(raw);
    const content = await readFile(out(), 'utf8');
    expect(content).toContain(letter.toString('base64').slice(0, 30));
    expect(content).toMatch(/^Content-Type: multipart\/mixed/m);
    expect(content).not.toContain('Subject:');
    const changed = raw.replace('anbei erhalten', 'anbei verlieren');
    expect(changed).not.toBe(raw);
    await expect(verify(changed)).rejects.toThrow(/verif|digest/i);
  });

  it('is left out when the own certificate has expired', async (context) => {
    const city = await person(context, 'alt', [...(kinds['RSA'] ?? []), '-days', '90']);
    const files = { smimeKeyFile: city.key, smimeCertFile: city.certificate };
    expect((await send(files)).raw).toContain('multipart/signed');
    expect((await send(files, {}, later)).raw).not.toContain('multipart/signed');
  });

  it('has the operator warned a month before its certificate ends, and of one for another address', async (context) => {
    const of = (name: string, address: string) =>
      person(context, name, [
        ...[...(kinds['RSA'] ?? []), '-days', '90'],
        ...['-addext', `subjectAltName=email:${address}`],
      ]);
    const verdictOf = async (address: string, days: number): Promise<string[]> => {
      const city = await of(`stadt-${days}`, address);
      const outbound = {
        mailFrom: 'post@lohwerda.example',
        smimeKeyFile: city.key,
        smimeCertFile: city.certificate,
      };
      const at = new Date(Date.now() + days * 86_400_000);
      const config = testConfig({ dataDir: folder, outbound });
      return checkMailSignature(config, at).map(({ verdict }) => verdict);
    };
    expect(await verdictOf('post@lohwerda.example', 59)).toEqual(['ok']);
    expect(await verdictOf('post@lohwerda.example', 61)).toEqual(['warn']);
    expect(await verdictOf('post@lohwerda.example', 91)).toEqual(['fail']);
    expect(await verdictOf('anders@lohwerda.example', 1)).toEqual(['fail']);
  });

  it('is refused at the start with a key that does not belong to the certificate', async (context) => {
    const one = await person(context, 'eine', [...(kinds['RSA'] ?? []), '-days', '9']);
    const other = await person(context, 'andere', [...(kinds['P-256'] ?? []), '-days', '9']);
    await expect(send({ smimeKeyFile: one.key, smimeCertFile: other.certificate })).rejects.toThrow(
      'smimeKeyFile',
    );
  });
});

describe('an encrypted mail', () => {
  const cases = ['RSA', 'P-256', 'P-384'].flatMap((kind) =>
    [true, false].map((gcm) => [kind, gcm] as const),
  );
  it.for(cases)('for a %s key, GCM %s, is decrypted by OpenSSL', async ([kind, gcm], context) => {
    const extra = gcm ? ['-addext', saysGcm] : [];
    const how = [...(kinds[kind] ?? []), '-days', '90', ...extra];
    const jana = await person(context, `jana-${kind}`, how);
    const city = await person(context, 'stadt', [...(kinds['RSA'] ?? []), '-days', '90']);
    const { raw } = await send(
      { smimeKeyFile: city.key, smimeCertFile: city.certificate },
      { encryptFor: jana.pem },
    );
    expect(raw).toContain(gcm ? 'smime-type=authEnveloped-data' : 'smime-type=enveloped-data');
    expect(raw).not.toContain('anbei erhalten');
    await run(jana.openssl, [
      ...['cms', '-decrypt', '-in', await stored(raw)],
      ...['-inkey', jana.key, '-recip', jana.certificate, '-out', out()],
    ]);
    const signed = await readFile(out(), 'latin1');
    expect(signed).toContain('anbei erhalten');
    await run(city.openssl, [
      ...['cms', '-verify', '-in', await stored(signed), '-CAfile', city.certificate],
      ...['-purpose', 'any', '-out', out()],
    ]);
  });

  it('does not leave in clear when the certificate of its recipient has expired', async (context) => {
    const jana = await person(context, 'jana-alt', [...(kinds['RSA'] ?? []), '-days', '90']);
    const before = relay.connections();
    await expect(send({}, { encryptFor: jana.pem }, later)).rejects.toMatchObject({
      code: 'zertifikat-abgelaufen',
    });
    expect(relay.connections()).toBe(before);
  });
});
