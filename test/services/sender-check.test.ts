import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DnsServer, startDnsServer, type Zone } from '#test/support/dns-server.js';
import { createDns } from '#tools/mail-auth/ask-dns.js';
import { checkInRounds } from '#tools/mail-auth/check-in-rounds.js';
import type { SmtpClient } from '#tools/mail-auth/check-outcome.js';
import { mostQuestions } from '#tools/mail-auth/dns-questions.js';
import { checkedDomain } from '#tools/mail-auth/sender-domain.js';
import { createParser, type Parser } from '#tools/parser/create-parser.js';

const load = createRequire(import.meta.url);
const { dkimSign } = load('mailauth/lib/dkim/sign') as {
  dkimSign: (input: string, options: object) => Promise<{ signatures: string }>;
};
const { sealMessage } = load('mailauth') as {
  sealMessage: (input: string, seal: object) => Promise<Buffer>;
};

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
const keyRecord = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

const zone = (more: Zone = {}): Zone => ({
  'TXT amt.example': ['v=spf1 include:_spf.amt.example mx -all'],
  'TXT _spf.amt.example': ['v=spf1 ip4:192.0.2.7 a:versand.amt.example -all'],
  'A versand.amt.example': ['192.0.2.8'],
  'MX amt.example': ['10 mx.amt.example'],
  'A mx.amt.example': ['192.0.2.9'],
  'TXT a._domainkey.amt.example': [keyRecord],
  'TXT _dmarc.amt.example': ['v=DMARC1; p=reject'],
  'TXT liste._domainkey.liste.test': [keyRecord],
  ...more,
});

const mailFrom = (from: string): string =>
  [
    `From: Amt <${from}>`,
    'To: poststelle@stadt.example',
    'Subject: Bescheid',
    'Date: Mon, 23 Nov 2026 09:00:00 +0100',
    'Message-ID: <1@amt.example>',
    '',
    'Guten Tag.',
    '',
  ].join('\r\n');
const mail = mailFrom('post@amt.example');

const signed = async (source = mail, more: object = {}): Promise<string> => {
  const key = { signingDomain: 'amt.example', selector: 'a', privateKey: pem, ...more };
  return (await dkimSign(source, { signatureData: [key] })).signatures + source;
};

const from = (ip: string, sender = 'post@amt.example'): SmtpClient => ({
  ip,
  helo: 'mail.amt.example',
  sender,
});

let dns: DnsServer;
let folder: string;
let parser: Parser;

beforeAll(async () => {
  dns = await startDnsServer();
  folder = await mkdtemp(join(tmpdir(), 'poststelle-absender-'));
  const log = { info: () => undefined, warn: () => undefined };
  parser = createParser({ isolation: 'auto', warm: true, log });
});
afterAll(async () => {
  await parser.close();
  await dns.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  Object.assign(dns, { zone: zone(), mood: 'well', asked: [] });
});

let count = 0;
/** The whole way of a check: the caged child, rounds, the real resolver, a real server. */
const outcomeOf = async (source: string, client?: SmtpClient) => {
  count += 1;
  const path = join(folder, `${count}.eml`);
  await writeFile(path, source);
  return checkInRounds(
    (answers) => parser.authenticateMail({ path, key: `mail-${count}`, client, answers }),
    createDns({ servers: [dns.address] }),
  );
};
const checked = async (source: string, client?: SmtpClient, address = 'post@amt.example') =>
  checkedDomain(await outcomeOf(source, client), address);

describe('the own check of the sender', () => {
  it('confirms a signed mail from a server of its domain by all methods', async () => {
    expect(await checked(await signed(), from('192.0.2.7'))).toEqual({
      confirmed: true,
      text: '„amt.example“ bestätigt (DKIM, DMARC, SPF)',
      details: [
        'SPF: bestanden (amt.example)',
        'DKIM: bestanden (amt.example)',
        'DMARC: bestanden (amt.example; Vorgabe: ablehnen)',
      ],
    });
  });

  it.each(['192.0.2.8', '192.0.2.9'])('follows the policy of the domain to %s', async (ip) => {
    expect((await checked(mail, from(ip))).details).toEqual([
      'SPF: bestanden (amt.example)',
      'DKIM: nicht vorhanden',
      'DMARC: bestanden (amt.example; Vorgabe: ablehnen)',
    ]);
  });

  it('confirms nothing where the text was changed and the mail comes from elsewhere', async () => {
    const changed = (await signed()).replace('Guten Tag', 'Bitte zahlen Sie');
    expect(await checked(changed, from('198.51.100.9'))).toEqual({
      confirmed: false,
      text: 'nicht bestätigt: DMARC für „amt.example“ nicht bestanden',
      details: [
        'SPF: nicht bestanden (amt.example)',
        'DKIM: nicht bestanden (amt.example; der Inhalt ist verändert)',
        'DMARC: nicht bestanden (amt.example; Vorgabe: ablehnen)',
      ],
    });
  });

  it('says nothing of SPF, and damns nobody by DMARC, where nobody knows who handed the mail in', async () => {
    expect((await checked(await signed())).details).toEqual([
      'DKIM: bestanden (amt.example)',
      'DMARC: bestanden (amt.example; Vorgabe: ablehnen)',
    ]);
    expect(await checked(mail)).toMatchObject({
      text: 'nicht bestätigt für „amt.example“',
      details: [
        'DKIM: nicht vorhanden',
        'DMARC: ohne Angaben zum einliefernden Server nicht entscheidbar (amt.example; Vorgabe: ablehnen)',
      ],
    });
  });

  it('names a missing key and a signature of a stranger', async () => {
    delete dns.zone['TXT a._domainkey.amt.example'];
    expect((await checked(await signed())).details[0]).toBe(
      'DKIM: nicht prüfbar (amt.example; kein Schlüssel im DNS)',
    );
    const foreign = await signed(mail, { signingDomain: 'liste.test', selector: 'liste' });
    expect(await checked(foreign)).toMatchObject({
      confirmed: false,
      details: expect.arrayContaining(['DKIM: bestanden (liste.test)']),
    });
  });

  it('holds strict alignment and does not count signatures over a part of the text', async () => {
    dns.zone = zone({ 'TXT _dmarc.amt.example': ['v=DMARC1; p=quarantine; adkim=s; aspf=s'] });
    dns.zone['TXT a._domainkey.mail.amt.example'] = [keyRecord];
    const sub = await signed(mail, { signingDomain: 'mail.amt.example' });
    expect((await checked(sub, from('198.51.100.9'))).details.at(-1)).toBe(
      'DMARC: nicht bestanden (amt.example; Vorgabe: als verdächtig behandeln)',
    );
    const partly = await signed(mail, { maxBodyLength: 5 });
    const longer = await checked(`${partly}Überweisen Sie sofort.\r\n`, from('198.51.100.9'));
    expect(longer.confirmed).toBe(false);
    expect(longer.details[1]).toMatch(/nur ein Teil des Textes ist signiert/);
  });

  it('reads an ARC chain, which confirms nothing by itself', async () => {
    const seal = { signingDomain: 'liste.test', selector: 'liste', privateKey: pem, cv: 'none' };
    const head = await sealMessage(mail, {
      ...seal,
      i: 1,
      authResults: 'mx.liste.test; dkim=pass header.i=@amt.example',
    });
    const sealed = head.toString() + mail;
    expect(await checked(sealed)).toMatchObject({
      confirmed: false,
      details: expect.arrayContaining(['ARC: bestanden (liste.test)']),
    });
    const broken = await checked(sealed.replace('Guten', 'Schlechten'));
    expect(broken.details).toContain('ARC: nicht bestanden (liste.test)');
  });

  it.each(['silent', 'failing'] as const)(
    'says "nicht geprüft" while the DNS is %s',
    async (mood) => {
      dns.mood = mood;
      const found = await checked(await signed(), from('192.0.2.7'));
      expect(found.text).toBe('nicht geprüft (DNS) für „amt.example“');
      expect(found.details.join(' ')).not.toContain('bestanden');
      const seal = { signingDomain: 'liste.test', selector: 'liste', privateKey: pem, cv: 'none' };
      const head = await sealMessage(mail, { ...seal, i: 1, authResults: 'mx.liste.test; none' });
      expect((await checked(head.toString() + mail)).details).toContain(
        'ARC: nicht geprüft (DNS) (liste.test)',
      );
    },
  );

  it('does not take the failure of one part of a policy for a refusal', async () => {
    dns.zone['TXT amt.example'] = ['v=spf1 include:_spf.weg.example -all'];
    const answered = createDns({ servers: [dns.address] });
    const path = join(folder, 'teil.eml');
    await writeFile(path, mail);
    const outcome = await checkInRounds(
      (answers) => parser.authenticateMail({ path, client: from('192.0.2.7'), answers }),
      async (questions) => ({
        ...(await answered(questions)),
        ...(questions.some(({ name }) => name === '_spf.weg.example')
          ? { 'TXT _spf.weg.example': { kind: 'failed' as const } }
          : {}),
      }),
    );
    expect(checkedDomain(outcome, 'post@amt.example').details[0]).toBe(
      'SPF: nicht geprüft (DNS) (amt.example)',
    );
  });

  it('ends where a policy leads from one domain to the next without end', async () => {
    for (let at = 0; at < 200; at += 1) {
      const next = [3 * at + 1, 3 * at + 2, 3 * at + 3].map((one) => `include:k${one}.kette.test`);
      dns.zone[`TXT k${at}.kette.test`] = [`v=spf1 ${next.join(' ')} -all`];
    }
    const found = await checked(mail, from('192.0.2.7', 'x@k0.kette.test'));
    expect(found.details[0]).toMatch(/^SPF: (nicht prüfbar|nicht geprüft)/);
    expect(new Set(dns.asked).size).toBeLessThanOrEqual(mostQuestions);

    dns.asked = [];
    dns.zone['TXT kreis.test'] = ['v=spf1 include:kreis.test -all'];
    const circle = await checked(mail, from('192.0.2.7', 'x@kreis.test'));
    expect(circle.details[0]).toBe('SPF: nicht prüfbar (kreis.test)');
    expect(dns.asked.filter((one) => one === 'TXT kreis.test')).toHaveLength(1);
  });

  it('checks no mail with more signatures than an honest one has, and asks nobody', async () => {
    const one = (await signed()).slice(0, -mail.length);
    expect(await checked(one.repeat(21) + mail)).toMatchObject({
      confirmed: false,
      text: 'nicht geprüft (zu viele Signaturen oder zu langer Kopf)',
    });
    // The library would take the square of their length in time.
    for (const head of [`X-A: ${'a'.repeat(200_000)}\r\n`, `X-A: b${'\r\n b'.repeat(3_000)}\r\n`])
      expect(await checked(head + mail)).toMatchObject({
        text: 'nicht geprüft (zu viele Signaturen oder zu langer Kopf)',
      });
    expect(dns.asked).toEqual([]);
  });

  it('asks for no names of the own network or without the form of a name', async () => {
    const odd = await signed(mail, { signingDomain: 'localhost', selector: 'a' });
    await checked(odd.replace('d=localhost', 'd=$(x).example'));
    const single = await outcomeOf(mail, from('192.0.2.7', 'x@redis'));
    expect(single.kind).toBe('checked');
    expect(dns.asked.filter((name) => !name.endsWith('amt.example'))).toEqual([]);
  });
});
