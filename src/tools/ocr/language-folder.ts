import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** One folder with the trained data of all languages; `remove` ends it if it was made for this. */
export interface LanguageData {
  folder: string;
  remove(): void;
}

/** The engine looks in one folder only, but the npm packages bring one for each language: then they are copied together. */
export const gatherLanguages = (files: readonly string[]): LanguageData => {
  const folders = new Set(files.map(dirname));
  const [only] = folders;
  if (only !== undefined && folders.size === 1) return { folder: only, remove: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'poststelle-sprachen-'));
  for (const file of files) copyFileSync(file, join(folder, basename(file)));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
