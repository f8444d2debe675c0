import parseAddresses from 'nodemailer/lib/addressparser';
import { type Field, rawOf } from './mail-fields.js';
import { cleanLine } from './mail-names.js';
import { decodeWords } from './mail-words.js';

/** A mail address as it stands in a header; `name` is what the sender claims and proves nothing. */
export interface MailAddress {
  name: string;
  address: string;
}

export interface MailHead {
  from: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  replyTo: MailAddress[];
  subject: string;
  /** ISO 8601; absent where the header is missing or is no date. */
  date?: string;
  messageId?: string;
  inReplyTo?: string;
  references: string[];
  /** Sent by a machine (RFC 3834): never answer it automatically. */
  autoSubmitted: boolean;
}

const mostAddresses = 500;
const longestAddressField = 60_000;
const longestSubject = 998;

/** Addresses of all fields of that name (RFC 5322 3.4); groups are dissolved. */
const addressesIn = (fields: readonly Field[], key: string): MailAddress[] =>
  fields
    .filter(({ name }) => name === key)
    .flatMap(({ raw }) => parseAddresses(raw.slice(0, longestAddressField)))
    .flatMap((one) => one.group ?? [one])
    .map(({ name, address }) => ({
      name: cleanLine(decodeWords(name ?? '')).slice(0, 250),
      address: cleanLine(decodeWords(address ?? ''))
        .replace(/\s/g, '')
        .slice(0, 320),
    }))
    .filter(({ name, address }) => name !== '' || address !== '')
    .slice(0, mostAddresses);

const messageIds = (fields: readonly Field[], key: string): string[] =>
  cleanLine(rawOf(fields, key) ?? '').match(/<[^<>\s]{1,500}>/g) ?? [];

const cleanValue = (fields: readonly Field[], key: string): string | undefined => {
  const raw = rawOf(fields, key);
  return raw === undefined ? undefined : cleanLine(raw);
};

/** A wrong date is worse than none. */
const dateIn = (fields: readonly Field[]): string | undefined => {
  const raw = cleanValue(fields, 'date')?.replace(/\([^)]*\)/g, ' ');
  const time = raw === undefined || raw === '' ? Number.NaN : Date.parse(raw);
  const sensible = time > Date.UTC(1980, 0, 1) && time < Date.UTC(2200, 0, 1);
  return sensible ? new Date(time).toISOString() : undefined;
};

const isAutoSubmitted = (fields: readonly Field[]): boolean => {
  const auto = cleanValue(fields, 'auto-submitted')?.toLowerCase();
  const precedence = cleanValue(fields, 'precedence')?.toLowerCase() ?? '';
  return (
    (auto !== undefined && !auto.startsWith('no')) ||
    /bulk|junk|list|auto_reply/.test(precedence) ||
    fields.some(({ name }) => name === 'x-autoreply' || name === 'x-autorespond')
  );
};

/** The header fields that the mailroom works with, on one line each and free of control characters. */
export const mailHead = (fields: readonly Field[]): MailHead => {
  const date = dateIn(fields);
  const [messageId] = messageIds(fields, 'message-id');
  const [inReplyTo] = messageIds(fields, 'in-reply-to');
  return {
    from: addressesIn(fields, 'from'),
    to: addressesIn(fields, 'to'),
    cc: addressesIn(fields, 'cc'),
    replyTo: addressesIn(fields, 'reply-to'),
    subject: cleanLine(decodeWords(rawOf(fields, 'subject') ?? '')).slice(0, longestSubject),
    ...(date === undefined ? {} : { date }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    references: messageIds(fields, 'references').slice(-50),
    autoSubmitted: isAutoSubmitted(fields),
  };
};

/** One field of the header: its name in lower case, its value decoded and on one line. */
export interface MailHeader {
  name: string;
  value: string;
}

const mostHeaders = 300;
const longestHeader = 2000;

/** The fields of the header in their order, at most 300 of 2,000 characters each. */
export const mailHeaderFields = (fields: readonly Field[]): MailHeader[] =>
  fields.slice(0, mostHeaders).map(({ name, raw }) => ({
    name: name.slice(0, 100),
    value: cleanLine(decodeWords(raw.slice(0, 4 * longestHeader))).slice(0, longestHeader),
  }));
