import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { NeedsClearing } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage, StageResult } from '#pipeline/stage.js';
import { createOutputFolder, type ParsedMail } from '#tools/parser/create-parser.js';
import { getItem, type Item, listParts, type Part, saveParts } from '../inhalt.repository.js';
import { saveMailHead } from '../mail.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { createPartReader, numberParts } from './enclosed-parts.js';
import { carriesFiles, isContainer } from './inspect.js';

const nothingToRead = (): NeedsClearing =>
  new NeedsClearing({
    code: 'archive-without-letter',
    message: 'the archive holds no file that can be read',
    clerkMessage:
      'Das Archiv enthält keine Datei, die gelesen werden kann. Bitte prüfen Sie es von Hand.',
  });

/** Opens what holds other files: a mail, an archive, a PDF that carries some; a letter passes. */
export const openContainer = (deps: PosteingangDeps): Stage => {
  const { blobs, parser } = deps;

  const { toParts, unpackParts } = createPartReader(deps);

  const coverPart = async (item: Item, mail: ParsedMail): Promise<Part> => {
    const cover = await deps.renderMailCover(mail);
    const stored = await blobs.write(Buffer.from(cover.bytes));
    return {
      position: 0,
      rolle: 'anschreiben',
      dateiname: `${item.dateiname.replace(/\.eml$/i, '')}.pdf`,
      mediaType: 'application/pdf',
      sha256: stored.sha256,
      size: stored.size,
      seitenzahl: cover.pages,
      ersteSeite: 1,
      hinweis: null,
    };
  };

  const openMail = async (item: Item, signal: AbortSignal): Promise<StageResult> => {
    const outDir = await createOutputFolder();
    try {
      const mail = await blobs.withLocalFile(item.sha256, (path) =>
        parser.openMail({ path, outDir, signal }),
      );
      const parts = [await coverPart(item, mail)];
      for (const { path, fileName, mediaType, sniffed = mediaType } of mail.attachments)
        parts.push(...(await toParts({ path, fileName, mediaType: sniffed }, signal)));
      const { html, attachments: _parts, ...kept } = mail;
      const stored =
        html === undefined ? {} : { html: (await blobs.write(createReadStream(html.path))).sha256 };
      return {
        write: async (tx) => {
          await saveParts(tx, item.id, numberParts(parts, { position: 0, page: 1 }));
          await saveMailHead(tx, item.id, { ...kept, ...stored });
        },
      };
    } finally {
      await rm(outDir, { recursive: true, force: true });
    }
  };

  const openArchive = async (item: Item, signal: AbortSignal): Promise<StageResult> => {
    const parts = await blobs.withLocalFile(item.sha256, (path) =>
      unpackParts({ path, mediaType: item.mediaType }, signal),
    );
    if (!parts.some(({ seitenzahl }) => (seitenzahl ?? 0) > 0)) throw nothingToRead();
    const numbered = numberParts(parts, { position: 0, page: 1 });
    return { write: (tx) => saveParts(tx, item.id, numbered) };
  };

  /** The files that a PDF carries follow its pages. */
  const openPdf = async (item: Item, own: Part, signal: AbortSignal): Promise<StageResult> => {
    const parts = await blobs.withLocalFile(item.sha256, (path) =>
      unpackParts({ path, mediaType: item.mediaType }, signal),
    );
    const next = { position: 1, page: (own.seitenzahl ?? 0) + 1 };
    const numbered = [own, ...numberParts(parts, next)];
    return { write: (tx) => saveParts(tx, item.id, numbered) };
  };

  const holdsFiles = (item: Item, own: Part | undefined): boolean =>
    isContainer(item.mediaType) || (own !== undefined && carriesFiles(own));

  return {
    name: 'openContainer',
    queue: 'heavy',
    appliesTo: async (tx, itemId) =>
      holdsFiles(await getItem(tx, itemId), (await listParts(tx, itemId)).at(0)),
    run: async ({ itemId, signal }) => {
      const { item, own } = await asSystem(deps.db, async (tx) => ({
        item: await getItem(tx, itemId),
        own: (await listParts(tx, itemId)).at(0),
      }));
      if (item.mediaType === 'message/rfc822') return openMail(item, signal);
      if (item.mediaType === 'application/zip') return openArchive(item, signal);
      if (own !== undefined && carriesFiles(own)) return openPdf(item, own, signal);
      return {};
    },
  };
};
