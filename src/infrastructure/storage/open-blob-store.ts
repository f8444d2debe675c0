import { join } from 'node:path';
import type { Config } from '#config/schema.js';
import type { BlobStore } from './blob-store.js';
import { createFilesystemStore } from './filesystem.js';
import { createS3Store } from './s3.js';

/** Opens the store that the configuration names. */
export const openBlobStore = (config: Config): Promise<BlobStore> =>
  config.storage.kind === 's3'
    ? createS3Store(config.storage)
    : createFilesystemStore({ path: config.storage.path ?? join(config.dataDir, 'blobs') });
