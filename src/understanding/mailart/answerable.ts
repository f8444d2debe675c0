import {
  autoSubmitted,
  hasHeader,
  hasNullSender,
  headerOf,
  isNoReplyAddress,
} from './header-signs.js';
import type { MailFacts, MailKind, RecognisedMailKind } from './mail-kind.js';

const kindObstacle: Readonly<Record<MailKind, string | undefined>> = {
  unzustellbar: 'Unzustellbarkeitsmeldung',
  verzoegert: 'Verzögerungsmeldung',
  abwesenheit: 'Abwesenheitsnotiz',
  'automatische-antwort': 'automatische Antwort',
  missbrauchsmeldung: 'Missbrauchsmeldung',
  lesebestaetigung: 'Lesebestätigung',
  newsletter: 'Massensendung',
  spamverdacht: 'Spamverdacht',
  gewoehnlich: undefined,
};

const headerObstacle = (facts: MailFacts): string | undefined => {
  if (autoSubmitted(facts) !== undefined) return 'von einer Maschine versandt';
  if (hasNullSender(facts)) return 'ohne Absender im Umschlag';
  if (/^(bulk|list|junk|auto_reply)\b/i.test(headerOf(facts, 'precedence') ?? ''))
    return 'Massensendung';
  const suppress = headerOf(facts, 'x-auto-response-suppress') ?? '';
  if (/\b(all|autoreply|oof)\b/i.test(suppress)) return 'automatische Antworten sind unerwünscht';
  const isList = facts.headers.some(({ name }) => name.startsWith('list-'));
  if (isList || hasHeader(facts, 'feedback-id')) return 'Massensendung';
  return undefined;
};

/** Whether a machine may answer, RFC 3834 section 2; in doubt it may not. */
export const answerableOf = (
  facts: MailFacts,
  kind: MailKind,
): RecognisedMailKind['answerable'] => {
  const [from] = facts.head.from;
  const why =
    kindObstacle[kind] ??
    headerObstacle(facts) ??
    (from === undefined || from.address === '' ? 'ohne Absender' : undefined) ??
    (facts.head.from.length > 1 ? 'mehrere Absender' : undefined) ??
    (isNoReplyAddress(from?.address ?? '') || isNoReplyAddress(facts.envelopeFrom ?? '')
      ? 'Absender nimmt keine Antworten an'
      : undefined);
  return why === undefined ? { allowed: true } : { allowed: false, why };
};
