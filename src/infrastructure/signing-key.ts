import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigInvalid } from '#errors.js';
import { makeDurableFolder, syncFolder } from './storage/durable-folder.js';

const keyBytes = 32;

/** Where a key lies and what it means to lose it. */
export interface SigningKeyFile {
  dataDir: string;
  /** Name below `dataDir`, such as `trennblatt.schluessel`. */
  fileName: string;
  /** Code of the failure when the file is damaged. */
  code: string;
  /** What no longer holds without the key, for the operator. */
  lost: string;
}

const readKey = async (file: SigningKeyFile): Promise<Buffer | undefined> => {
  const path = join(file.dataDir, file.fileName);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const key = Buffer.from(text.trim(), 'base64url');
  if (key.length === keyBytes) return key;
  throw new ConfigInvalid({
    code: file.code,
    message: `${path} does not hold a key of ${keyBytes} bytes. Restore it from the backup, or delete it: ${file.lost}.`,
  });
};

/**
 * A key of the data folder, made once, whoever asks first; processes that share the folder get the same one.
 * @throws ConfigInvalid for a damaged file.
 */
export const loadSigningKey = async (file: SigningKeyFile): Promise<Buffer> => {
  const { dataDir, fileName } = file;
  const path = join(dataDir, fileName);
  const known = await readKey(file);
  if (known !== undefined) return known;
  await makeDurableFolder(dataDir);
  const key = randomBytes(keyBytes);
  // Written beside and then named in one step: nobody ever reads half a key.
  const draft = `${path}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${key.toString('base64url')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, path);
    await syncFolder(dataDir);
    return key;
  } catch (error) {
    // Another process was faster; its key is the one.
    const other = await readKey(file);
    if (other !== undefined) return other;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
};
