import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes the names in a folder survive a power cut: a file's own sync does not cover its name. */
export const syncFolder = async (folder: string): Promise<void> => {
  // Windows cannot open a folder; its file systems keep names in their own journal.
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Makes `folder` with all parents, durably. The names between `folder` and `from` are synced even when they
 * are there already: whoever made them may have died before syncing.
 */
export const makeDurableFolder = async (folder: string, from = dirname(folder)): Promise<void> => {
  const firstMade = await mkdir(folder, { recursive: true, mode: 0o750 });
  const parentOfFirst = firstMade === undefined ? folder : dirname(firstMade);
  const upTo = Math.min(from.length, parentOfFirst.length);
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    await syncFolder(parent);
    if (parent.length <= upTo) return;
  }
};
