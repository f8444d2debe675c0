import type { CoverMail } from '#posteingang/index.js';
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

/** What the page of a mail's own text shows. */
export const toMailCover = (mail: CoverMail): MailCover => {
  const sentAt = mail.head.date === undefined ? undefined : new Date(mail.head.date);
  return {
    from: addresses(mail.head.from),
    to: addresses([...mail.head.to, ...mail.head.cc]),
    date: sentAt === undefined ? '' : german.format(sentAt),
    sentAt: sentAt ?? unknownDate,
    subject: mail.head.subject,
    text: mail.text === '' ? (mail.loose ?? '') : mail.text,
    attachments: mail.attachments.map((one) => `${one.fileName} (${size(one.size)})`),
  };
};
