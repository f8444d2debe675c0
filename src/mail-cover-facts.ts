import type { CoverMail } from '#posteingang/index.js';
import { missingWords } from '#tools/mail-html/blocked-words.js';
import type { MailCover } from '#tools/typst/mail-cover.js';

const kilobyte = 1_000;

const size = (bytes: number): string =>
  bytes < kilobyte * kilobyte
    ? `${Math.ceil(bytes / kilobyte)} kB`
    : `${(bytes / kilobyte / kilobyte).toFixed(1).replace('.', ',')} MB`;

const addresses = (list: readonly { name: string; address: string }[]): string =>
  list.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`)).join(', ');

const german = new Intl.DateTimeFormat('de-DE', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'Europe/Berlin',
});
/** Shown for a mail without a date; a fixed instant keeps the rendering reproducible. */
const unknownDate = new Date(0);

/** Appointments and the like follow the formatted text line by line. */
const blocksOfText = (text: string) =>
  text === ''
    ? []
    : text
        .split('\n')
        .slice(0, 200)
        .map((line) => ({
          art: 'absatz' as const,
          einzug: 0,
          stuecke: [{ text: line.slice(0, 2_000) }],
        }));

/** What the page of a mail's own text shows. */
export const toMailCover = (mail: CoverMail): MailCover => {
  const sentAt = mail.head.date === undefined ? undefined : new Date(mail.head.date);
  return {
    from: addresses(mail.head.from),
    to: addresses(mail.head.to),
    cc: addresses(mail.head.cc),
    replyTo: addresses(mail.head.replyTo),
    date: sentAt === undefined ? '' : german.format(sentAt),
    sentAt: sentAt ?? unknownDate,
    subject: mail.head.subject,
    text: [mail.text, mail.beside ?? ''].filter((text) => text !== '').join('\n\n'),
    ...(mail.safeHtml === undefined
      ? {}
      : {
          blocks: [...mail.safeHtml.blocks, ...blocksOfText(mail.beside ?? '')],
          blocksCut: mail.safeHtml.cut || mail.safeHtml.blocksCut,
          missing: missingWords(mail.safeHtml),
        }),
    attachments: mail.attachments.map((one) => ({
      name: one.fileName,
      size: size(one.size),
      sha256: one.sha256,
    })),
  };
};
