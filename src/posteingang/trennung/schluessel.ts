import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigInvalid } from '#errors.js';
import { makeDurableFolder, syncFolder } from '#infrastructure/storage/durable-folder.js';

const fileName = 'trennblatt.schluessel';
const keyBytes = 32;

const readKey = async (path: string): Promise<Buffer | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const key = Buffer.from(text.trim(), 'base64url');
  if (key.length === keyBytes) return key;
  throw new ConfigInvalid({
    code: 'trennblatt-schluessel',
    message: `${path} does not hold a key of ${keyBytes} bytes. Restore it from the backup, or delete it: sheets printed before then count as foreign.`,
  });
};

/**
 * The key that signs cover and separator sheets: from the settings, or from the data folder, where it is made
 * once. Several machines need the same one in their settings.
 */
export const loadBlattSchluessel = async (config: {
  dataDir: string;
  trennung: { schluessel?: string | undefined };
}): Promise<Buffer> => {
  const { schluessel } = config.trennung;
  if (schluessel !== undefined) return Buffer.from(schluessel, 'utf8');
  const path = join(config.dataDir, fileName);
  const known = await readKey(path);
  if (known !== undefined) return known;
  await makeDurableFolder(config.dataDir);
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
    await syncFolder(config.dataDir);
    return key;
  } catch (error) {
    // Another process was faster; its key is the one.
    const other = await readKey(path);
    if (other !== undefined) return other;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
};
