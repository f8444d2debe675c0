import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encryptCms, type SmimePerson, signCms, smimePerson } from '#test/support/smime-mails.js';
import { defaultParserLimits } from '#tools/parser/parser.js';
import { openMail } from './open-mail.js';
import type { SmimeSettings } from './smime.js';

let folder: string;
let anna: SmimePerson;
let bert: SmimePerson;
let authority: SmimePerson;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealed-mail-'));
  authority = await smimePerson('Amt für Zertifikate', { authority: true });
  anna = await smimePerson('Anna Amsel', { issuer: authority });
  bert = await smimePerson('Bert Bussard');
});
afterAll(() => rm(folder, { recursive: true }));

const open = async (mail: string, smime: Partial<SmimeSettings> = {}) => {
  const out = await mkdtemp(join(folder, 'out-'));
  const input = join(out, 'mail.eml');
  await writeFile(input, mail);
  const settings = { trusted: [], keys: [], ...smime };
  const limits = defaultParserLimits;
  return openMail({ task: 'openMail', input, out, limits, smime: settings });
};

const head = 'From: anna@example.org\r\nSubject: Antrag\r\nMIME-Version: 1.0\r\n';
const entity = (text: string): string =>
  `Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\n${text}\r\n--i\r\nContent-Type: application/pdf; name=antrag.pdf\r\n\r\n%PDF-1.4\r\n--i--`;
const base64 = (bytes: Buffer): string =>
  (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
const opaque = (bytes: Buffer): string =>
  `${head}Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(bytes)}\r\n`;
const detached = (content: string, signature: Buffer): string =>
  `${head}Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=s\r\n\r\n--s\r\n${content}\r\n--s\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(signature)}\r\n--s--\r\n`;

describe('a signed mail', () => {
  it('gives its contents and is valid where its authority is known', async () => {
    const signature = await signCms(entity('Hallo'), anna, { detached: true });
    const mail = detached(entity('Hallo'), signature);
    const known = await open(mail, { trusted: [authority.certificatePem] });
    expect(known.signatures).toEqual([{ signer: 'Anna Amsel', status: 'valid' }]);
    expect(known.text).toBe('Hallo');
    const herself = await open(mail, { trusted: [anna.certificatePem] });
    expect(herself.signatures?.[0]?.status).toBe('valid');
    const stranger = await open(mail, { trusted: [bert.certificatePem] });
    expect(stranger.signatures).toEqual([{ signer: 'Anna Amsel', status: 'untrusted' }]);
    expect((await open(mail.replaceAll('\r\n', '\n'))).signatures?.[0]?.status).toBe('untrusted');
  });

  it('that was changed on its way is invalid and opens all the same', async () => {
    const signature = await signCms(entity('10 Euro'), anna, { detached: true });
    const changed = await open(detached(entity('90 Euro'), signature));
    expect(changed.signatures?.[0]?.status).toBe('invalid');
    expect(changed.text).toBe('90 Euro');
  });

  it('whose contents lie in the signature gives them', async () => {
    const { text, signatures, attachments } = await open(
      opaque(await signCms(entity('Darin'), anna, { detached: false })),
      { trusted: [authority.certificatePem] },
    );
    expect([text, signatures?.[0]?.status]).toEqual(['Darin', 'valid']);
    expect(attachments.map(({ fileName, within }) => [fileName, within])).toEqual([
      ['smime.p7m', undefined],
      ['antrag.pdf', 0],
    ]);
  });
});

describe('an encrypted mail', () => {
  it('is opened with the right one of the configured keys, also when it is signed within', async () => {
    const signed = await signCms(entity('Geheim'), anna, { detached: false });
    const inner = opaque(signed).slice(head.length);
    const found = await open(opaque(encryptCms(inner, bert)), {
      keys: [anna.keyPem, bert.keyPem],
    });
    expect(found).toMatchObject({ text: 'Geheim', problems: [] });
    expect(found.signatures).toHaveLength(1);
  });

  it('for which there is no key says so and stays whole', async () => {
    const found = await open(opaque(encryptCms(entity('Geheim'), bert)), { keys: [anna.keyPem] });
    expect(found).toMatchObject({ text: '', problems: ['mail-encrypted'] });
    expect(found.attachments).toHaveLength(1);
  });

  it('that is no CMS at all is a damaged part', async () => {
    expect((await open(opaque(Buffer.from('kein CMS')))).problems).toEqual([
      'mail-part-unreadable',
    ]);
  });
});
