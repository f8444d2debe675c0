import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { ToolFailed } from '#errors.js';

/*
 * The form of sealed bytes: "PSV1", seven random bytes, then segments of 64 KiB, each encrypted by AES-256-GCM with
 * its own tag. The nonce of a segment is the seven bytes, its number and whether it is the last one, so that segments
 * can be neither swapped nor left out nor added, and nothing is handed out before it was checked.
 */

const magic = Buffer.from('PSV1');
const prefixBytes = 7;
const segmentBytes = 64 * 1024;
const tagBytes = 16;
const mostHeadBytes = 4_096;

/** What was learnt of the bytes while they were sealed; complete when the sealed stream has ended. */
export interface SealedFacts {
  sha256: string;
  size: number;
  /** The first 4 kB, in memory only. */
  head: Buffer;
}

const nonceOf = (prefix: Buffer, number: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(number, prefixBytes);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
};

const segment = (key: Buffer, nonce: Buffer, plain: Buffer): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/**
 * Encrypts a stream while it passes; its plain bytes are never written anywhere. `check` is told how many bytes have
 * come and throws where they are too many. `facts` can be asked for when the stream has been read to its end.
 */
export const sealStream = (
  source: Readable,
  key: Buffer,
  check: (size: number) => void = () => undefined,
): { stream: Readable; facts: () => SealedFacts } => {
  const hash = createHash('sha256');
  const heads: Buffer[] = [];
  let size = 0;
  let facts: SealedFacts | undefined;
  // Whoever reads the sealed stream sees the failure; until then it must not count as unhandled.
  source.on('error', () => undefined);
  async function* sealed(): AsyncGenerator<Buffer> {
    const prefix = randomBytes(prefixBytes);
    yield Buffer.concat([magic, prefix]);
    let waiting: Buffer = Buffer.alloc(0);
    let number = 0;
    for await (const chunk of source) {
      const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string);
      if (size < mostHeadBytes) heads.push(Buffer.from(bytes.subarray(0, mostHeadBytes - size)));
      size += bytes.length;
      check(size);
      hash.update(bytes);
      waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
      while (waiting.length > segmentBytes) {
        yield segment(key, nonceOf(prefix, number, false), waiting.subarray(0, segmentBytes));
        number += 1;
        waiting = waiting.subarray(segmentBytes);
      }
    }
    yield segment(key, nonceOf(prefix, number, true), waiting);
    facts = { sha256: hash.digest('hex'), size, head: Buffer.concat(heads) };
  }
  return {
    stream: Readable.from(sealed(), { objectMode: false }),
    facts: () => {
      if (facts === undefined) throw new Error('the sealed stream has not ended');
      return facts;
    },
  };
};

const damaged = (cause?: unknown): ToolFailed =>
  new ToolFailed({
    code: 'siegel-verletzt',
    message: 'Sealed bytes are damaged or belong to another key; restore the file from the backup.',
    clerkMessage:
      'Die verschlossene Sendung ist beschädigt. Die Systembetreuung ist zu verständigen; es ist nichts verändert worden.',
    cause,
  });

const opened = (key: Buffer, nonce: Buffer, sealed: Buffer): Buffer => {
  const end = sealed.length - tagBytes;
  if (end < 0) throw damaged();
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAuthTag(sealed.subarray(end));
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
  } catch (cause) {
    throw damaged(cause);
  }
};

/** Decrypts what `sealStream` made; the stream fails with ToolFailed `siegel-verletzt` before it yields a wrong byte. */
export const openSealed = (source: Readable, key: Buffer): Readable => {
  async function* plain(): AsyncGenerator<Buffer> {
    const whole = segmentBytes + tagBytes;
    const headerBytes = magic.length + prefixBytes;
    let waiting: Buffer = Buffer.alloc(0);
    let prefix: Buffer | undefined;
    let number = 0;
    for await (const chunk of source) {
      waiting = Buffer.concat([waiting, chunk as Buffer]);
      if (prefix === undefined) {
        if (waiting.length < headerBytes) continue;
        if (!waiting.subarray(0, magic.length).equals(magic)) throw damaged();
        prefix = Buffer.from(waiting.subarray(magic.length, headerBytes));
        waiting = waiting.subarray(headerBytes);
      }
      while (waiting.length > whole) {
        yield opened(key, nonceOf(prefix, number, false), waiting.subarray(0, whole));
        number += 1;
        waiting = waiting.subarray(whole);
      }
    }
    if (prefix === undefined) throw damaged();
    yield opened(key, nonceOf(prefix, number, true), waiting);
  }
  return Readable.from(plain(), { objectMode: false });
};
