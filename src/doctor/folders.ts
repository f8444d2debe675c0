import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '#config/schema.js';
import { openBlobStore } from '#infrastructure/storage/open-blob-store.js';
import { type Finding, fail, ok, reasonOf, warn } from './finding.js';

/** The folder itself, or the nearest one above it that exists: the doctor makes nothing that stays. */
const nearest = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));

/** Writes a file durably and removes it: more than the access bits say, e.g. on a full or read-only disk. */
const tryWriting = async (folder: string): Promise<void> => {
  const path = join(nearest(folder), `.pruefung-${randomUUID()}`);
  const file = await open(path, 'wx');
  try {
    await file.writeFile('Poststelle');
    await file.sync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
};

const checkFolder = async (check: string, folder: string, setting: string): Promise<Finding> => {
  try {
    await tryWriting(folder);
    const state = existsSync(folder) ? 'ist beschreibbar' : 'wird beim Start angelegt';
    return ok(check, `${folder} ${state}`);
  } catch (error) {
    return fail(
      check,
      `${folder} ist nicht beschreibbar: ${reasonOf(error)}`,
      `Dem Benutzer, unter dem Poststelle läuft, Schreibrechte geben oder ${setting} auf einen anderen Ordner setzen.`,
    );
  }
};

const megabyte = 1024 ** 2;
/** Below this many times the refusal mark there is still time to act. */
const comfort = 10;

const checkFreeSpace = async (config: Config): Promise<Finding> => {
  const { bavail, bsize } = await statfs(nearest(config.dataDir));
  const free = Math.floor((bavail * bsize) / megabyte);
  const least = config.intake.minFreeDiskMegabytes;
  const text = `${free.toLocaleString('de-DE')} MB frei; unter ${least.toLocaleString('de-DE')} MB wird nichts mehr angenommen`;
  const action =
    'Platz schaffen oder dataDir (bzw. storage.path) auf einen größeren Datenträger legen.';
  if (free < least) return fail('Speicherplatz', text, action);
  return free < least * comfort ? warn('Speicherplatz', text, action) : ok('Speicherplatz', text);
};

/** The S3 bucket: an object is written, read back and removed. */
const checkBucket = async (config: Config): Promise<Finding> => {
  try {
    const store = await openBlobStore(config);
    const { sha256 } = await store.write(Buffer.from(`Poststelle ${randomUUID()}`));
    await store.remove(sha256);
    return ok('Dateiablage', `S3, Bucket ${config.storage.s3Bucket} ist beschreibbar`);
  } catch (error) {
    return fail(
      'Dateiablage',
      `S3, Bucket ${config.storage.s3Bucket}: ${reasonOf(error)}`,
      'storage.s3Endpoint, Bucket und Schlüssel prüfen; der Schlüssel muss lesen, schreiben und löschen dürfen.',
    );
  }
};

/** The folders that Poststelle writes to, and the space that is left. */
export const checkFolders = async (config: Config): Promise<Finding[]> => {
  const { dataDir, outbound, storage } = config;
  const findings = [await checkFolder('Datenordner', dataDir, 'dataDir')];
  if (findings[0]?.verdict === 'ok') findings.push(await checkFreeSpace(config));
  if (storage.kind === 's3') findings.push(await checkBucket(config));
  else if (storage.path !== undefined) {
    findings.push(await checkFolder('Dateiablage', storage.path, 'storage.path'));
  }
  if (config.hotfolder.path !== undefined)
    findings.push(await checkFolder('Scanordner', config.hotfolder.path, 'hotfolder.path'));
  const printFolder = outbound.printFolder ?? join(dataDir, 'druck');
  findings.push(await checkFolder('Druckordner', printFolder, 'outbound.printFolder'));
  return findings;
};
