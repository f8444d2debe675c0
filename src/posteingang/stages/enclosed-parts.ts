import { rm } from 'node:fs/promises';
import { MailroomError } from '#errors.js';
import { isAcceptedMediaType, isMailType } from '#tools/media-type.js';
import { isOfficeType } from '#tools/office/read-office.js';
import { createOutputFolder } from '#tools/parser/create-parser.js';
import type { Part } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { createRechnungsteile, type EnclosedPart, storedPart } from '../rechnungsteile.js';

const notRead = 'Dieser Dateityp wird nicht gelesen; die Datei liegt unverändert bei.';
const unreadableXml =
  'Diese elektronische Rechnung konnte nicht gelesen werden; die Datei liegt unverändert bei.';
const noWords =
  'In diesem Office-Dokument wurden keine Wörter gefunden; die Datei liegt unverändert bei.';
const wordsBeside = 'Office-Dokument; seine Wörter stehen in der lesbaren Fassung davor.';
const zip = 'application/zip';
const pdf = 'application/pdf';
const xml = 'application/xml';

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
export const createPartReader = (
  deps: Pick<PosteingangDeps, 'blobs' | 'parser' | 'renderRechnung' | 'renderOffice'>,
) => {
  const { blobs, parser } = deps;
  const rechnungsteile = createRechnungsteile(deps);

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
      for (const one of files)
        parts.push(...(await toParts(one, signal, file.mediaType === pdf ? 'pdf' : undefined)));
      return parts;
    } finally {
      await rm(outDir, { recursive: true, force: true });
    }
  };

  /** An invoice as XML; a file within it is no invoice and no archive of its own. */
  const invoiceParts = async (
    { path, part, withPage }: { path: string; part: Part; withPage: boolean },
    signal: AbortSignal,
  ): Promise<Part[]> => {
    const found = await rechnungsteile({ path, part, withPage, signal }, async (one) =>
      one.mediaType === xml || one.mediaType === zip
        ? [{ ...(await storedPart(blobs, one)), hinweis: notRead }]
        : toParts(one, signal, 'rechnung'),
    );
    if (found === 'other') return [{ ...part, mediaType: 'text/xml', hinweis: notRead }];
    return found === 'unreadable' ? [{ ...part, hinweis: unreadableXml }] : found;
  };

  /** The files that a PDF carries follow it, an invoice for example; those in them are not looked into. */
  const pdfParts = async (
    file: EnclosedPart,
    part: Part,
    { problems, within }: { problems: readonly string[]; within: string | undefined },
    signal: AbortSignal,
  ): Promise<Part[]> => {
    if (within !== undefined || !problems.includes('pdf-attachments')) return [part];
    const { path, mediaType } = file;
    return orHint(part, async () => [part, ...(await unpackParts({ path, mediaType }, signal))]);
  };

  /** The words of an office document as pages in front of it; the document itself stays as it is. */
  const officeParts = async (
    { path, fileName, mediaType }: EnclosedPart,
    part: Part,
    signal: AbortSignal,
  ): Promise<Part[]> => {
    const text = await parser.readOffice({ path, mediaType, signal });
    if (text.blocks.length === 0) return [{ ...part, hinweis: noWords }];
    const sheet = await deps.renderOffice({ ...text, dateiname: fileName });
    const stored = await blobs.write(Buffer.from(sheet.bytes));
    const readable: Part = {
      ...part,
      dateiname: `${fileName} (lesbare Fassung).pdf`,
      mediaType: 'application/pdf',
      sha256: stored.sha256,
      size: stored.size,
      seitenzahl: sheet.pages,
      hinweis: 'Wörter des Dokuments ohne Gestaltung und Bilder.',
    };
    return [readable, { ...part, hinweis: wordsBeside }];
  };

  const toParts = async (
    file: EnclosedPart,
    signal: AbortSignal,
    within?: 'pdf' | 'rechnung',
  ): Promise<Part[]> => {
    const { path, mediaType } = file;
    const part = await storedPart(blobs, file);
    if (mediaType === xml)
      return orHint(part, () => invoiceParts({ path, part, withPage: within !== 'pdf' }, signal));
    if (mediaType === zip) return orHint(part, () => unpackParts({ path, mediaType }, signal));
    if (isOfficeType(mediaType)) return orHint(part, () => officeParts(file, part, signal));
    if (!isAcceptedMediaType(mediaType) || isMailType(mediaType))
      return [{ ...part, hinweis: notRead }];
    return orHint(part, async () => {
      const found = await parser.inspect({ path, key: part.sha256, mediaType, signal });
      const read = { ...part, seitenzahl: found.pageCount ?? 1 };
      return pdfParts(file, read, { problems: found.problems, within }, signal);
    });
  };

  return { toParts, unpackParts, invoiceParts };
};
