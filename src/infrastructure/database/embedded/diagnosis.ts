import { ConfigInvalid, DependencyDown, type MailroomError, ToolFailed } from '#errors.js';

/** What is known when a PostgreSQL program ended badly. */
export interface Failure {
  /** What was being done, e.g. `PostgreSQL did not start`. */
  what: string;
  /** The folder that holds the cluster. */
  folder: string;
  output: string;
  code: number | null;
  signal: NodeJS.Signals | null;
}

interface Diagnosis {
  pattern: RegExp;
  code: string;
  error: typeof ConfigInvalid | typeof DependencyDown;
  advice: (failure: Failure) => string;
}

/** The order counts: running out of shared memory can be worded as "No space left on device" too. */
const diagnoses: readonly Diagnosis[] = [
  {
    pattern: /could not (?:create|map|resize|open)[^\n]*shared memory|Cannot allocate memory/i,
    code: 'embedded-postgres-memory',
    error: DependencyDown,
    advice: () =>
      'There is not enough (shared) memory: about 300 MB must be free; in a container raise its memory limit and --shm-size. Or set DATABASE_URL.',
  },
  {
    pattern: /pre-existing shared memory block/i,
    code: 'embedded-postgres-remains',
    error: DependencyDown,
    advice: ({ folder }) =>
      `Processes of an earlier PostgreSQL on ${folder} are still running. Look for them with "ps ax | grep postgres", wait until they are gone or end them with kill -QUIT.`,
  },
  {
    pattern: /No space left on device|Disk quota exceeded|wrote only \d+ of|Check free disk space/i,
    code: 'embedded-postgres-disk-full',
    error: DependencyDown,
    advice: ({ folder }) =>
      `The disk that holds ${folder} is full. Free at least 500 MB there, or set POSTSTELLE_DATA_DIR to a larger disk.`,
  },
  {
    pattern: /Address already in use|could not create any TCP\/IP sockets/i,
    code: 'embedded-postgres-port',
    error: DependencyDown,
    advice: () =>
      'The port was taken by another program. Set POSTSTELLE_DATABASE_EMBEDDED_PORT to 0 for any free port.',
  },
  {
    pattern: /database files are incompatible|initialized by PostgreSQL version/i,
    code: 'embedded-postgres-version',
    error: ConfigInvalid,
    advice: ({ folder }) =>
      `The database in ${folder} was made by another version of PostgreSQL. Start it with the release of Poststelle that made it, or restore a backup into an empty folder.`,
  },
  {
    pattern:
      /could not (?:locate|find) (?:a valid|required) checkpoint|invalid (?:primary )?checkpoint/i,
    code: 'embedded-postgres-damaged',
    error: ConfigInvalid,
    advice: ({ folder }) =>
      `The database in ${folder} is damaged. Keep a copy of the folder, then restore the last backup.`,
  },
  {
    pattern: /Permission denied|Operation not permitted|invalid permissions|wrong ownership/i,
    code: 'embedded-postgres-permission',
    error: ConfigInvalid,
    advice: ({ folder }) =>
      `The files in ${folder} do not belong to the user who runs PostgreSQL. Start Poststelle as the user who made them, or give them to the present one with chown -R.`,
  },
  {
    pattern: /Read-only file system/i,
    code: 'embedded-postgres-read-only',
    error: ConfigInvalid,
    advice: ({ folder }) =>
      `${folder} lies on a disk that is mounted read-only. Set POSTSTELLE_DATA_DIR to a writable one.`,
  },
];

/** Turns what a PostgreSQL program wrote before it ended into a failure that says what to do. */
export const diagnose = (failure: Failure): MailroomError => {
  const found = diagnoses.find(({ pattern }) => pattern.test(failure.output));
  const ending = failure.signal ?? `exit code ${failure.code}`;
  const details = { exitCode: failure.code ?? -1, signal: failure.signal ?? '' };
  const report = failure.output.slice(-2_048);
  if (found === undefined) {
    return new ToolFailed({
      code: 'embedded-postgres-failed',
      message: `${failure.what} (${ending}). If its report below does not help, set DATABASE_URL to a PostgreSQL 15 or newer. Report:\n${report}`,
      details,
    });
  }
  return new found.error({
    code: found.code,
    message: `${failure.what} (${ending}). ${found.advice(failure)} Report:\n${report}`,
    details,
  });
};
