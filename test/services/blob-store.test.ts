import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { createS3Store } from '#infrastructure/storage/s3.js';
import { howToGetS3, s3Client, startS3 } from '#test/support/s3-server.js';

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const collect = async (stream: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** A sender that goes away after its first bytes. */
const brokenOff = (): Readable =>
  Readable.from(
    (async function* () {
      yield Buffer.from('the beginning of a letter');
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    })(),
  );

const slowly = (content: Buffer, piece = 65_536): Readable => {
  const pieces: Buffer[] = [];
  for (let at = 0; at < content.length; at += piece) pieces.push(content.subarray(at, at + piece));
  return Readable.from(pieces);
};

const s3 = await startS3();
afterAll(() => s3?.stop());

const s3Options = (folder: string) => ({
  ...{ endpoint: s3?.endpoint, bucket: s3?.bucket ?? '', region: 'us-east-1' },
  ...{ accessKeyId: s3?.accessKeyId, secretAccessKey: s3?.secretAccessKey },
  ...{ pathStyle: true, checksumsWhenRequired: true, incomingFolder: folder },
});

const stores = [
  {
    name: 'a directory',
    missing: '',
    incoming: 'eingang',
    open: (folder: string) => createFilesystemStore({ path: folder }),
  },
  {
    name: 'an S3 bucket',
    missing: s3 === undefined ? howToGetS3 : '',
    incoming: '.',
    open: (folder: string) => createS3Store(s3Options(folder)),
  },
];

describe.each(stores)('the file store in $name', ({ missing, incoming, open }) => {
  let folder = '';
  let store: BlobStore;
  let letter: Buffer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'poststelle-blobs-'));
    if (missing === '') store = await open(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(({ skip }) => {
    if (missing !== '') skip(missing);
    letter = randomBytes(300_000);
  });
  const temporaryFiles = async (): Promise<string[]> =>
    (await readdir(join(folder, incoming), { withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);

  test('what is written is read back byte by byte under its hash', async () => {
    const stored = await store.write(slowly(letter));
    expect(stored).toEqual({ sha256: sha256Of(letter), size: letter.length });
    expect(await store.read(stored.sha256)).toEqual(letter);
    expect(await collect(await store.open(stored.sha256))).toEqual(letter);
    expect(await store.size(stored.sha256)).toBe(letter.length);
    await store.verify(stored.sha256);
  });

  test('an empty file and a buffer are files like others', async () => {
    const empty = await store.write(Buffer.alloc(0));
    expect(await store.read(empty.sha256)).toHaveLength(0);
    const short = await store.write(Buffer.from('Guten Tag'));
    expect((await store.read(short.sha256)).toString()).toBe('Guten Tag');
  });

  test('a part of a file can be opened', async () => {
    const { sha256 } = await store.write(letter);
    expect(await collect(await store.open(sha256, { start: 10, end: 19 }))).toEqual(
      letter.subarray(10, 20),
    );
    expect(await collect(await store.open(sha256, { start: 299_990 }))).toEqual(
      letter.subarray(299_990),
    );
  });

  test('the same letter twice, and many times at once, is stored once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => store.write(slowly(letter))));
    expect(new Set(all.map(({ sha256 }) => sha256))).toEqual(new Set([sha256Of(letter)]));
    expect(await store.read(sha256Of(letter))).toEqual(letter);
    expect(await temporaryFiles()).toEqual([]);
  });

  test('a staged file is not there before commit, shows its first 4 kB, and is there after it', async () => {
    const staged = await store.stage(slowly(letter, 1_000), { maxBytes: 400_000 });
    expect(staged.head).toEqual(letter.subarray(0, 4_096));
    expect(staged.size).toBe(letter.length);
    expect(await store.has(staged.sha256)).toBe(false);
    await Promise.all([staged.commit(), staged.commit()]);
    expect(await store.has(staged.sha256)).toBe(true);
    await staged.discard();
    expect(await store.has(staged.sha256)).toBe(true);
    expect(await temporaryFiles()).toEqual([]);
  });

  test('a discarded file leaves nothing behind', async () => {
    const staged = await store.stage(slowly(letter), { maxBytes: 400_000 });
    await staged.discard();
    await staged.discard();
    expect(await store.has(staged.sha256)).toBe(false);
    expect(await temporaryFiles()).toEqual([]);
  });

  test('a file above the limit is refused with 413, a file exactly at the limit is not', async () => {
    await expect(store.stage(slowly(letter), { maxBytes: 299_999 })).rejects.toMatchObject({
      code: 'file-too-large',
      httpStatus: 413,
      clerkMessage: expect.stringContaining('größer'),
    });
    const staged = await store.stage(slowly(letter), { maxBytes: 300_000 });
    await staged.discard();
    expect(await temporaryFiles()).toEqual([]);
  });

  test('an upload that breaks off is an aborted upload and leaves nothing behind', async () => {
    await expect(store.stage(brokenOff(), { maxBytes: 400_000 })).rejects.toMatchObject({
      code: 'upload-aborted',
    });
    expect(await temporaryFiles()).toEqual([]);
  });

  test('a sender who is gone before the first byte is read does not take the process down', async () => {
    const gone = new Readable({ read: () => undefined });
    process.nextTick(() => gone.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' })));
    await expect(store.stage(gone, { maxBytes: 400_000 })).rejects.toMatchObject({
      code: 'upload-aborted',
    });
    const closed = new Readable({ read: () => undefined }).destroy();
    await expect(store.stage(closed, { maxBytes: 400_000 })).rejects.toMatchObject({
      code: 'upload-aborted',
    });
    expect(await temporaryFiles()).toEqual([]);
  });

  test('a file of our own that cannot be read is not blamed on a sender', async () => {
    const source = createReadStream(join(folder, 'nowhere'));
    await expect(store.write(source)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('bytes that nobody stored are reported as missing by every way of reading', async () => {
    const unknown = sha256Of(randomBytes(8));
    const failure = { code: 'blob-missing' };
    await expect(store.read(unknown)).rejects.toMatchObject(failure);
    await expect(store.open(unknown)).rejects.toMatchObject(failure);
    await expect(store.verify(unknown)).rejects.toMatchObject(failure);
    await expect(store.size(unknown)).rejects.toMatchObject(failure);
    await expect(store.withLocalFile(unknown, async () => 1)).rejects.toMatchObject(failure);
    await expect(store.withLocalFiles([unknown], async () => 1)).rejects.toMatchObject(failure);
    expect(await store.has(unknown)).toBe(false);
  });

  test('a local path to the bytes lasts as long as the work with it', async () => {
    const one = await store.write(letter);
    const other = await store.write(Buffer.from('Anlage'));
    const read = await store.withLocalFiles([one.sha256, other.sha256], async (paths) =>
      Promise.all(
        [...paths].map(async ([sha256, path]) => [sha256, sha256Of(await readFile(path))]),
      ),
    );
    expect(read).toEqual([
      [one.sha256, one.sha256],
      [other.sha256, other.sha256],
    ]);
    const failing = store.withLocalFile(one.sha256, () => Promise.reject(new Error('no PDF')));
    await expect(failing).rejects.toThrow('no PDF');
    expect(await temporaryFiles()).toEqual([]);
  });

  test('removed bytes are gone, and removing them again is no failure', async () => {
    const { sha256 } = await store.write(letter);
    await store.remove(sha256);
    expect(await store.has(sha256)).toBe(false);
    await store.remove(sha256);
    await store.write(letter);
    expect(await store.read(sha256)).toEqual(letter);
  });

  test('what is not a hash is no path', async () => {
    await expect(async () => store.has('../../etc/passwd')).rejects.toThrow('not a SHA-256');
    await expect(async () => store.remove('ABCDEF')).rejects.toThrow('not a SHA-256');
  });

  test('remains of dead uploads are swept, a running upload is not', async () => {
    let goOn = (): void => undefined;
    const paused = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const running = store.stage(
      Readable.from(
        (async function* () {
          yield letter;
          await paused;
          yield letter;
        })(),
      ),
      { maxBytes: 1_000_000 },
    );
    while ((await temporaryFiles()).length === 0) await new Promise(setImmediate);
    expect(await store.sweepTemporary(3_600_000)).toBe(0);
    goOn();
    const staged = await running;
    await staged.commit();
    expect(await store.read(staged.sha256)).toHaveLength(600_000);
    const left = await store.stage(slowly(letter), { maxBytes: 400_000 });
    expect(await store.sweepTemporary(0)).toBe(1);
    await left.discard();
  });

  test('the free space is told', async () => {
    expect(await store.freeBytes()).toBeGreaterThan(0);
  });
});

describe('the file store in a directory', () => {
  let folder = '';
  let store: BlobStore;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'poststelle-blobs-'));
    store = await createFilesystemStore({ path: folder });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const pathOf = (sha256: string): string => join(folder, sha256.slice(0, 3), sha256);

  test('a stored file cannot be written to, and others may not even look', async () => {
    const { sha256 } = await store.write(Buffer.from('ein Brief'));
    expect((await stat(pathOf(sha256))).mode & 0o777).toBe(0o440);
    expect((await stat(join(folder, sha256.slice(0, 3)))).mode & 0o007).toBe(0);
  });

  test('a file that changed on the disk is noticed, and an upload of the same letter mends it', async () => {
    const { sha256 } = await store.write(Buffer.from('ein anderer Brief'));
    await chmod(pathOf(sha256), 0o640);
    await writeFile(pathOf(sha256), 'ein andrer Brief!');
    const failure = { code: 'blob-corrupt' };
    await expect(store.read(sha256)).rejects.toMatchObject(failure);
    await expect(store.verify(sha256)).rejects.toMatchObject(failure);
    await store.write(Buffer.from('ein anderer Brief'));
    await store.verify(sha256);
  });

  test('a path that cannot hold files is refused at the start', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    await expect(createFilesystemStore({ path: join(file, 'blobs') })).rejects.toMatchObject({
      code: 'storage-unusable',
      message: expect.stringContaining('storage.path'),
    });
  });
});

describe('the file store in an S3 bucket', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'poststelle-blobs-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(({ skip }) => {
    if (s3 === undefined) skip(howToGetS3);
  });
  const keyOf = (sha256: string): string => `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
  const place = (sha256: string) => ({ Bucket: s3?.bucket, Key: keyOf(sha256) });

  test('a removed letter leaves no older version in a bucket that keeps versions', async () => {
    const store = await createS3Store(s3Options(folder));
    const { sha256 } = await store.write(Buffer.from('zu löschen'));
    await store.remove(sha256);
    await store.write(Buffer.from('zu löschen'));
    await store.remove(sha256);
    const left = await s3Client(s3!).send(
      new ListObjectVersionsCommand({ Bucket: s3?.bucket, Prefix: keyOf(sha256) }),
    );
    expect([...(left.Versions ?? []), ...(left.DeleteMarkers ?? [])]).toEqual([]);
  });

  test('an object that somebody changed is noticed, and an upload of the same letter is not built on it', async () => {
    const store = await createS3Store(s3Options(folder));
    const { sha256 } = await store.write(Buffer.from('ein Brief'));
    await s3Client(s3!).send(new PutObjectCommand({ ...place(sha256), Body: 'kein Brief' }));
    const failure = { code: 'blob-corrupt' };
    await expect(store.read(sha256)).rejects.toMatchObject(failure);
    await expect(store.verify(sha256)).rejects.toMatchObject(failure);
    await expect(store.withLocalFile(sha256, async () => 1)).rejects.toMatchObject(failure);
    await expect(store.write(Buffer.from('ein Brief'))).rejects.toMatchObject(failure);
  });

  test('a connection that breaks is tried again', async () => {
    const target = new URL(s3?.endpoint ?? '');
    let broken = 0;
    const line = createServer((client) => {
      broken += 1;
      if (broken <= 2) client.destroy();
      else client.pipe(connect(Number(target.port), target.hostname)).pipe(client);
    });
    await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
    const address = line.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const endpoint = `http://127.0.0.1:${port}`;
    const store = await createS3Store({ ...s3Options(folder), endpoint });
    expect(await store.has('0'.repeat(64))).toBe(false);
    expect(broken).toBeGreaterThan(2);
    line.close();
  });

  test('a bucket that does not exist, and a wrong key, are told apart at the start', async () => {
    const options = s3Options(folder);
    await expect(createS3Store({ ...options, bucket: 'no-such-bucket' })).rejects.toMatchObject({
      code: 'storage-unusable',
      message: expect.stringContaining('There is no bucket no-such-bucket'),
    });
    await expect(createS3Store({ ...options, secretAccessKey: 'wrong' })).rejects.toMatchObject({
      code: 'storage-unusable',
      message: expect.stringContaining('storage.s3SecretAccessKey'),
    });
  });
});

describe('an S3 service that nobody runs', () => {
  test('is named as down, with the setting', async () => {
    const opened = createS3Store({ ...s3Options(tmpdir()), endpoint: 'http://127.0.0.1:1' });
    await expect(opened).rejects.toMatchObject({
      code: 'storage-failed',
      retry: 'later',
      message: expect.stringContaining('storage.s3Endpoint'),
    });
  });
});
