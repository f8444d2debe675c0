import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { NeedsClearing } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage, StageResult } from '#pipeline/stage.js';
import { trustedResults } from '#tools/mail-auth/authentication-results.js';
import { senderDomain } from '#tools/mail-auth/sender-domain.js';
import { isMailType } from '#tools/media-type.js';
import { createOutputFolder, type ParsedMail } from '#tools/parser/create-parser.js';
import { getItem, type Item, listParts, type Part } from '../inhalt.repository.js';
import { type StoredMail, saveMailHead } from '../mail.repository.js';
import { saveMailart } from '../mailart.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { createPartReader, numberParts } from './enclosed-parts.js';
import { carriesFiles, isContainer } from './inspect.js';
import { isSealed } from './mail-parts.js';
import { saveFound } from './save-found.js';

const nothingToRead = (): NeedsClearing =>
  new NeedsClearing({
    code: 'archive-without-letter',
    message: 'the archive holds no file that can be read',
    clerkMessage:
      'Das Archiv enthält keine Datei, die gelesen werden kann. Bitte prüfen Sie es von Hand.',
  });

const noInvoice = (): NeedsClearing =>
  new NeedsClearing({
    code: 'rechnung-unlesbar',
    message: 'the XML is no invoice that can be read',
    clerkMessage:
      'Die XML-Datei ist keine lesbare elektronische Rechnung (XRechnung, ZUGFeRD). Das Original ist vollständig erhalten; bitte prüfen Sie es von Hand und bitten Sie den Absender um eine neue Fassung.',
  });

const sealed = (): NeedsClearing =>
  new NeedsClearing({
    code: 'mail-encrypted',
    message: 'the mail is encrypted and none of the configured keys opens it',
    clerkMessage:
      'Die E-Mail ist verschlüsselt, und ein passender Schlüssel ist nicht hinterlegt. Bitte bitten Sie den Absender um eine unverschlüsselte Fassung, oder wenden Sie sich an die Systembetreuung.',
  });

/** Opens what holds other files: a mail, an archive, a PDF that carries some; a letter passes. */
export const openContainer = (deps: PosteingangDeps): Stage => {
  const { blobs, parser } = deps;

  const storeHtml = async (html: ParsedMail['html']): Promise<Pick<StoredMail, 'html'>> =>
    html === undefined ? {} : { html: (await blobs.write(createReadStream(html.path))).sha256 };

  const storeSafeHtml = async (
    safe: ParsedMail['safeHtml'],
  ): Promise<Pick<StoredMail, 'safeHtml' | 'ansicht'>> => {
    if (safe === undefined) return {};
    const { blocked, links, cut } = safe;
    const { sha256 } = await blobs.write(createReadStream(safe.path));
    return { safeHtml: sha256, ansicht: { blocked, links, cut } };
  };

  const checkedSender = (mail: ParsedMail): Pick<StoredMail, 'absenderdomain'> => {
    const { authservId, authentication } = deps.config.mail;
    if (authservId === undefined || authentication === 'off') return {};
    const results = trustedResults(mail.headers, authservId);
    const absenderdomain = senderDomain(results, mail.head.from[0]?.address ?? '');
    if (absenderdomain === undefined) return {};
    return { absenderdomain: { ...absenderdomain, herkunft: 'mailserver' } };
  };

  const openMail = async (item: Item, signal: AbortSignal): Promise<StageResult> => {
    const outDir = await createOutputFolder();
    try {
      const mail = await blobs.withLocalFile(item.sha256, (path) =>
        parser.openMail({ path, outDir, signal }),
      );
      if (isSealed(mail)) throw sealed();
      const { html, safeHtml, attachments: _, beside = '', ...kept } = mail;
      const { dateiname, id } = item;
      const parts = await createPartReader(deps).partsOfMail(mail, dateiname, signal);
      const stored = {
        ...(await storeHtml(html)),
        ...(await storeSafeHtml(safeHtml)),
        ...checkedSender(mail),
      };
      const text = [kept.text, beside].filter((one) => one !== '').join('\n\n');
      return {
        write: async (tx) => {
          await saveFound(tx, id, numberParts(parts, { position: 0, page: 1 }));
          const mail = { ...kept, text, ...stored };
          await saveMailHead(tx, id, mail);
          await saveMailart(tx, id, mail);
        },
      };
    } finally {
      await rm(outDir, { recursive: true, force: true });
    }
  };

  const openArchive = async (item: Item, signal: AbortSignal): Promise<StageResult> => {
    const { unpackParts } = createPartReader(deps);
    const parts = await blobs.withLocalFile(item.sha256, (path) =>
      unpackParts({ path, mediaType: item.mediaType }, signal),
    );
    if (!parts.some(({ seitenzahl }) => (seitenzahl ?? 0) > 0)) throw nothingToRead();
    const numbered = numberParts(parts, { position: 0, page: 1 });
    return { write: (tx) => saveFound(tx, item.id, numbered) };
  };

  /** The files that a PDF carries follow its pages. */
  const openPdf = async (item: Item, own: Part, signal: AbortSignal): Promise<StageResult> => {
    const { unpackParts } = createPartReader(deps);
    const parts = await blobs.withLocalFile(item.sha256, (path) =>
      unpackParts({ path, mediaType: item.mediaType }, signal),
    );
    const next = { position: 1, page: (own.seitenzahl ?? 0) + 1 };
    const numbered = [own, ...numberParts(parts, next)];
    return { write: (tx) => saveFound(tx, item.id, numbered) };
  };

  /** An invoice as XML becomes its readable page, itself, and the files within it. */
  const openRechnung = async (item: Item, signal: AbortSignal): Promise<StageResult> => {
    const { dateiname, mediaType, sha256, size } = item;
    const part: Part = {
      ...{ position: 0, rolle: 'anschreiben', dateiname, mediaType, sha256, size },
      ...{ seitenzahl: 0, ersteSeite: null, hinweis: null },
    };
    const { invoiceParts } = createPartReader(deps);
    const parts = await blobs.withLocalFile(sha256, (path) =>
      invoiceParts({ path, part, withPage: true }, signal),
    );
    if (parts.length === 1) throw noInvoice();
    const numbered = numberParts(parts, { position: 0, page: 1 });
    return { write: (tx) => saveFound(tx, item.id, numbered) };
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
      if (isMailType(item.mediaType)) return openMail(item, signal);
      if (item.mediaType === 'application/zip') return openArchive(item, signal);
      if (item.mediaType === 'application/xml') return openRechnung(item, signal);
      if (own !== undefined && carriesFiles(own)) return openPdf(item, own, signal);
      return {};
    },
  };
};
