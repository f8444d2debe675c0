import { z } from 'zod';
import { flag } from './values.js';

/** Where originals and derived files lie. */
export const storage = z.object({
  kind: z
    .enum(['filesystem', 's3'])
    .default('filesystem')
    .describe('Where originals and derived files lie.'),
  path: z.string().optional().describe('Folder of the file store; default: "blobs" below dataDir.'),
  s3Endpoint: z.url().optional().describe('Address of the S3 service; empty for AWS.'),
  s3Region: z.string().default('eu-central-1').describe('Region of the S3 service.'),
  s3Bucket: z.string().optional().describe('Bucket that holds the files.'),
  s3AccessKeyId: z.string().optional().describe('Access key of the S3 service.'),
  s3SecretAccessKey: z.string().optional().describe('Secret key of the S3 service.'),
  s3PathStyle: flag
    .default(true)
    .describe('Whether the bucket is named in the path instead of the host name.'),
  s3ChecksumsWhenRequired: flag
    .default(true)
    .describe('Send checksums only where required; most services other than AWS need it.'),
});
