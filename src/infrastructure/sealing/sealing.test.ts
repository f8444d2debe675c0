import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { masterKeyOf, openBytes, sealBytes } from './master-key.js';
import { openSealed, sealStream } from './sealed-stream.js';

const key = randomBytes(32);

const sealedOf = async (plain: Buffer, pieces = 10_000): Promise<Buffer> => {
  const chunks = Array.from({ length: Math.ceil(plain.length / pieces) }, (_, at) =>
    plain.subarray(at * pieces, (at + 1) * pieces),
  );
  return buffer(sealStream(Readable.from(chunks), key).stream);
};
const openedOf = (sealed: Buffer, withKey = key): Promise<Buffer> =>
  buffer(openSealed(Readable.from([sealed]), withKey));

describe('sealed bytes', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])('of %i come back', async (size) => {
    const plain = randomBytes(size);
    expect((await openedOf(await sealedOf(plain))).equals(plain)).toBe(true);
  });

  it('hold none of the plain bytes and are new each time', async () => {
    const plain = Buffer.from('Das Angebot lautet auf 4711 Euro. '.repeat(5_000));
    const [one, other] = [await sealedOf(plain), await sealedOf(plain)];
    expect(one.includes('4711')).toBe(false);
    expect(one.equals(other)).toBe(false);
  });

  it.each([
    ['a flipped bit', (bytes: Buffer) => bytes.fill(bytes.readUInt8(100) ^ 1, 100, 101)],
    ['a missing end', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['a missing last segment', (bytes: Buffer) => bytes.subarray(0, 11 + 65_552)],
    ['a changed header', (bytes: Buffer) => bytes.fill(bytes.readUInt8(5) ^ 1, 5, 6)],
    ['an addition', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([0])])],
    ['nothing at all', () => Buffer.alloc(0)],
  ])('do not open with %s', async (_what, change) => {
    const sealed = await sealedOf(randomBytes(100_000));
    await expect(openedOf(change(sealed))).rejects.toThrow('damaged');
  });

  it('do not open with another key', async () => {
    await expect(openedOf(await sealedOf(randomBytes(10)), randomBytes(32))).rejects.toThrow(
      'damaged',
    );
  });

  it('tell what they are when the stream has ended', async () => {
    const plain = randomBytes(70_000);
    const { stream, facts } = sealStream(Readable.from([plain]), key);
    expect(facts).toThrow('has not ended');
    await buffer(stream);
    expect(facts()).toEqual({
      sha256: createHash('sha256').update(plain).digest('hex'),
      size: 70_000,
      head: plain.subarray(0, 4_096),
    });
  });

  it('stop when there are too many', async () => {
    const { stream } = sealStream(Readable.from([randomBytes(10)]), key, (size) => {
      if (size > 9) throw new RangeError('too many');
    });
    await expect(buffer(stream)).rejects.toThrow('too many');
  });
});

describe('the master key', () => {
  const master = masterKeyOf(randomBytes(32));

  it('wraps data keys that only it unwraps', () => {
    const { key: dataKey, wrapped } = master.newDataKey();
    expect(master.unwrap(wrapped).equals(dataKey)).toBe(true);
    expect(wrapped.includes(dataKey)).toBe(false);
    expect(() => masterKeyOf(randomBytes(32)).unwrap(wrapped)).toThrow('does not open');
  });

  it('binds a few bytes to their purpose', () => {
    const sealed = sealBytes(key, 'angaben', Buffer.from('geheim'));
    expect(openBytes(key, 'angaben', sealed).toString()).toBe('geheim');
    expect(() => openBytes(key, 'anderes', sealed)).toThrow('does not open');
  });

  it('has a name and fingerprints that depend on it', () => {
    const other = masterKeyOf(randomBytes(32));
    expect(master.kennung).toMatch(/^[0-9a-f]{16}$/);
    expect(master.kennung).not.toBe(other.kennung);
    expect(master.fingerprint('ab')).toBe(master.fingerprint('ab'));
    expect(master.fingerprint('ab')).not.toBe(other.fingerprint('ab'));
  });
});
