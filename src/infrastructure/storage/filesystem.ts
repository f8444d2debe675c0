import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { ConfigInvalid } from '#errors.js';
import type { BlobStore, Staged } from './blob-store.js';
import { asStream, hashOf } from './byte-stream.js';
import { makeDurableFolder, syncFolder } from './durable-folder.js';
import { asStorageFault, assertHash, blobCorrupt, blobMissing, hasCode } from './faults.js';
import { type Incoming, type IncomingFile, openIncoming } from './incoming.js';

/** A failed start says what the folder must be able to do, before the first letter arrives. */
const openUsable = async (root: string): Promise<Incoming> => {
  try {
    await makeDurableFolder(root);
    const incoming = await openIncoming({ folder: join(root, 'eingang'), withMd5: false });
    const probe = incoming.freshPath();
    const target = join(root, basename(probe));
    await writeFile(probe, '', { mode: 0o440 });
    await rename(probe, target).finally(() => rm(probe, { force: true }));
    await rm(target, { force: true });
    return incoming;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw new ConfigInvalid({
      code: 'storage-unusable',
      message: `The file store ${root} (storage.path) cannot be used: it must be writable and lie on one file system (${reason}).`,
      cause,
    });
  }
};

const sizeOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

/** The paths below one root. */
interface Files {
  /** Where a blob lies or would lie. */
  pathOf(sha256: string): string;
  /** Makes a blob's folder, durably. */
  ensureFolder(folder: string): Promise<void>;
}

const filesBelow = (root: string): Files => {
  // What was synced once in this process stays; nothing here removes a folder.
  const durable = new Set<string>();
  return {
    pathOf: (sha256) => {
      assertHash(sha256);
      return join(root, sha256.slice(0, 3), sha256);
    },
    ensureFolder: async (folder) => {
      if (durable.has(folder)) return;
      await makeDurableFolder(folder, root);
      durable.add(folder);
    },
  };
};

/**
 * Gives a synced file its final name. A file that is there already has the same content, or would have to have
 * it: the fresh one takes its place. Where an open file cannot be replaced (Windows), the old one must be whole.
 */
const settle = async (files: Files, file: IncomingFile): Promise<void> => {
  const target = files.pathOf(file.sha256);
  await files.ensureFolder(dirname(target));
  try {
    await file.moveTo(target);
  } catch (error) {
    if ((await sizeOf(target)) === undefined) throw error;
    if ((await hashOf(createReadStream(target))) !== file.sha256) throw blobCorrupt(file.sha256);
  }
  await syncFolder(dirname(target));
};

const stagedFile = (files: Files, file: IncomingFile): Staged => {
  let committed: Promise<void> | undefined;
  const commit = async (): Promise<void> => {
    try {
      await file.sync();
      await settle(files, file);
      await file.remove();
    } catch (error) {
      throw asStorageFault(error);
    }
  };
  return {
    sha256: file.sha256,
    size: file.size,
    head: file.head,
    commit: () => {
      committed ??= commit();
      return committed;
    },
    discard: file.remove,
  };
};

/**
 * A directory of files named by their SHA-256, in 4096 folders: enough for tens of millions, and soon all made.
 * Durable means: file synced, renamed to its name, directory synced, and each directory that leads to it.
 */
export const createFilesystemStore = async (options: { path: string }): Promise<BlobStore> => {
  const root = resolve(options.path);
  const incoming = await openUsable(root);
  const files = filesBelow(root);
  const presentPath = async (sha256: string): Promise<string> => {
    const path = files.pathOf(sha256);
    if ((await sizeOf(path)) === undefined) throw blobMissing(sha256);
    return path;
  };
  const take = async (stream: Readable, source: { maxBytes: number; fromOutside: boolean }) =>
    stagedFile(files, await incoming.receive(stream, source));
  const withLocalFiles: BlobStore['withLocalFiles'] = async (hashes, use) => {
    const paths = new Map<string, string>();
    for (const sha256 of hashes) paths.set(sha256, await presentPath(sha256));
    return use(paths);
  };
  return {
    kind: 'filesystem',
    stage: (stream, { maxBytes }) => take(stream, { maxBytes, fromOutside: true }),
    write: async (content) => {
      const unlimited = { maxBytes: Number.POSITIVE_INFINITY, fromOutside: false };
      const staged = await take(asStream(content), unlimited);
      try {
        await staged.commit();
      } finally {
        await staged.discard();
      }
      return { sha256: staged.sha256, size: staged.size };
    },
    open: async (sha256, range) => createReadStream(await presentPath(sha256), range),
    read: async (sha256) => {
      const bytes = await readFile(await presentPath(sha256));
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw blobCorrupt(sha256);
      return bytes;
    },
    verify: async (sha256) => {
      const found = await hashOf(createReadStream(await presentPath(sha256)));
      if (found !== sha256) throw blobCorrupt(sha256);
    },
    withLocalFile: async (sha256, use) => use(await presentPath(sha256)),
    withLocalFiles,
    size: async (sha256) => (await stat(await presentPath(sha256))).size,
    has: async (sha256) => (await sizeOf(files.pathOf(sha256))) !== undefined,
    remove: async (sha256) => {
      const path = files.pathOf(sha256);
      if ((await sizeOf(path)) === undefined) return;
      await rm(path, { force: true });
      await syncFolder(dirname(path));
    },
    sweepTemporary: incoming.sweep,
    freeBytes: incoming.freeBytes,
  };
};
