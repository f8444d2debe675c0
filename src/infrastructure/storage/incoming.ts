import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { MailroomError } from '#errors.js';
import { makeDurableFolder } from './durable-folder.js';
import { asStorageFault, headBytes, tooLarge, uploadAborted } from './faults.js';

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

const writeAll = async (file: FileHandle, bytes: Buffer): Promise<void> => {
  // A short write on a full disk would leave a torn file under a valid hash.
  let written = 0;
  while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
};

const copyIn = async (
  stream: Readable,
  file: FileHandle,
  options: { maxBytes: number; fromOutside: boolean; withMd5: boolean },
) => {
  const hash = createHash('sha256');
  const md5 = options.withMd5 ? createHash('md5') : undefined;
  const firsts: Buffer[] = [];
  let size = 0;
  for await (const bytes of chunksOf(stream, options.fromOutside)) {
    if (size < headBytes) firsts.push(Buffer.from(bytes.subarray(0, headBytes - size)));
    size += bytes.length;
    if (size > options.maxBytes) throw tooLarge(options.maxBytes);
    hash.update(bytes);
    md5?.update(bytes);
    await writeAll(file, bytes);
  }
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
  return {
    freshPath,
    receive: async (stream, source) => {
      // A sender may go away while the file is being opened; reading the stream then reports it.
      stream.on('error', () => undefined);
      const path = freshPath();
      const file = await open(path, 'wx', 0o440);
      let removal: Promise<void> | undefined;
      const remove = (): Promise<void> => {
        removal ??= file.close().then(() => rm(path, { force: true }));
        return removal;
      };
      try {
        const facts = await copyIn(stream, file, { ...source, withMd5 });
        return { path, ...facts, sync: () => file.sync(), remove };
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
      const facts = await statfs(folder);
      return facts.bavail * facts.bsize;
    },
  };
};
