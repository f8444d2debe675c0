import { autoSubmitted, hasHeader, headerOf } from './header-signs.js';
import type { MailFacts, MailKindReason } from './mail-kind.js';

const yes = /^(yes|true|1)\b/i;

const spamHeaders: readonly (readonly [string, RegExp])[] = [
  ['x-spam-flag', yes],
  ['x-spam-status', /^(yes|spam)\b/i],
  ['x-spam', yes],
  ['x-spam-is-spam', yes],
  ['x-barracuda-spam-flag', yes],
  ['x-barracuda-spam-status', /^yes\b/i],
  ['x-rspamd-action', /^(reject|add header|rewrite subject|soft reject)$/i],
  ['x-proofpoint-spam-details', /\brule=spam|classifier=spam/i],
  ['x-forefront-antispam-report', /\bSFV:(SPM|SKB)\b/i],
  ['x-ms-exchange-organization-scl', /^[5-9]$/],
  ['x-gmx-antispam', /^[1-9]/],
  ['x-mailcow-spam', yes],
];

const markedSubject = /^\s*([*[(]{1,5}\s*(SPAM|spam-?verdacht|junk)\s*\??\s*[*\])]{1,5}|SPAM\s*:)/i;

/** The mark that a spam filter before us has set; it only sorts, it never decides. */
export const findSpamMark = (facts: MailFacts): MailKindReason | undefined => {
  const header = spamHeaders.find(([name, pattern]) => pattern.test(headerOf(facts, name) ?? ''));
  if (header !== undefined)
    return {
      code: `spam-${header[0]}`,
      text: 'Der Spamfilter des Mailservers hat die Nachricht als verdächtig gekennzeichnet.',
    };
  if (markedSubject.test(facts.head.subject))
    return {
      code: 'spam-betreff',
      text: 'Der Betreff trägt die Kennzeichnung eines Spamfilters.',
    };
  return undefined;
};

const unsubscribeWords =
  /newsletter|abbestell|abmelden|austragen|unsubscribe|mailing ?list|verteiler|browser ?(ansehen|anzeigen|view)|im browser/i;

/** Mail that goes to many at once: newsletters and lists, RFC 2369, 2919 and 8058. */
export const findBulkMark = (facts: MailFacts): MailKindReason | undefined => {
  const list = ['list-unsubscribe', 'list-id', 'list-post'].find((name) => hasHeader(facts, name));
  if (list !== undefined)
    return {
      code: `kopfzeile-${list}`,
      text: 'Die Nachricht ging über einen Verteiler oder Newsletter an viele Empfänger.',
    };
  const precedence = (headerOf(facts, 'precedence') ?? '').toLowerCase();
  const many = /^(bulk|list|junk)\b/.test(precedence) && autoSubmitted(facts) === undefined;
  if (many && unsubscribeWords.test(`${facts.head.subject}\n${facts.text.slice(0, 200_000)}`))
    return {
      code: 'kopfzeile-precedence',
      text: 'Die Nachricht ist als Massensendung gekennzeichnet und lässt sich abbestellen.',
    };
  return undefined;
};
