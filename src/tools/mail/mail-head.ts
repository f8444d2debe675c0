import { cleanLine } from './mail-names.js';

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

interface ParsedAddress {
  name?: string;
  address?: string;
  group?: ParsedAddress[];
}

const mostAddresses = 500;
const longestSubject = 998;

const addressesIn = (value: unknown): MailAddress[] => {
  const lists = (Array.isArray(value) ? value : [value]) as (
    | { value?: ParsedAddress[] }
    | undefined
  )[];
  const flat = (address: ParsedAddress): ParsedAddress[] =>
    Array.isArray(address.group) ? address.group : [address];
  return lists
    .flatMap((list) => list?.value ?? [])
    .flatMap(flat)
    .map(({ name, address }) => ({
      name: cleanLine(name ?? '').slice(0, 250),
      address: cleanLine(address ?? '')
        .replace(/\s/g, '')
        .slice(0, 320),
    }))
    .filter(({ name, address }) => name !== '' || address !== '')
    .slice(0, mostAddresses);
};

const messageIds = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .filter((id): id is string => typeof id === 'string')
    .flatMap((id) => cleanLine(id).match(/<[^<>\s]{1,500}>/g) ?? []);

type HeaderLines = readonly { key: string; line: string }[];

const rawValue = (lines: HeaderLines, key: string): string | undefined => {
  const line = lines.find((candidate) => candidate.key === key)?.line;
  return line === undefined ? undefined : cleanLine(line.slice(line.indexOf(':') + 1));
};

/** The library takes today for a date that it cannot read; a wrong date is worse than none. */
const dateIn = (lines: HeaderLines): string | undefined => {
  const raw = rawValue(lines, 'date')?.replace(/\([^)]*\)/g, ' ');
  const time = raw === undefined || raw === '' ? Number.NaN : Date.parse(raw);
  const sensible = time > Date.UTC(1980, 0, 1) && time < Date.UTC(2200, 0, 1);
  return sensible ? new Date(time).toISOString() : undefined;
};

const isAutoSubmitted = (lines: HeaderLines): boolean => {
  const auto = rawValue(lines, 'auto-submitted')?.toLowerCase();
  const precedence = rawValue(lines, 'precedence')?.toLowerCase() ?? '';
  return (
    (auto !== undefined && !auto.startsWith('no')) ||
    /bulk|junk|list|auto_reply/.test(precedence) ||
    lines.some(({ key }) => key === 'x-autoreply' || key === 'x-autorespond')
  );
};

/** The header fields that the mailroom works with, on one line each and free of control characters. */
export const mailHead = (parsed: { headers: unknown }, lines: HeaderLines): MailHead => {
  const headers = parsed.headers instanceof Map ? parsed.headers : new Map<string, unknown>();
  const subject: unknown = headers.get('subject');
  const date = dateIn(lines);
  const [messageId] = messageIds(headers.get('message-id'));
  const [inReplyTo] = messageIds(headers.get('in-reply-to'));
  return {
    from: addressesIn(headers.get('from')),
    to: addressesIn(headers.get('to')),
    cc: addressesIn(headers.get('cc')),
    replyTo: addressesIn(headers.get('reply-to')),
    subject: cleanLine(typeof subject === 'string' ? subject : '').slice(0, longestSubject),
    ...(date === undefined ? {} : { date }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    references: messageIds(headers.get('references')).slice(-50),
    autoSubmitted: isAutoSubmitted(lines),
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
export const mailHeaderFields = (lines: HeaderLines): MailHeader[] =>
  lines.slice(0, mostHeaders).map(({ key, line }) => ({
    name: cleanLine(key).toLowerCase().slice(0, 100),
    value: cleanLine(line.slice(line.indexOf(':') + 1)).slice(0, longestHeader),
  }));
