import { rm } from 'node:fs/promises';
import { MailroomError } from '#errors.js';
import { isAcceptedMediaType, isMailType } from '#tools/media-type.js';
import { isConvertible } from '#tools/office/import-filters.js';
import { isOfficeType } from '#tools/office/read-office.js';
import { createOutputFolder, type ParsedMail } from '#tools/parser/create-parser.js';
import type { Part } from '../inhalt.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { createRechnungsteile, type EnclosedPart, storedPart } from '../rechnungsteile.js';
import { createTally, mostDepth, outermost, type Place } from './enclosure-tally.js';
import { createMailParts, isSealed } from './mail-parts.js';
import { createOfficeParts } from './office-parts.js';

const notRead = 'Dieser Dateityp wird nicht gelesen; die Datei liegt unverändert bei.';
const unreadableXml =
  'Diese elektronische Rechnung konnte nicht gelesen werden; die Datei liegt unverändert bei.';
const sealedMail =
  'Diese E-Mail ist verschlüsselt, und ein passender Schlüssel ist nicht hinterlegt; die Datei liegt unverändert bei.';
const shownInText =
  'Kleines Bild aus dem Text der E-Mail (etwa ein Logo); es ist keine Seite und liegt unverändert bei.';
/** In pixels; a page of which one could read anything is larger, and so is a photograph. */
const largestOrnament = { width: 640, height: 360 };
const zip = 'application/zip';
const pdf = 'application/pdf';
const xml = 'application/xml';

const isOrnament = (size: { width: number; height: number } | undefined): boolean =>
  size !== undefined &&
  size.width <= largestOrnament.width &&
  size.height <= largestOrnament.height;

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

/**
 * Makes parts of the files that came within one item, a mail, an archive or a PDF; archives and mails among them are
 * opened. Its limits hold for all that one reader is given, so each item gets its own.
 */
export const createPartReader = (
  deps: Pick<
    PosteingangDeps,
    'blobs' | 'parser' | 'renderRechnung' | 'renderOffice' | 'convertOffice' | 'renderMailCover'
  >,
) => {
  const { blobs, parser } = deps;
  const rechnungsteile = createRechnungsteile(deps);
  const office = createOfficeParts(deps);
  const tally = createTally();
  const mailParts = createMailParts(deps, tally);

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

  const inFolder = async (read: (outDir: string) => Promise<Part[]>): Promise<Part[]> => {
    const outDir = await createOutputFolder();
    try {
      return await read(outDir);
    } finally {
      await rm(outDir, { recursive: true, force: true });
    }
  };

  const unpackParts = (
    file: { path: string; mediaType: string },
    signal: AbortSignal,
    { depth } = outermost,
  ): Promise<Part[]> =>
    inFolder(async (outDir) => {
      const inner = { depth: depth + 1 };
      const place: Place = file.mediaType === pdf ? { ...inner, within: 'pdf' } : inner;
      const parts: Part[] = [];
      for (const one of await parser.unpack({ ...file, outDir, signal }))
        parts.push(...(await toParts(one, signal, place)));
      return parts;
    });

  /** A mail that lies as a file in an archive becomes its cover and its attachments, as a forwarded one does. */
  const openMail = (
    { path, fileName }: EnclosedPart,
    part: Part,
    { signal, depth }: { signal: AbortSignal; depth: number },
  ): Promise<Part[]> =>
    inFolder(async (outDir) => {
      const mail = await parser.openMail({ path, outDir, signal });
      if (isSealed(mail)) return [{ ...part, hinweis: sealedMail }];
      const own = { rolle: 'anlage' as const, fileName };
      return mailParts(mail, own, (one) => toParts(one, signal, { depth: depth + 1 }));
    });

  /** An invoice as XML; a file within it is no invoice and no archive of its own. */
  const invoiceParts = async (
    { path, part, withPage }: { path: string; part: Part; withPage: boolean },
    signal: AbortSignal,
    { depth } = outermost,
  ): Promise<Part[]> => {
    const found = await rechnungsteile({ path, part, withPage, signal }, async (one) =>
      one.mediaType === xml || one.mediaType === zip || isMailType(one.mediaType)
        ? [{ ...(await storedPart(blobs, one)), hinweis: notRead }]
        : toParts(one, signal, { depth: depth + 1, within: 'rechnung' }),
    );
    if (found === 'other') return [{ ...part, mediaType: 'text/xml', hinweis: notRead }];
    return found === 'unreadable' ? [{ ...part, hinweis: unreadableXml }] : found;
  };

  /** A file with pages; what a PDF carries follows it, an invoice for example, but not what lies in those files. */
  const pagedParts = async (
    { path, mediaType, inline }: EnclosedPart,
    part: Part,
    { signal, place }: { signal: AbortSignal; place: Place },
  ): Promise<Part[]> => {
    const found = await parser.inspect({ path, key: part.sha256, mediaType, signal });
    if (inline === true && isOrnament(found.size)) return [{ ...part, hinweis: shownInText }];
    const read = { ...part, seitenzahl: found.pageCount ?? 1 };
    if (place.within !== undefined || !found.problems.includes('pdf-attachments')) return [read];
    const refusal = tally.refusal(mediaType, place);
    if (refusal !== undefined) return [{ ...read, hinweis: refusal }];
    const file = { path, mediaType };
    return orHint(read, async () => [read, ...(await unpackParts(file, signal, place))]);
  };

  /** An office document behind its pages, where it has any that can be shown. */
  const officeParts = (file: EnclosedPart, part: Part, signal: AbortSignal): Promise<Part[]> =>
    inFolder(async (outDir) => {
      const task = { file, part, outDir, signal };
      const takePdf = async (made: EnclosedPart): Promise<Part[]> => {
        const place: Place = { depth: mostDepth, within: 'pdf' };
        return pagedParts(made, await storedPart(blobs, made), { signal, place });
      };
      const asPdf = await office.asPdf(task, takePdf);
      if (asPdf !== undefined) return asPdf;
      return isOfficeType(file.mediaType) ? office.asWords(task) : [{ ...part, hinweis: notRead }];
    });

  const toParts = async (
    file: EnclosedPart,
    signal: AbortSignal,
    place = outermost,
  ): Promise<Part[]> => {
    const { path, mediaType } = file;
    tally.file();
    const part = await storedPart(blobs, file);
    const { within, depth } = place;
    if (mediaType === xml)
      return orHint(part, () =>
        invoiceParts({ path, part, withPage: within !== 'pdf' }, signal, place),
      );
    if (mediaType === zip || isMailType(mediaType)) {
      const refusal = tally.refusal(mediaType, place);
      if (refusal !== undefined) return [{ ...part, hinweis: refusal }];
      return orHint(part, () =>
        mediaType === zip
          ? unpackParts({ path, mediaType }, signal, place)
          : openMail(file, part, { signal, depth }),
      );
    }
    if (isConvertible(mediaType)) return orHint(part, () => officeParts(file, part, signal));
    if (!isAcceptedMediaType(mediaType)) return [{ ...part, hinweis: notRead }];
    return orHint(part, () => pagedParts(file, part, { signal, place }));
  };

  /** The parts of the mail that is the item itself. */
  const partsOfMail = (mail: ParsedMail, fileName: string, signal: AbortSignal): Promise<Part[]> =>
    mailParts(mail, { rolle: 'anschreiben', fileName }, (one) => toParts(one, signal));

  return { partsOfMail, unpackParts, invoiceParts };
};
