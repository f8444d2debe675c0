import type { Readable } from 'node:stream';
import { NotFound } from '#errors.js';
import type { Db } from '#infrastructure/database/pool.js';

/** What the routes of this feature are made from. */
export interface EakteDeps {
  db: Db;
  /** Where the bytes of files are read. */
  blobs: { open: (sha256: string) => Promise<Readable> };
}

/** The object does not exist or is hidden; the answer tells neither from the other. */
export const notThere = (what: 'Akte' | 'Vorgang' | 'Dokument' | 'Datei'): NotFound =>
  new NotFound({
    code: `${what.toLowerCase()}-unknown`,
    message: `There is no such ${what}, or the person may not know of it.`,
    clerkMessage: 'Das gibt es nicht, oder Sie sind dafür nicht zuständig.',
  });
