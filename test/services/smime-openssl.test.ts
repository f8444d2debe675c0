import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { needsProgram } from '#test/support/needs.js';
import { unseal } from '#tools/mail/smime.js';

const run = promisify(execFile);
const words = 'Content-Type: text/plain\r\n\r\nNur für die Stadt.\r\n';
const curve = (name: string): string[] => [
  '-newkey',
  'ec',
  '-pkeyopt',
  `ec_paramgen_curve:${name}`,
];
const keyKinds: Readonly<Record<string, string[]>> = {
  RSA: ['-newkey', 'rsa:2048'],
  'P-256': curve('P-256'),
  'P-384': curve('P-384'),
  'P-521': curve('P-521'),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smime-openssl-'));
  await writeFile(join(folder, 'mail'), words);
});
afterAll(() => rm(folder, { recursive: true }));

/** The paths of a new key and its certificate. */
const person = async (context: TestContext, name: string, kind: readonly string[]) => {
  const openssl = needsProgram(context, 'openssl', 'openssl');
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const facts = ['-nodes', '-days', '30', '-subj', `/CN=${name}`, '-keyout', key];
  await run(openssl, ['req', '-x509', ...kind, ...facts, '-out', certificate]);
  return { openssl, key: await readFile(key, 'utf8'), certificate };
};

type Person = Awaited<ReturnType<typeof person>>;

const sealedFor = async ({ openssl, certificate }: Person, how: readonly string[]) => {
  const out = join(folder, 'sealed');
  const [before, after] = [
    how.filter((one) => !one.includes(':')),
    how.filter((one) => one.includes(':')),
  ];
  const keyOptions = after.flatMap((one) => ['-keyopt', one]);
  const files = ['-binary', '-in', join(folder, 'mail'), '-outform', 'DER', '-out', out];
  await run(openssl, [
    'cms',
    '-encrypt',
    ...before,
    ...files,
    '-recip',
    certificate,
    ...keyOptions,
  ]);
  return readFile(out);
};

const opened = async (bytes: Buffer, keys: readonly string[]): Promise<string> => {
  const found = await unseal(bytes, { trusted: [], keys });
  return found.kind === 'decrypted' ? found.content.toString() : found.kind;
};

describe('what OpenSSL encrypts for a key', () => {
  const ways: [kind: string, how: readonly string[]][] = [
    ['RSA', ['-aes-256-cbc']],
    ['RSA', ['-aes-128-gcm', 'rsa_padding_mode:oaep']],
    ['P-256', ['-aes-128-cbc', '-stream']],
    ['P-256', ['-aes-256-gcm', 'ecdh_kdf_md:sha256']],
    ['P-384', ['-aes-192-gcm', 'ecdh_kdf_md:sha384']],
    ['P-521', ['-aes-256-gcm', '-stream', 'ecdh_kdf_md:sha512']],
  ];
  it.for(ways)('is opened by it: %s, %s', async ([kind, how], context) => {
    const own = await person(context, 'eigen', keyKinds[kind] ?? []);
    const sealed = await sealedFor(own, how);
    const other = await person(context, 'fremd', keyKinds[kind] ?? []);
    const rsa = await person(context, 'rsa', keyKinds['RSA'] ?? []);
    expect(await opened(sealed, [other.key, rsa.key, own.key])).toBe(words);
    expect(await opened(sealed, [other.key, rsa.key])).toBe('no-key');
  });

  it('is refused when it was changed on its way', async (context) => {
    const own = await person(context, 'ganz', keyKinds['P-256'] ?? []);
    const sealed = await sealedFor(own, ['-aes-256-gcm']);
    const at = sealed.length - 40;
    sealed.writeUInt8(sealed.readUInt8(at) ^ 1, at);
    expect(await opened(sealed, [own.key])).toBe('no-key');
  });
});
