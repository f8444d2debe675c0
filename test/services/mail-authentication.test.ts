import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { trustedResults } from '#tools/mail-auth/authentication-results.js';
import { senderDomain } from '#tools/mail-auth/sender-domain.js';

interface MailAuth {
  authenticate: (input: string, options: object) => Promise<{ headers: string }>;
}
interface Signer {
  dkimSign: (input: string, options: object) => Promise<{ signatures: string }>;
}
const load = createRequire(import.meta.url);
const { authenticate } = load('mailauth') as MailAuth;
const { dkimSign } = load('mailauth/lib/dkim/sign') as Signer;

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

/** The DNS of a made-up domain; nobody else is asked. */
const records: Readonly<Record<string, string>> = {
  'amt.example': 'v=spf1 ip4:192.0.2.7 -all',
  'a._domainkey.amt.example': `v=DKIM1; k=rsa; p=${key}`,
  '_dmarc.amt.example': 'v=DMARC1; p=reject',
};
const resolver = (name: string, type: string): Promise<string[][]> => {
  const record = records[name];
  if (type === 'TXT' && record !== undefined) return Promise.resolve([[record]]);
  return Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
};

const mail = [
  'From: Amt <post@amt.example>',
  'To: poststelle@stadt.example',
  'Subject: Bescheid',
  'Date: Mon, 23 Nov 2026 09:00:00 +0100',
  'Message-ID: <1@amt.example>',
  '',
  'Guten Tag.',
  '',
].join('\r\n');

const signed = async (): Promise<string> => {
  const { signatures } = await dkimSign(mail, {
    signatureData: [
      {
        signingDomain: 'amt.example',
        selector: 'a',
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      },
    ],
  });
  return signatures + mail;
};

/** What an own mail server writes that checks with a foreign library, read by us. */
const readBack = async (message: string, ip: string) => {
  const { headers } = await authenticate(message, {
    ip,
    helo: 'mail.amt.example',
    sender: 'post@amt.example',
    mta: 'mx.stadt.example',
    resolver,
    disableBimi: true,
  });
  const fields = headers
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .flatMap((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [] : [{ name: line.slice(0, at).toLowerCase(), value: line.slice(at + 1) }];
    });
  return senderDomain(trustedResults(fields, 'mx.stadt.example'), 'post@amt.example');
};

it('reads what a mail server says of a mail that is really signed and really comes from its domain', async () => {
  const found = await readBack(await signed(), '192.0.2.7');
  expect(found).toMatchObject({ confirmed: true });
  expect(found?.text).toBe('„amt.example“ bestätigt (DKIM, DMARC, SPF)');
});

it('reads what a mail server says of a mail that was changed on its way and comes from elsewhere', async () => {
  const changed = (await signed()).replace('Guten Tag', 'Bitte zahlen Sie');
  const found = await readBack(changed, '198.51.100.9');
  expect(found).toMatchObject({ confirmed: false });
  expect(found?.details.join(' ')).toMatch(/DKIM: nicht bestanden|DKIM: ohne Aussage/);
  expect(found?.text).toContain('nicht bestätigt');
});
