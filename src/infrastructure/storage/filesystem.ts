import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import {
  access,
  chmod,
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  statfs,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { BlobStore, Staged } from './blob-store.js';
import {
  asStorageFault,
  assertHash,
  blobCorrupt,
  blobMissing,
  headBytes,
  tooLarge,
  uploadAborted,
} from './faults.js';

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && Reflect.get(error, 'code') === code;

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const hashOf = async (stream: Readable): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/**
 * A directory of files named by their SHA-256, two levels deep. Durable means: file synced, linked under its
 * name, directory synced, and each directory that was made on the way.
 */
export const createFilesystemStore = async (options: { path: string }): Promise<BlobStore> => {
  const root = options.path;
  const incoming = join(root, 'eingang');
  await mkdir(incoming, { recursive: true, mode: 0o750 });
  const knownFolders = new Set<string>();
  const pathOf = (sha256: string): string => {
    assertHash(sha256);
    return join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };

  const ensureFolder = async (folder: string): Promise<void> => {
    if (knownFolders.has(folder)) return;
    await mkdir(folder, { recursive: true, mode: 0o750 });
    await syncFolder(dirname(folder));
    await syncFolder(root);
    knownFolders.add(folder);
  };

  /** Gives a synced temporary file its final name; content that is there already wins. */
  const settle = async (temporary: string, sha256: string): Promise<void> => {
    const target = pathOf(sha256);
    await ensureFolder(dirname(target));
    try {
      await link(temporary, target);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    await syncFolder(dirname(target));
    await rm(temporary, { force: true });
  };

  const receive = async (stream: Readable, temporary: string, maxBytes: number) => {
    const file: FileHandle = await open(temporary, 'wx', 0o440);
    const hash = createHash('sha256');
    let size = 0;
    const firsts: Buffer[] = [];
    let firstBytes = 0;
    try {
      for await (const chunk of stream) {
        const bytes = chunk as Buffer;
        size += bytes.length;
        if (size > maxBytes) throw tooLarge(maxBytes);
        hash.update(bytes);
        if (firstBytes < headBytes) {
          firsts.push(bytes.subarray(0, headBytes - firstBytes));
          firstBytes += Math.min(bytes.length, headBytes - firstBytes);
        }
        // A short write on a full disk would leave a torn file under a valid hash.
        let written = 0;
        while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
      }
      if (stream.errored !== null) throw uploadAborted(stream.errored);
    } finally {
      await file.close();
    }
    return { sha256: hash.digest('hex'), size, head: Buffer.concat(firsts) };
  };

  const stage: BlobStore['stage'] = async (stream, { maxBytes }) => {
    const temporary = join(incoming, randomUUID());
    try {
      const received = await receive(stream, temporary, maxBytes);
      let settled = false;
      const staged: Staged = {
        ...received,
        commit: async () => {
          try {
            const file = await open(temporary, 'r+').catch(() => open(temporary, 'r'));
            await file.sync();
            await file.close();
            await settle(temporary, received.sha256);
            settled = true;
          } catch (error) {
            throw asStorageFault(error);
          }
        },
        discard: async () => {
          if (!settled) await rm(temporary, { force: true });
        },
      };
      return staged;
    } catch (error) {
      await rm(temporary, { force: true });
      throw asStorageFault(error);
    }
  };

  const openBlob: BlobStore['open'] = async (sha256) => {
    const path = pathOf(sha256);
    await access(path).catch(() => {
      throw blobMissing(sha256);
    });
    return createReadStream(path);
  };

  const verify = async (sha256: string): Promise<void> => {
    if ((await hashOf(await openBlob(sha256))) !== sha256) throw blobCorrupt(sha256);
  };

  return {
    kind: 'filesystem',
    stage,
    write: async (content) => {
      const stream = content instanceof Readable ? content : Readable.from([Buffer.from(content)]);
      const staged = await stage(stream, { maxBytes: Number.POSITIVE_INFINITY });
      await staged.commit();
      return { sha256: staged.sha256, size: staged.size };
    },
    open: openBlob,
    read: async (sha256) => {
      const bytes = await readFile(pathOf(sha256)).catch((error: unknown) => {
        throw hasCode(error, 'ENOENT') ? blobMissing(sha256) : error;
      });
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw blobCorrupt(sha256);
      return bytes;
    },
    verify,
    withLocalFile: async (sha256, use) => {
      const path = pathOf(sha256);
      await access(path).catch(() => {
        throw blobMissing(sha256);
      });
      return use(path);
    },
    withLocalFiles: async (hashes, use) =>
      use(new Map(hashes.map((sha256) => [sha256, pathOf(sha256)]))),
    has: (sha256) =>
      access(pathOf(sha256)).then(
        () => true,
        () => false,
      ),
    size: async (sha256) => {
      const facts = await stat(pathOf(sha256)).catch(() => undefined);
      if (facts === undefined) throw blobMissing(sha256);
      return facts.size;
    },
    remove: async (sha256) => {
      const path = pathOf(sha256);
      await chmod(path, 0o640).catch(() => undefined);
      await rm(path, { force: true });
      await syncFolder(dirname(path)).catch(() => undefined);
    },
    sweepTemporary: async (olderThanMs) => {
      let removed = 0;
      for (const name of await readdir(incoming)) {
        const path = join(incoming, name);
        const facts = await stat(path).catch(() => undefined);
        // The file system's own clock on both sides: only the difference counts.
        if (
          facts === undefined ||
          performance.timeOrigin + performance.now() - facts.mtimeMs < olderThanMs
        )
          continue;
        await rm(path, { force: true });
        removed += 1;
      }
      return removed;
    },
    freeBytes: async () => {
      const facts = await statfs(root);
      return facts.bavail * facts.bsize;
    },
  };
};
