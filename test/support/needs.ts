import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import type { TestContext } from 'vitest';

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Servers lie here, and not every person has these folders on the PATH. */
const serverFolders = ['/usr/sbin', '/usr/local/sbin'];

/** The full path of a program on the PATH or among the servers, or undefined. */
export const findProgram = (name: string): string | undefined =>
  [...(process.env['PATH'] ?? '').split(delimiter), ...serverFolders]
    .map((folder) => join(folder, name))
    .find(isExecutable);

/**
 * The full path of a program that the test needs; skips the test with the command that installs it when
 * this machine has none. The continuous integration has all of them and allows no skip.
 */
export const needsProgram = (context: TestContext, name: string, aptPackage: string): string => {
  const path = findProgram(name);
  if (path === undefined) context.skip(`${name} is missing: apt-get install ${aptPackage}`);
  return path ?? name;
};
