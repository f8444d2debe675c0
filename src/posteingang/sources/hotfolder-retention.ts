import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { germanDay } from '#infrastructure/clock.js';
import { hasCode } from '#infrastructure/storage/faults.js';

const dayMs = 86_400_000;
const dayName = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Removes the folders of days that are older than so many days from the `angenommen` folder of a station, and
 * returns how many. What lies there is stored, numbered and committed. Anything not named like a day, and
 * links, stay; no days means that nothing is ever removed.
 */
export const forgetAccepted = async (
  folder: string,
  { days, now }: { days: number; now: Date },
): Promise<number> => {
  if (days === 0) return 0;
  const before = germanDay(new Date(now.getTime() - days * dayMs));
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  const old = entries.filter(
    (entry) => entry.isDirectory() && dayName.test(entry.name) && entry.name < before,
  );
  for (const { name } of old) await rm(join(folder, name), { recursive: true, force: true });
  return old.length;
};
