import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { MailroomError } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { isAcceptedMediaType } from '#tools/media-type.js';
import { createOutputFolder, type ParsedMail } from '#tools/parser/create-parser.js';
import { getItem, type Item, type Part, saveParts } from '../inhalt.repository.js';
import { saveMailHead } from '../mail.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';

type Attachment = ParsedMail['attachments'][number];

const notRead = 'Dieser Dateityp wird nicht gelesen; die Datei liegt unverändert bei.';

/** Opens a mail into its cover and its attachments; a letter passes. */
export const openContainer = (deps: PosteingangDeps): Stage => {
  const { blobs, parser } = deps;

  const store = async (path: string): Promise<{ sha256: string; size: number }> =>
    blobs.write(createReadStream(path));

  /** An attachment that cannot be opened stays attached and says why; the mail itself goes on. */
  const toPart = async (
    attachment: Attachment,
    position: number,
    signal: AbortSignal,
  ): Promise<Part> => {
    const stored = await store(attachment.path);
    const mediaType = attachment.sniffed ?? attachment.mediaType;
    const part: Part = {
      position,
      rolle: 'anlage',
      dateiname: attachment.fileName,
      mediaType,
      sha256: stored.sha256,
      size: stored.size,
      seitenzahl: 0,
      ersteSeite: null,
      hinweis: null,
    };
    if (!isAcceptedMediaType(mediaType) || mediaType === 'message/rfc822')
      return { ...part, hinweis: notRead };
    try {
      const found = await parser.inspect({ path: attachment.path, mediaType, signal });
      return { ...part, seitenzahl: found.pageCount ?? 1 };
    } catch (error) {
      if (error instanceof MailroomError && error.retry === 'never')
        return { ...part, hinweis: error.clerkMessage };
      throw error;
    }
  };

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

  const numberPages = (parts: readonly Part[]): Part[] => {
    let next = 1;
    return parts.map((part) => {
      const pages = part.seitenzahl ?? 0;
      const ersteSeite = pages > 0 ? next : null;
      next += pages;
      return { ...part, ersteSeite };
    });
  };

  return {
    name: 'openContainer',
    queue: 'heavy',
    run: async ({ itemId, signal }) => {
      const item = await asSystem(deps.db, (tx) => getItem(tx, itemId));
      if (item.mediaType !== 'message/rfc822') return {};
      const outDir = await createOutputFolder();
      try {
        const mail = await blobs.withLocalFile(item.sha256, (path) =>
          parser.openMail({ path, outDir, signal }),
        );
        const parts = [await coverPart(item, mail)];
        for (const attachment of mail.attachments)
          parts.push(await toPart(attachment, parts.length, signal));
        const numbered = numberPages(parts);
        return {
          write: async (tx) => {
            await saveParts(tx, itemId, numbered);
            await saveMailHead(tx, itemId, {
              head: mail.head,
              text: mail.text,
              problems: mail.problems,
            });
          },
        };
      } finally {
        await rm(outDir, { recursive: true, force: true });
      }
    },
  };
};
