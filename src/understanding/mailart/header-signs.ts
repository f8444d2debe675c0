import type { MailFacts } from './mail-kind.js';

/** The first header field of that name, trimmed; undefined where there is none. */
export const headerOf = (facts: MailFacts, name: string): string | undefined =>
  facts.headers.find((header) => header.name === name)?.value.trim();

export const hasHeader = (facts: MailFacts, name: string): boolean =>
  facts.headers.some((header) => header.name === name);

/** `auto-replied` and so on, without parameters and comments; undefined for none and for `no`. */
export const autoSubmitted = (facts: MailFacts): string | undefined => {
  const value = headerOf(facts, 'auto-submitted')
    ?.toLowerCase()
    .split(/[;(\s]/)[0];
  return value === undefined || value === '' || value === 'no' ? undefined : value;
};

/** Sent with the empty envelope sender, as RFC 5321 section 4.5.5 has it for notifications. */
export const hasNullSender = (facts: MailFacts): boolean =>
  facts.envelopeFrom === undefined
    ? /^<\s*>$/.test(headerOf(facts, 'return-path') ?? '')
    : facts.envelopeFrom === '';

const daemonAddress =
  /^(mailer[-_.]?daemon|mail[-_.]?daemon|daemon|mdaemon|maildelivery|mail-delivery-(sub)?system|microsoftexchange[0-9a-f]{8,}|double-bounce|bounce(-handler)?|postoffice|mailsystem)(?=[@+]|$)/i;
const daemonName =
  /\b(mailer[-_ ]?daemon|mail[-_ ]?daemon|mail delivery (sub)?system|mail delivery service|mailzustell(system|dienst)|internet mail delivery|system ?administrator|mail administrator|microsoft outlook|microsoft exchange)\b/i;

/** How surely the sender is a mail server: 4 a daemon by its address, 3 by its name, 2 a postmaster, 0 else. */
export const daemonPoints = (facts: MailFacts): number => {
  const [from] = facts.head.from;
  // Mail servers may write a sender that no library takes for an address.
  const raw = headerOf(facts, 'from') ?? '';
  const address = from?.address ?? '';
  if (daemonAddress.test(address) || /<\s*>|^mailer-daemon\b/i.test(raw)) return 4;
  if (daemonName.test(from?.name ?? raw)) return 3;
  if (/^postmaster(@|$)/i.test(address)) return 2;
  return 0;
};

/** A person answers or passes on. */
export const isReplyOrForward = (subject: string): boolean =>
  /^\s*(re|aw|wg|fwd?|antw|antwort|weitergeleitet|sv|tr)\s*(\[\d+\])?\s*:/i.test(subject);

const noReply =
  /^(no[-_.]?reply|do[-_.]?not[-_.]?reply|nicht[-_.]?antworten|noresponse|keine[-_.]?antwort|bounces?|mailer-daemon|postmaster|listserv|majordomo)([-_.+@]|$)|(-owner|-request|-bounces?|\+bounces?)@|^owner-/i;

/** Addresses that nobody reads; RFC 3834 section 2 names most of them. */
export const isNoReplyAddress = (address: string): boolean => noReply.test(address);
