import { DependencyDown, InvalidInput, MailroomError, ToolFailed } from '#errors.js';

/** How much of the beginning of a file is kept to tell its type. */
export const headBytes = 4_096;

/** Hashes become paths and keys, so nothing else may. */
export const assertHash = (sha256: string): void => {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('not a SHA-256 in lower-case hex');
};

/** More bytes than the limit. */
export const tooLarge = (maxBytes: number): InvalidInput =>
  new InvalidInput({
    code: 'file-too-large',
    httpStatus: 413,
    message: `The file is larger than ${maxBytes} bytes (intake.maxFileMegabytes).`,
    clerkMessage: `Die Datei ist größer als ${Math.floor(maxBytes / 1_000_000)} MB. Bitte teilen Sie den Scan auf.`,
  });

/** The sender went away before the end. */
export const uploadAborted = (cause: unknown): InvalidInput =>
  new InvalidInput({
    code: 'upload-aborted',
    message: 'The stream ended before its end; nothing of it was kept.',
    clerkMessage: 'Die Übertragung wurde abgebrochen. Bitte laden Sie die Datei erneut hoch.',
    cause,
  });

/** The bytes of a hash are not there. */
export const blobMissing = (sha256: string): ToolFailed =>
  new ToolFailed({
    code: 'blob-missing',
    message: `The stored bytes ${sha256} are missing; restore them from the backup.`,
    clerkMessage:
      'Die gespeicherte Datei wurde nicht gefunden. Bitte verständigen Sie die Systembetreuung.',
  });

/** The bytes of a hash have changed. */
export const blobCorrupt = (sha256: string): ToolFailed =>
  new ToolFailed({
    code: 'blob-corrupt',
    message: `The stored bytes ${sha256} do not have their hash any more; check the disk and restore them from the backup.`,
    clerkMessage:
      'Die gespeicherte Datei ist beschädigt. Bitte verständigen Sie die Systembetreuung.',
  });

/** Whether an error carries this code of the system, e.g. `ENOENT`. */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && Reflect.get(error, 'code') === code;

const diskCodes = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']);

/** Turns a failure of the disk into one that says what to do; others pass. */
export const asStorageFault = (error: unknown): unknown => {
  if (error instanceof MailroomError || !(error instanceof Error)) return error;
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string' && diskCodes.has(code)) {
    return new DependencyDown({
      code: 'storage-failed',
      message: `The file store cannot write (${code}); make space or repair the disk.`,
      clerkMessage:
        'Es kann gerade nichts gespeichert werden. Die Systembetreuung ist zu verständigen.',
      retryAfterSeconds: 60,
      cause: error,
    });
  }
  return error;
};
