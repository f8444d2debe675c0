import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { MailroomError } from '#errors.js';
import { isAcceptedMediaType } from '#tools/media-type.js';
import { createOutputFolder, type UnpackedPart } from '#tools/parser/create-parser.js';
import type { Part } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';

/** A file that came within another one. */
export type EnclosedPart = Pick<UnpackedPart, 'path' | 'fileName' | 'mediaType'>;

const notRead = 'Dieser Dateityp wird nicht gelesen; die Datei liegt unverändert bei.';
const zip = 'application/zip';

/** Gives each part its place, and its pages their numbers within the item, from `firstPage`. */
export const numberParts = (
  parts: readonly Part[],
  first: { position: number; page: number },
): Part[] => {
  let next = first.page;
  return parts.map((part, index) => {
    const pages = part.seitenzahl ?? 0;
    const ersteSeite = pages > 0 ? next : null;
    next += pages;
    return { ...part, position: first.position + index, ersteSeite };
  });
};

/** Makes parts of files that came within a mail, an archive or a PDF; archives among them are opened. */
export const createPartReader = ({ blobs, parser }: Pick<PosteingangDeps, 'blobs' | 'parser'>) => {
  /** What is wrong with a file is said beside it; the others go on. */
  const orHint = async (part: Part, read: () => Promise<Part[]>): Promise<Part[]> => {
    try {
      return await read();
    } catch (error) {
      if (error instanceof MailroomError && error.retry === 'never')
        return [{ ...part, hinweis: error.clerkMessage }];
      throw error;
    }
  };

  const unpackParts = async (
    file: { path: string; mediaType: string },
    signal: AbortSignal,
  ): Promise<Part[]> => {
    const outDir = await createOutputFolder();
    try {
      const files = await parser.unpack({ ...file, outDir, signal });
      const parts: Part[] = [];
      for (const one of files) parts.push(...(await toParts(one, signal)));
      return parts;
    } finally {
      await rm(outDir, { recursive: true, force: true });
    }
  };

  const toParts = async (file: EnclosedPart, signal: AbortSignal): Promise<Part[]> => {
    const { path, mediaType } = file;
    const stored = await blobs.write(createReadStream(path));
    const part: Part = {
      position: 0,
      rolle: 'anlage',
      dateiname: file.fileName,
      mediaType,
      sha256: stored.sha256,
      size: stored.size,
      seitenzahl: 0,
      ersteSeite: null,
      hinweis: null,
    };
    if (mediaType === zip) return orHint(part, () => unpackParts({ path, mediaType }, signal));
    if (!isAcceptedMediaType(mediaType) || mediaType === 'message/rfc822')
      return [{ ...part, hinweis: notRead }];
    return orHint(part, async () => {
      const found = await parser.inspect({ path, key: stored.sha256, mediaType, signal });
      return [{ ...part, seitenzahl: found.pageCount ?? 1 }];
    });
  };

  return { toParts, unpackParts };
};
