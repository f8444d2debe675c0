import { createHash, randomUUID } from 'node:crypto';
import {
  type FileHandle,
  open,
  readdir,
  rename,
  rm,
  stat,
  statfs,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { MailroomError } from '#errors.js';
import { makeDurableFolder } from './durable-folder.js';
import { asStorageFault, hasCode, headBytes, tooLarge, uploadAborted } from './faults.js';

/** A complete stream in a temporary file whose handle is still open. */
export interface IncomingFile {
  path: string;
  sha256: string;
  /** In base64, as S3 wants it; empty unless asked for. */
  md5: string;
  size: number;
  head: Buffer;
  /**
   * Writes the bytes to the disk, through the handle that wrote them: another handle need not learn of an error
   * that the disk reported in between.
   */
  sync(): Promise<void>;
  /** Gives the file another name on the same file system; nothing is left to remove then. */
  moveTo(path: string): Promise<void>;
  /** Closes and removes the temporary file; may be called again. */
  remove(): Promise<void>;
}

/** The folder in which files lie until they get their final name. */
export interface Incoming {
  /**
   * Takes a stream to its end; on any failure nothing is left behind.
   * @throws InvalidInput `file-too-large`, and `upload-aborted` when a stream `fromOutside` fails.
   */
  receive(
    stream: Readable,
    options: { maxBytes: number; fromOutside: boolean },
  ): Promise<IncomingFile>;
  /** A path in the folder that nobody else uses; whoever asks removes what is put there. */
  freshPath(): string;
  /** Removes files that nobody has written to for so long; returns how many. */
  sweep(olderThanMs: number): Promise<number>;
  freeBytes(): Promise<number>;
}

/** What comes out of a stream when the other side goes away has many shapes; our own refusals pass. */
async function* chunksOf(stream: Readable, fromOutside: boolean): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
  } catch (error) {
    throw fromOutside && !(error instanceof MailroomError) ? uploadAborted(error) : error;
  }
}

/** Every write is a way to another thread and back; so small pieces are put together. */
const writeBytes = 256 * 1024;

const writeAll = async (file: FileHandle, pieces: readonly Buffer[]): Promise<void> => {
  const bytes = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  // A short write on a full disk would leave a torn file under a valid hash.
  let written = 0;
  while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
};

/** As `rm` with `force`, with one call to the file system instead of two. */
const removeFile = (path: string): Promise<void> =>
  unlink(path).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
  });

/** Every upload asks for the free space; a disk does not fill up within this time. */
const freeBytesMs = 1_000;

const copyIn = async (
  stream: Readable,
  file: FileHandle,
  options: { maxBytes: number; fromOutside: boolean; withMd5: boolean },
) => {
  const hash = createHash('sha256');
  const md5 = options.withMd5 ? createHash('md5') : undefined;
  const firsts: Buffer[] = [];
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let size = 0;
  for await (const bytes of chunksOf(stream, options.fromOutside)) {
    if (size < headBytes) firsts.push(Buffer.from(bytes.subarray(0, headBytes - size)));
    size += bytes.length;
    if (size > options.maxBytes) throw tooLarge(options.maxBytes);
    hash.update(bytes);
    md5?.update(bytes);
    waiting.push(bytes);
    waitingBytes += bytes.length;
    if (waitingBytes < writeBytes) continue;
    await writeAll(file, waiting);
    waiting = [];
    waitingBytes = 0;
  }
  await writeAll(file, waiting);
  const digests = { sha256: hash.digest('hex'), md5: md5?.digest('base64') ?? '' };
  return { ...digests, size, head: Buffer.concat(firsts) };
};

/** The folder's own clock: the process's may differ from that of a file server. */
const timeIn = async (folder: string): Promise<number> => {
  const probe = join(folder, randomUUID());
  await writeFile(probe, '');
  const { mtimeMs } = await stat(probe);
  await rm(probe, { force: true });
  return mtimeMs;
};

/** Opens (and makes) the folder for incoming files. */
export const openIncoming = async (options: {
  folder: string;
  withMd5: boolean;
}): Promise<Incoming> => {
  const { folder, withMd5 } = options;
  await makeDurableFolder(folder);
  const freshPath = (): string => join(folder, randomUUID());
  let free = { at: Number.NEGATIVE_INFINITY, bytes: 0 };
  return {
    freshPath,
    receive: async (stream, source) => {
      // A sender may go away while the file is being opened; reading the stream then reports it.
      stream.on('error', () => undefined);
      const path = freshPath();
      const file = await open(path, 'wx', 0o440);
      let removal: Promise<void> | undefined;
      let moved = false;
      const remove = (): Promise<void> => {
        removal ??= file.close().then(() => (moved ? undefined : removeFile(path)));
        return removal;
      };
      const moveTo = async (target: string): Promise<void> => {
        await rename(path, target);
        moved = true;
      };
      try {
        const facts = await copyIn(stream, file, { ...source, withMd5 });
        return { path, ...facts, sync: () => file.sync(), moveTo, remove };
      } catch (error) {
        await remove();
        throw asStorageFault(error);
      }
    },
    sweep: async (olderThanMs) => {
      const now = await timeIn(folder);
      let removed = 0;
      for (const name of await readdir(folder)) {
        const path = join(folder, name);
        const facts = await stat(path).catch(() => undefined);
        if (facts === undefined || now - facts.mtimeMs < olderThanMs) continue;
        await rm(path, { force: true });
        removed += 1;
      }
      return removed;
    },
    freeBytes: async () => {
      const now = performance.now();
      if (now - free.at > freeBytesMs) {
        const facts = await statfs(folder);
        free = { at: now, bytes: facts.bavail * facts.bsize };
      }
      return free.bytes;
    },
  };
};
