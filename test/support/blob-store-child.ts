import { randomBytes } from 'node:crypto';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';

/** Stores letters and says so after each; arguments: the folder and how many (0: until it is killed). */
const [folder = '', count = '1'] = process.argv.slice(2);
const store = await createFilesystemStore({ path: folder });
const letters = Number(count) || Number.POSITIVE_INFINITY;
for (let letter = 0; letter < letters; letter += 1) {
  const { sha256 } = await store.write(randomBytes(100_000));
  process.stdout.write(`acknowledged ${sha256}\n`);
}
