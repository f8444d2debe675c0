import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDurableFolder, syncFolder } from '#infrastructure/storage/durable-folder.js';
import { hasCode } from '#infrastructure/storage/faults.js';
import { displayName } from './intake.js';

/** A file as it lies in the folder of a station. */
export interface Found {
  /** The name as the file system has it, byte for byte; scanners do not always write UTF-8. */
  raw: Buffer;
  /** The name for people; never used as a path. */
  name: string;
  path: Buffer;
  stats: Stats;
  /** Changes when the file is written to or replaced. */
  print: string;
}

/** Endings under which programs write what is not complete yet. */
const unfinished = /\.(tmp|temp|part|partial|filepart|crdownload|download|lock|swp)$/i;
const ours = /\.(done|eingangsnummer\.txt)$/i;
const longestNameBytes = 200;

const decode = (raw: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return raw.toString('latin1');
  }
};

const below = (folder: string, raw: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${folder}/`), raw]);

const printOf = ({ ino, size, mtimeMs }: Stats): string => `${ino}:${size}:${mtimeMs}`;

const isCandidate = (name: string): boolean =>
  !/^[.~]/.test(name) && !unfinished.test(name) && !ours.test(name);

/** The files of a station, oldest first, with the names beside them; folders and unfinished files are passed over. */
export const listFolder = async (
  folder: string,
): Promise<{ found: Found[]; names: ReadonlySet<string> }> => {
  const all = await readdir(folder, { encoding: 'buffer' });
  const found: Found[] = [];
  for (const raw of all) {
    const name = decode(raw);
    if (!isCandidate(name)) continue;
    const path = below(folder, raw);
    const stats = await lstat(path).catch(() => undefined);
    if (stats === undefined || stats.isDirectory()) continue;
    found.push({ raw, name: displayName(name), path, stats, print: printOf(stats) });
  }
  found.sort((a, b) => a.stats.mtimeMs - b.stats.mtimeMs || a.raw.compare(b.raw));
  return { found, names: new Set(all.map((raw) => raw.toString('latin1'))) };
};

/** The file that says that this one is complete. */
export const markerOf = (file: Found): string => `${file.raw.toString('latin1')}.done`;

/** Opens the very file that was seen; undefined when it is gone or another one. Follows no link. */
export const openFound = async (file: Found): Promise<FileHandle | undefined> => {
  const noFollow = constants.O_NOFOLLOW ?? 0;
  const nonBlocking = constants.O_NONBLOCK ?? 0;
  const handle = await open(file.path, constants.O_RDONLY | noFollow | nonBlocking).catch(
    (error: unknown) => {
      if (hasCode(error, 'ENOENT') || hasCode(error, 'ELOOP')) return undefined;
      throw error;
    },
  );
  if (handle === undefined) return undefined;
  const stats = await handle.stat();
  if (stats.isFile() && printOf(stats) === file.print) return handle;
  await handle.close();
  return undefined;
};

/** Whether the open file is still as it was seen. */
export const isUnchanged = async (file: Found, handle: FileHandle): Promise<boolean> =>
  printOf(await handle.stat()) === file.print;

const shortened = (name: string): string => {
  let short = name;
  while (Buffer.byteLength(short) > longestNameBytes) short = short.slice(0, -1);
  return short;
};

/** A name that is free in the folder: the file's own, or with a number before its ending. */
const freeName = async (folder: string, name: string): Promise<string> => {
  const wanted = shortened(name.replace(/^\.+/, '').replaceAll(':', '-')) || 'ohne Namen';
  const [, stem = wanted, ending = ''] = /^(.*?)(\.[^.]{1,10})?$/.exec(wanted) ?? [];
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? wanted : `${stem} (${number})${ending}`;
    const taken = await lstat(join(folder, candidate)).catch(() => undefined);
    if (taken === undefined) return candidate;
  }
};

/**
 * Moves a file out of the way, with a text beside it that says why. The text is durable first: whoever sees the
 * file gone finds the reason. Doing it again after a crash only writes the text again.
 */
export const putAway = async (
  file: Found,
  folder: string,
  note: { ending: string; text: string },
): Promise<void> => {
  await makeDurableFolder(folder);
  const name = await freeName(folder, file.name);
  const fresh = join(folder, `.${randomUUID()}.tmp`);
  await writeFile(fresh, `\uFEFF${note.text}\r\n`, { flush: true, mode: 0o640 });
  await rename(fresh, join(folder, `${name}${note.ending}`));
  await rename(file.path, join(folder, name));
  await rm(Buffer.concat([file.path, Buffer.from('.done')]), { force: true });
  await syncFolder(folder);
};

/** Leaves a receipt for what is kept closed: its number, and nothing of its name. */
export const noteSealed = async (folder: string, eingangsnummer: string): Promise<void> => {
  await makeDurableFolder(folder);
  const text = `\uFEFFVerschlossene Sendung\r\nEingangsnummer: ${eingangsnummer}\r\n`;
  const path = join(folder, `Verschlossen ${eingangsnummer}.eingangsnummer.txt`);
  await writeFile(path, text, { flush: true, mode: 0o640 });
};

const zeros = Buffer.alloc(256 * 1024);

/**
 * Overwrites a file and removes it. On disks that write elsewhere than they read (SSD, snapshots, copy on write) the old
 * bytes may survive below the file system; docs/operations.md says what to do about that.
 */
export const shred = async (file: Found): Promise<void> => {
  const noFollow = constants.O_NOFOLLOW ?? 0;
  const handle = await open(file.path, constants.O_WRONLY | noFollow).catch((error: unknown) => {
    // Without the right to write it can still be removed.
    if (hasCode(error, 'EACCES') || hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (handle !== undefined) {
    try {
      const { size } = await handle.stat();
      for (let at = 0; at < size; at += zeros.length)
        await handle.write(zeros, 0, Math.min(zeros.length, size - at), at);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }
  await rm(file.path, { force: true });
};
