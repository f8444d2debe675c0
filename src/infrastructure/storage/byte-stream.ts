import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

/** The SHA-256 of all that a stream delivers, in lower-case hex. */
export const hashOf = async (stream: Readable): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/** Bytes as a stream, or the stream itself. */
export const asStream = (content: Readable | Uint8Array): Readable =>
  content instanceof Readable ? content : Readable.from([Buffer.from(content)]);
