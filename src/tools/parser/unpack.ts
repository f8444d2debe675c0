import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { cleanFileName } from '../mail/mail-names.js';
import { sniffedBytes, sniffMediaType } from '../media-type.js';
import { ChildFailure, type DocumentLimits, type UnpackTask } from './protocol.js';

/** A file out of a container, written to the output folder. */
export interface UnpackedFile {
  index: number;
  file: string;
  fileName: string;
  mediaType: string;
  size: number;
  sha256: string;
}

const zip = 'application/zip';
/** A small archive that promises this many times its own bytes is a bomb and no archive of letters. */
const mostRatio = 250;
const freeBytes = 20_000_000;
const unknownType = 'application/octet-stream';

/** What systems add to archives for themselves. */
const isJunk = (name: string): boolean =>
  /(^|[\\/])(__MACOSX[\\/]|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(name);

const isFolder = (name: string): boolean => /[\\/]$/.test(name);

/** A link is no letter; where it points to is nobody's business. */
const isLink = (entry: Entry): boolean =>
  ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;

/** Counts what has come out of all containers together. */
export const createTally = (limits: DocumentLimits) => {
  let files = 0;
  let bytes = 0;
  return {
    file(): number {
      files += 1;
      if (files > limits.maxMailParts) throw new ChildFailure('limit-exceeded', 'archive-files');
      return files - 1;
    },
    bytes(count: number): void {
      bytes += count;
      if (bytes > limits.maxMailBytes) throw new ChildFailure('limit-exceeded', 'archive-size');
    },
  };
};

type Tally = ReturnType<typeof createTally>;

/** Names are decoded below: one that climbs out of a folder harms nobody who never uses it as a path. */
const zipOptions = { lazyEntries: true, decodeStrings: false, validateEntrySizes: true } as const;

const readEntry = async (file: ZipFile, entry: Entry, tally: Tally): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of await file.openReadStreamPromise(entry)) {
    const bytes = Buffer.from(chunk);
    tally.bytes(bytes.length);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

const nameOf = (entry: Entry): string => {
  const raw: unknown = entry.fileName;
  if (!Buffer.isBuffer(raw)) return String(raw);
  return getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false);
};

const refuseBombs = (entry: Entry): void => {
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > freeBytes && uncompressedSize > compressedSize * mostRatio)
    throw new ChildFailure('limit-exceeded', 'archive-size');
};

type Save = (name: string, bytes: Buffer) => Promise<void>;

const unpackZip = async (
  bytes: Buffer,
  depth: number,
  context: { limits: DocumentLimits; tally: Tally; save: Save },
): Promise<void> => {
  if (depth > context.limits.maxArchiveDepth)
    throw new ChildFailure('limit-exceeded', 'archive-files');
  const file = await fromBufferPromise(bytes, zipOptions);
  for await (const entry of file.eachEntry()) {
    const name = nameOf(entry);
    if (isJunk(name) || isFolder(name) || isLink(entry)) continue;
    if (entry.isEncrypted()) throw new ChildFailure('archive-encrypted');
    refuseBombs(entry);
    const content = await readEntry(file, entry, context.tally);
    if (sniffMediaType(content.subarray(0, sniffedBytes), name)?.mediaType === zip)
      await unpackZip(content, depth + 1, context);
    else await context.save(name, content);
  }
};

const unpackPdf = async (bytes: Buffer, tally: Tally, save: Save): Promise<void> => {
  const { loadPdfium, openPdf } = await import('./pdfium.js');
  const { readAttachments } = await import('./pdf-attachments.js');
  const file = openPdf(await loadPdfium(), bytes);
  for (const { name, content } of readAttachments(file, (size) => tally.bytes(size)))
    await save(name, content);
};

/** Takes the files out of a ZIP, those in it included, or out of a PDF that carries files. */
export const unpack = async (task: UnpackTask): Promise<{ files: UnpackedFile[] }> => {
  const files: UnpackedFile[] = [];
  const tally = createTally(task.limits);
  const save: Save = async (name, content) => {
    const index = tally.file();
    const file = `part-${index}.bin`;
    await writeFile(join(task.out, file), content);
    const mediaType =
      sniffMediaType(content.subarray(0, sniffedBytes), name)?.mediaType ?? unknownType;
    const fileName = cleanFileName(name, index, mediaType);
    const sha256 = createHash('sha256').update(content).digest('hex');
    files.push({ index, file, fileName, mediaType, size: content.length, sha256 });
  };
  const bytes = await readFile(task.input);
  if (task.mediaType === zip) await unpackZip(bytes, 1, { limits: task.limits, tally, save });
  else await unpackPdf(bytes, tally, save);
  return { files };
};
