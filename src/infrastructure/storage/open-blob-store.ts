import { join } from 'node:path';
import type { Config } from '#config/schema.js';
import type { BlobStore } from './blob-store.js';
import { createFilesystemStore } from './filesystem.js';

/** Opens the store that the configuration names. */
export const openBlobStore = async (config: Config): Promise<BlobStore> => {
  const { storage, dataDir } = config;
  if (storage.kind === 'filesystem')
    return createFilesystemStore({ path: storage.path ?? join(dataDir, 'blobs') });
  // The S3 client is large; who does not use it does not load it.
  const { createS3Store } = await import('./s3.js');
  return createS3Store({
    bucket: storage.s3Bucket ?? '',
    region: storage.s3Region,
    endpoint: storage.s3Endpoint,
    accessKeyId: storage.s3AccessKeyId,
    secretAccessKey: storage.s3SecretAccessKey,
    pathStyle: storage.s3PathStyle,
    checksumsWhenRequired: storage.s3ChecksumsWhenRequired,
    incomingFolder: storage.path ?? join(dataDir, 'eingang'),
  });
};
