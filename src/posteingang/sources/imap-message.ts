import { Readable } from 'node:stream';
import type { ImapFlow } from 'imapflow';
import { InvalidInput } from '#errors.js';

const chunkBytes = 256 * 1024;

/** A message of a mailbox whose bytes can be read as they come. */
export interface MailboxMessage {
  messageId: string | null;
  internaldate: Date | null;
  raw: Readable;
}

const incomplete = (message: string): InvalidInput =>
  new InvalidInput({ code: 'upload-aborted', message });

const messageIdOf = (headers: Buffer | undefined): string | null =>
  /^message-id:\s*(<[^>\r\n]{1,990}>)/im.exec(headers?.toString('latin1') ?? '')?.[1] ?? null;

const instantOf = (value: Date | string | undefined): Date | null => {
  const instant = value === undefined ? undefined : new Date(value);
  return instant === undefined || Number.isNaN(instant.getTime()) ? null : instant;
};

/**
 * The bytes from `start` in pieces. The size that a server names is only a hint (Exchange estimates it): the message
 * ends where the server has no more to give, and a broken connection is an error and never an end.
 */
async function* piecesOf(
  client: ImapFlow,
  uid: number,
  first: { piece: Buffer; size: number },
): AsyncGenerator<Buffer> {
  let { piece } = first;
  let position = 0;
  for (;;) {
    yield piece;
    position += piece.length;
    // More than was asked for: the server knows no parts and has sent the whole message.
    if (piece.length > chunkBytes) return;
    if (piece.length < chunkBytes && position >= first.size) return;
    const source = { start: position, maxLength: chunkBytes };
    const next = await client.fetchOne(String(uid), { uid: true, source }, { uid: true });
    if (!client.usable) throw incomplete('The connection broke within a message.');
    if (next === false || next.source === undefined || next.source.length === 0) {
      if (next === false) throw incomplete('The message vanished while it was read.');
      return;
    }
    piece = next.source;
  }
}

/** Begins to read a message; undefined when it is gone. Leaves its flags as they are. */
export const openMessage = async (
  client: ImapFlow,
  uid: number,
): Promise<MailboxMessage | undefined> => {
  const found = await client.fetchOne(
    String(uid),
    {
      uid: true,
      size: true,
      internalDate: true,
      headers: ['message-id'],
      source: { start: 0, maxLength: chunkBytes },
    },
    { uid: true },
  );
  if (found === false || found.uid !== uid || found.source === undefined) return undefined;
  return {
    messageId: messageIdOf(found.headers),
    internaldate: instantOf(found.internalDate),
    raw: Readable.from(piecesOf(client, uid, { piece: found.source, size: found.size ?? 0 }), {
      objectMode: false,
      highWaterMark: chunkBytes,
    }),
  };
};
