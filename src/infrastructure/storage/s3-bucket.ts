import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ByteRange } from './blob-store.js';
import { asS3Fault, bucketUnusable, isMissing, isPassing, isUnknownRequest } from './s3-faults.js';

/** How to reach a bucket. */
export interface BucketOptions {
  bucket: string;
  region: string;
  /** Absent: AWS. */
  endpoint?: string | undefined;
  accessKeyId?: string | undefined;
  secretAccessKey?: string | undefined;
  /** The bucket's name in the path instead of the host name. */
  pathStyle: boolean;
  /** No checksums of newer kinds, which most services other than AWS refuse. */
  checksumsWhenRequired: boolean;
}

/** The requests that a file store needs of a bucket; passing failures are tried again. */
export interface Bucket {
  /** Size of an object; undefined when there is none. */
  sizeOf(key: string): Promise<number | undefined>;
  /** @throws what `missing` gives when there is none. */
  get(key: string, missing: () => Error, range?: ByteRange): Promise<Readable>;
  put(key: string, content: { md5: string; size: number; open: () => Readable }): Promise<void>;
  /** Removes an object with all its versions. */
  remove(key: string): Promise<void>;
}

const pausesMs = [200, 1_000];

const clientFor = (options: BucketOptions): S3Client => {
  const { endpoint, accessKeyId, secretAccessKey } = options;
  const checksums = options.checksumsWhenRequired ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED';
  return new S3Client({
    region: options.region,
    forcePathStyle: options.pathStyle,
    requestChecksumCalculation: checksums,
    responseChecksumValidation: checksums,
    // Attempts are made here, because a stream cannot be sent twice by the client.
    maxAttempts: 1,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
  });
};

const rangeHeader = (range: ByteRange | undefined): { Range?: string } =>
  range === undefined ? {} : { Range: `bytes=${range.start}-${range.end ?? ''}` };

/**
 * Opens a bucket and asks for it once.
 * @throws ConfigInvalid when it is not there or the key may not use it; DependencyDown when nobody answers.
 */
export const openBucket = async (options: BucketOptions): Promise<Bucket> => {
  const { bucket } = options;
  const client = clientFor(options);
  const retrying = async <T>(request: () => Promise<T>): Promise<T> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await request();
      } catch (error) {
        const pauseMs = pausesMs[attempt];
        if (pauseMs === undefined || !isPassing(error)) throw asS3Fault(error, bucket);
        await pause(pauseMs);
      }
    }
  };
  const removeVersions = async (key: string): Promise<void> => {
    const listed = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }),
    );
    for (const { Key, VersionId } of [...(listed.Versions ?? []), ...(listed.DeleteMarkers ?? [])])
      if (Key === key && VersionId !== undefined)
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
  };
  await retrying(async () => {
    try {
      await client.send(new HeadBucketCommand({ Bucket: bucket }));
    } catch (error) {
      throw isPassing(error) ? error : bucketUnusable(bucket, error);
    }
  });
  return {
    sizeOf: (key) =>
      retrying(async () => {
        try {
          const facts = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
          return facts.ContentLength ?? 0;
        } catch (error) {
          if (isMissing(error)) return undefined;
          throw error;
        }
      }),
    get: (key, missing, range) =>
      retrying(async () => {
        try {
          const command = { Bucket: bucket, Key: key, ...rangeHeader(range) };
          const answer = await client.send(new GetObjectCommand(command));
          return answer.Body as Readable;
        } catch (error) {
          throw isMissing(error) ? missing() : error;
        }
      }),
    put: (key, { md5, size, open }) =>
      retrying(async () => {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: open(),
            ContentLength: size,
            ContentMD5: md5,
          }),
        );
      }),
    remove: (key) =>
      retrying(async () => {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
        // Deleting only hides an object where the bucket keeps versions.
        await removeVersions(key).catch((error: unknown) => {
          if (!isUnknownRequest(error)) throw error;
        });
      }),
  };
};
