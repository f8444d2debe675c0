import { copyMarker } from './bounce-signs.js';
import { statusIn } from './delivery-report.js';
import { failureClassOf } from './failure-class.js';
import { headerOf, isNoReplyAddress } from './header-signs.js';
import type { MailFacts, ReportedRecipient } from './mail-kind.js';

const address = /[^\s<>()[\]",;:'|=]{1,64}@[a-z0-9.-]{1,250}[a-z0-9]/i;
/** `<a@b>: said`, `To: a@b`, `* a@b (…)`: an address that begins a line, after a label or a bullet at most. */
const leading = new RegExp(
  String.raw`^[ \t]*(?:[-*•#]\s*)?(?:(?:to|an|empfänger(?:adresse)?|recipients?|rcpt to|adresse|address|für|betroffene adresse)\s*:\s*)?[<'"(]?(?:mailto:|smtp:|rfc822;\s*)?(${address.source})[>'")]*\s*[:,;.\-–]?\s*(.*)$`,
  'i',
);
const mostRecipients = 20;
const longestDiagnostic = 500;

/** The server's own words: what stands before the copy of the mail that came back. */
export const beforeCopy = (text: string): string => {
  const found = copyMarker.exec(text);
  return found === null || found.index === 0 ? text : text.slice(0, found.index);
};

interface Found {
  address: string;
  words: string[];
}

/** Addresses at the beginnings of lines, each with what is said until the next one or an empty line after words. */
const atLineStarts = (text: string): Found[] => {
  const found: Found[] = [];
  let open: Found | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const match = leading.exec(line);
    if (match?.[1] !== undefined) {
      const words = (match[2] ?? '').trim();
      const same = found.find((one) => one.address === match[1]?.toLowerCase());
      open = same ?? { address: match[1].toLowerCase(), words: [] };
      if (same === undefined) found.push(open);
      if (words !== '') open.words.push(words);
    } else if (line.trim() === '') {
      if (open !== undefined && open.words.length > 0) open = undefined;
    } else {
      open?.words.push(line.trim());
    }
  }
  return found;
};

const named = (facts: MailFacts): Found[] =>
  (headerOf(facts, 'x-failed-recipients') ?? '')
    .split(',')
    .map((one) => ({ address: one.trim().toLowerCase(), words: [] }))
    .filter((one) => address.test(one.address));

const anywhere = (text: string): Found[] =>
  (text.match(new RegExp(address.source, 'gi')) ?? []).map((one) => ({
    address: one.toLowerCase(),
    words: [],
  }));

/** The recipients that a free text speaks of; never the one to whom the report was sent. */
export const recipientsInText = (facts: MailFacts, delayed: boolean): ReportedRecipient[] => {
  const text = beforeCopy(facts.text).slice(0, 50_000);
  const own = new Set(facts.head.to.map((one) => one.address.toLowerCase()));
  const mine = (one: Found): boolean => own.has(one.address) || isNoReplyAddress(one.address);
  const lines = atLineStarts(text).filter((one) => !mine(one));
  const listed = named(facts).map(
    (one) => lines.find((line) => line.address === one.address) ?? one,
  );
  const loose = anywhere(text).filter((one) => !mine(one));
  const chosen = listed.length > 0 ? listed : lines.length > 0 ? lines : loose.slice(0, 1);
  return chosen.slice(0, mostRecipients).map(({ address: to, words }) => {
    const said = words.join(' ').slice(0, longestDiagnostic);
    // With one recipient the whole text speaks of it.
    const diagnostic = said === '' && chosen.length === 1 ? '' : said;
    const whole = chosen.length === 1 ? text.slice(0, 4_000) : diagnostic;
    const status = statusIn(diagnostic) ?? statusIn(whole);
    const own = failureClassOf(status, diagnostic);
    return {
      address: to,
      action: delayed ? ('delayed' as const) : ('failed' as const),
      status,
      diagnostic,
      reasonClass: own === 'sonstiges' ? failureClassOf(status, whole) : own,
    };
  });
};
