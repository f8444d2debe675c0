import { S3ServiceException } from '@aws-sdk/client-s3';
import { ConfigInvalid, DependencyDown, MailroomError, ToolFailed } from '#errors.js';

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/** Whether the service says that there is no such object. */
export const isMissing = (error: unknown): boolean => statusOf(error) === 404;

/** Whether the service does not know this kind of request; simple ones know no versions. */
export const isUnknownRequest = (error: unknown): boolean =>
  statusOf(error) === 501 || statusOf(error) === 405;

/** Whether another attempt may succeed: the service is busy, or the connection broke. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof MailroomError) return false;
  const status = statusOf(error);
  return status === undefined ? error instanceof Error : status >= 500 && status !== 501;
};

/** Turns a failure of the service into one that says what to do; our own failures pass. */
export const asS3Fault = (error: unknown, bucket: string): unknown => {
  if (error instanceof MailroomError || !(error instanceof Error)) return error;
  const status = statusOf(error);
  const details = { status: status ?? 0, name: error.name };
  if (status === 403 || status === 401) {
    return new ToolFailed({
      code: 'storage-refused',
      message: `The S3 service refuses the request on bucket ${bucket} (${error.name}). Check storage.s3AccessKeyId, storage.s3SecretAccessKey and the rights of the key: get, put, delete and list.`,
      details,
      cause: error,
    });
  }
  return new DependencyDown({
    code: 'storage-failed',
    message: `The S3 service does not do its work on bucket ${bucket} (${error.name}${status === undefined ? '' : `, status ${status}`}). Check storage.s3Endpoint and the service.`,
    clerkMessage:
      'Es kann gerade nichts gespeichert oder gelesen werden. Die Systembetreuung ist zu verständigen.',
    details,
    retryAfterSeconds: 60,
    cause: error,
  });
};

/** The bucket cannot be used at all; found at start. */
export const bucketUnusable = (bucket: string, error: unknown): ConfigInvalid =>
  new ConfigInvalid({
    code: 'storage-unusable',
    message: isMissing(error)
      ? `There is no bucket ${bucket} (storage.s3Bucket); create it, with versioning if the service offers it.`
      : `The bucket ${bucket} cannot be used (status ${statusOf(error)}); check storage.s3Endpoint, storage.s3Region, storage.s3PathStyle, storage.s3AccessKeyId and storage.s3SecretAccessKey.`,
    cause: error,
  });
