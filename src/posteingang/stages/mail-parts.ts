import { cleanFileName } from '#tools/mail/mail-names.js';
import type { ParsedMail } from '#tools/parser/create-parser.js';
import type { Part } from '../inhalt.repository.js';
import type { CoverMail, PosteingangDeps } from '../posteingang-deps.js';
import type { EnclosedPart } from '../rechnungsteile.js';
import type { Tally } from './enclosure-tally.js';

type MailFacts = Pick<ParsedMail, 'problems' | 'signatures'>;

/** What a person should know of a mail besides what it says. */
const mailHints: Readonly<Record<string, string>> = {
  'mail-parts-left-out':
    'Die E-Mail hat zu viele Teile; geöffnet wurden nur die ersten. Alle stehen im Original.',
  'mail-without-header': 'Die E-Mail ist ohne Kopf angekommen.',
  'mail-empty-attachment': 'Eine Anlage ist leer angekommen.',
  'mail-part-unreadable': 'Ein Teil der E-Mail ist beschädigt; er liegt unverändert bei.',
  'mail-encrypted': 'Enthält verschlüsselte Teile, die nicht geöffnet wurden.',
};

const signatureWords = {
  valid: 'Die elektronische Signatur ist gültig',
  untrusted:
    'Signiert, unverändert; der Aussteller des Zertifikats ist nicht als vertrauenswürdig hinterlegt',
  invalid: 'Die elektronische Signatur ist ungültig oder nicht prüfbar',
} as const;

const hintOf = ({ problems, signatures = [] }: MailFacts): string | null =>
  [
    ...signatures.map(({ status, signer }) =>
      signer === '' ? `${signatureWords[status]}.` : `${signatureWords[status]} (${signer}).`,
    ),
    ...problems.flatMap((problem) => mailHints[problem] ?? []),
  ].join(' ') || null;

/** Whether nothing of a mail can be read because it is encrypted and none of our keys opens it. */
export const isSealed = ({ problems, text, beside }: ParsedMail): boolean =>
  problems.includes('mail-encrypted') && text === '' && beside === undefined;

type Enclosed = ParsedMail['attachments'][number];
type TakePart = (file: EnclosedPart) => Promise<Part[]>;

/** Makes the parts of an opened mail: its cover, then those of its attachments, of which `take` makes parts; `tally` counts those within. */
export const createMailParts = (
  { blobs, renderMailCover }: Pick<PosteingangDeps, 'blobs' | 'renderMailCover'>,
  tally: Pick<Tally, 'mail'>,
) => {
  const coverPart = async (
    mail: CoverMail,
    { rolle, fileName, about }: Pick<Part, 'rolle'> & { fileName: string; about: MailFacts },
  ): Promise<Part> => {
    const cover = await renderMailCover(mail);
    const stored = await blobs.write(Buffer.from(cover.bytes));
    return {
      position: 0,
      rolle,
      dateiname: `${fileName.replace(/\.(?:eml|msg)$/i, '')}.pdf`,
      mediaType: 'application/pdf',
      sha256: stored.sha256,
      size: stored.size,
      seitenzahl: cover.pages,
      ersteSeite: 1,
      hinweis: hintOf(about),
      gesetzt: true,
    };
  };

  /** A forwarded mail gets a cover of its own, while they are not too many; what was attached to it follows by itself. */
  const attachmentParts = async (
    one: Enclosed,
    all: readonly Enclosed[],
    take: TakePart,
  ): Promise<Part[]> => {
    const { path, fileName, mediaType, message } = one;
    if (message === undefined || !tally.mail())
      return take({ path, fileName, mediaType: one.sniffed ?? mediaType, inline: one.inline });
    const attachments = all.filter(({ within }) => within === one.index);
    const subject = cleanFileName(message.head.subject, one.index, 'text/plain');
    const named = /^Anhang-\d+\./.test(fileName) && message.head.subject !== '';
    const facts = {
      rolle: 'anlage' as const,
      fileName: named ? subject : fileName,
      about: message,
    };
    return [await coverPart({ ...message, attachments }, facts)];
  };

  return async (
    mail: ParsedMail,
    own: Pick<Part, 'rolle'> & { fileName: string },
    take: TakePart,
  ): Promise<Part[]> => {
    const { attachments } = mail;
    const outer = attachments.filter(({ within }) => within === undefined);
    const parts = [await coverPart({ ...mail, attachments: outer }, { ...own, about: mail })];
    for (const one of attachments) parts.push(...(await attachmentParts(one, attachments, take)));
    return parts;
  };
};
