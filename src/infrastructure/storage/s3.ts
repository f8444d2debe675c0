import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobStore, Staged } from './blob-store.js';
import { asStream, hashOf } from './byte-stream.js';
import { asStorageFault, assertHash, blobCorrupt, blobMissing } from './faults.js';
import { type IncomingFile, openIncoming } from './incoming.js';
import { type Bucket, type BucketOptions, openBucket } from './s3-bucket.js';
import { asS3Fault } from './s3-faults.js';

const keyOf = (sha256: string): string => {
  assertHash(sha256);
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
};

/** Whether the bucket gives back exactly these bytes; its own checksums are not relied on. */
const readBack = async (bucket: Bucket, sha256: string): Promise<void> => {
  const stored = await bucket.get(keyOf(sha256), () => blobMissing(sha256));
  if ((await hashOf(stored)) !== sha256) throw blobCorrupt(sha256);
};

const stagedFile = (file: IncomingFile, bucket: Bucket, bucketName: string): Staged => {
  const { sha256, md5, size, head } = file;
  const commit = async (): Promise<void> => {
    try {
      const key = keyOf(sha256);
      if ((await bucket.sizeOf(key)) === undefined)
        await bucket.put(key, { md5, size, open: () => createReadStream(file.path) });
      await readBack(bucket, sha256);
      await file.remove();
    } catch (error) {
      throw asS3Fault(error, bucketName);
    }
  };
  let committed: Promise<void> | undefined;
  return {
    sha256,
    size,
    head,
    commit: () => {
      committed ??= commit();
      return committed;
    },
    discard: file.remove,
  };
};

/**
 * Files in a bucket, under their SHA-256. Streams go through a local folder first: their hash is their key, and
 * it is known at the end. An object counts as stored after it was read back with the right hash.
 */
export const createS3Store = async (
  options: BucketOptions & {
    /** Local folder for files on their way in and out. */
    incomingFolder: string;
  },
): Promise<BlobStore> => {
  const bucket = await openBucket(options);
  const incoming = await openIncoming({ folder: options.incomingFolder, withMd5: true });
  const missing = (sha256: string) => (): Error => blobMissing(sha256);
  const open: BlobStore['open'] = (sha256, range) =>
    bucket.get(keyOf(sha256), missing(sha256), range);
  const take = async (stream: Readable, source: { maxBytes: number; fromOutside: boolean }) =>
    stagedFile(await incoming.receive(stream, source), bucket, options.bucket);

  const download = async (sha256: string, path: string): Promise<void> => {
    const hash = createHash('sha256');
    const source = await open(sha256);
    source.on('data', (chunk: Buffer) => hash.update(chunk));
    await pipeline(source, createWriteStream(path, { flags: 'wx', mode: 0o440 }));
    if (hash.digest('hex') !== sha256) throw blobCorrupt(sha256);
  };

  const withLocalFiles: BlobStore['withLocalFiles'] = async (hashes, use) => {
    const paths = new Map(hashes.map((sha256) => [sha256, incoming.freshPath()]));
    try {
      for (const [sha256, path] of paths) await download(sha256, path);
    } catch (error) {
      await removeAll(paths);
      throw asS3Fault(asStorageFault(error), options.bucket);
    }
    return use(paths).finally(() => removeAll(paths));
  };

  return {
    kind: 's3',
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
    open,
    read: async (sha256) => {
      const chunks: Buffer[] = [];
      for await (const chunk of await open(sha256)) chunks.push(chunk as Buffer);
      const bytes = Buffer.concat(chunks);
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw blobCorrupt(sha256);
      return bytes;
    },
    verify: (sha256) => readBack(bucket, sha256),
    withLocalFile: (sha256, use) =>
      withLocalFiles([sha256], (paths) => use(paths.get(sha256) ?? '')),
    withLocalFiles,
    size: async (sha256) => {
      const size = await bucket.sizeOf(keyOf(sha256));
      if (size === undefined) throw blobMissing(sha256);
      return size;
    },
    has: async (sha256) => (await bucket.sizeOf(keyOf(sha256))) !== undefined,
    remove: (sha256) => bucket.remove(keyOf(sha256)),
    sweepTemporary: incoming.sweep,
    freeBytes: incoming.freeBytes,
  };
};

const removeAll = async (paths: ReadonlyMap<string, string>): Promise<void> => {
  for (const path of paths.values()) await rm(path, { force: true });
};
