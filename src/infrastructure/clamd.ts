import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { DependencyDown } from '#errors.js';

/** What clamd says of a stream of bytes. */
export type Scan =
  | { outcome: 'clean' }
  /** `signature` names what was found, e.g. `Win.Test.EICAR_HDB-1`. */
  | { outcome: 'found'; signature: string }
  /** clamd took no more of it, as a rule because it is longer than its StreamMaxLength; so nobody knows. */
  | { outcome: 'refused' };

export interface Clamd {
  /** Sends the bytes to clamd. @throws DependencyDown `clamd-down` when it does not answer or cannot scan. */
  scan(content: Readable, signal?: AbortSignal): Promise<Scan>;
  /** Engine and age of its signatures, as clamd words it. @throws as `scan`. */
  version(): Promise<string>;
}

export interface ClamdOptions {
  /** `host:port`, `[::1]:port` or the absolute path of a socket. */
  address: string;
  /** For one file, in milliseconds. */
  timeoutMs: number;
}

const longestAnswer = 10_000;
const terminator = 0;

const down = (why: string, cause?: unknown): DependencyDown =>
  new DependencyDown({
    code: 'clamd-down',
    message: `clamd (virus.clamd) ${why}; see whether it runs and has loaded its signatures.`,
    clerkMessage:
      'Die Virenprüfung antwortet nicht. Der Eingang bleibt ungeöffnet und wird später von selbst geprüft.',
    retryAfterSeconds: 30,
    cause,
  });

/** The connection stood and ended before an answer was read. */
class BrokenOff extends Error {}

const open = (address: string): Socket => {
  if (address.startsWith('/')) return connect(address);
  const at = address.lastIndexOf(':');
  const host = address.slice(0, at).replace(/^\[|\]$/g, '');
  return connect({ host, port: Number(address.slice(at + 1)) });
};

const lengthOf = (chunk: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  return length;
};

const writeAll = (socket: Socket, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    // The answer tells what went wrong; an error of writing comes after it and adds nothing.
    if (socket.destroyed || socket.write(bytes)) resolve();
    else {
      const go = (): void => {
        socket.off('drain', go);
        socket.off('close', go);
        resolve();
      };
      socket.on('drain', go);
      socket.on('close', go);
    }
  });

/** Each chunk with its length in front, an empty one as the end (clamd(8), INSTREAM). */
const sendContent = async (
  socket: Socket,
  content: Readable,
  answered: () => boolean,
): Promise<void> => {
  for await (const chunk of content as AsyncIterable<Buffer>) {
    // clamd answers early when it gets too much; nobody reads the rest any more.
    if (answered() || socket.destroyed) break;
    if (chunk.length === 0) continue;
    await writeAll(socket, lengthOf(chunk));
    await writeAll(socket, chunk);
  }
  if (!socket.destroyed) socket.write(Buffer.alloc(4));
};

const readingOf = (answer: string): Scan => {
  if (answer === 'stream: OK') return { outcome: 'clean' };
  const found = /^stream: (.{1,200}) FOUND$/.exec(answer);
  if (found?.[1] !== undefined) return { outcome: 'found', signature: found[1] };
  if (/size limit exceeded/i.test(answer)) return { outcome: 'refused' };
  throw down('answered something else than OK or FOUND');
};

/** A client of clamd, one connection a file. */
export const createClamd = ({ address, timeoutMs }: ClamdOptions): Clamd => {
  const ask = async (
    command: string,
    send: (socket: Socket, answered: () => boolean) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<string> => {
    signal?.throwIfAborted();
    const socket = open(address);
    let answer = '';
    let complete = false;
    const answered = new Promise<string>((resolve, reject) => {
      socket.setTimeout(timeoutMs, () => reject(down('has been silent for too long')));
      let stood = false;
      socket.on('connect', () => {
        stood = true;
      });
      socket.on('error', (cause) =>
        reject(stood ? new BrokenOff('', { cause }) : down('is not reachable', cause)),
      );
      socket.on('data', (bytes) => {
        answer += bytes.toString('utf8');
        complete = bytes.includes(terminator) || answer.length > longestAnswer;
        if (complete) resolve(answer.slice(0, longestAnswer));
      });
      socket.on('close', () => reject(new BrokenOff()));
    });
    const abort = (): void => void socket.destroy();
    signal?.addEventListener('abort', abort);
    const deadline = setTimeout(abort, timeoutMs);
    try {
      socket.write(`z${command}\0`);
      const sent = send(socket, () => complete);
      const text = await Promise.race([answered, sent.then(() => answered)]);
      return (text.split('\0')[0] ?? '').trim();
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abort);
      socket.destroy();
    }
  };

  const version = async (): Promise<string> => {
    try {
      return await ask('VERSION', () => Promise.resolve());
    } catch (error) {
      throw error instanceof BrokenOff ? down('closed the connection', error) : error;
    }
  };

  return {
    scan: async (content, signal) => {
      try {
        return readingOf(
          await ask(
            'INSTREAM',
            (socket, answered) => sendContent(socket, content, answered),
            signal,
          ),
        );
      } catch (error) {
        if (!(error instanceof BrokenOff)) throw error;
        // Who still sends when clamd has had enough may lose its answer with the connection. One that has died
        // does not tell its version.
        await version();
        return { outcome: 'refused' };
      } finally {
        content.destroy();
      }
    },
    version,
  };
};
