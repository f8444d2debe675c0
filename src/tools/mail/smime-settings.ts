import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigInvalid } from '#errors.js';
import type { SmimeSettings } from './smime.js';

const readChecked = (path: string, setting: string, check: (pem: string) => unknown): string => {
  try {
    const pem = readFileSync(path, 'utf8');
    check(pem);
    return pem;
  } catch {
    throw new ConfigInvalid({
      code: 'smime-file-unreadable',
      message: `${setting} names ${path}, which cannot be read or holds nothing in PEM that fits`,
    });
  }
};

/** Reads what the operator configured; throws `ConfigInvalid` naming the file that cannot be used. */
export const loadSmimeSettings = (config: {
  caFiles: readonly string[];
  keyFiles: readonly string[];
}): SmimeSettings => ({
  trusted: config.caFiles.map((path) =>
    readChecked(path, 'smime.caFiles', (pem) => new X509Certificate(pem)),
  ),
  keys: config.keyFiles.map((path) => readChecked(path, 'smime.keyFiles', createPrivateKey)),
});
