import { answerableOf } from './answerable.js';
import { findAutomaticAnswer } from './automatic-answer.js';
import { type BounceScore, scoreBounce } from './bounce.js';
import { findBulkMark, findSpamMark } from './bulk-mail.js';
import { readDeliveryReport } from './delivery-report.js';
import { autoSubmitted, daemonPoints, hasHeader, hasNullSender } from './header-signs.js';
import type { MailFacts, MailKind, MailKindReason, RecognisedMailKind } from './mail-kind.js';
import { fieldGroups, messageIdIn } from './report-fields.js';
import { recipientsInText } from './text-recipients.js';

type Verdict = Pick<RecognisedMailKind, 'kind' | 'reason' | 'recipients'> &
  Partial<Pick<RecognisedMailKind, 'originalMessageId' | 'originalEnvelopeId'>>;

const isReport = (facts: MailFacts): boolean => facts.contentType?.type === 'multipart/report';

/** A person who passes a report on is not the machine that wrote it. */
const isMachine = (facts: MailFacts): boolean =>
  isReport(facts) ||
  hasNullSender(facts) ||
  daemonPoints(facts) >= 3 ||
  hasHeader(facts, 'x-failed-recipients') ||
  autoSubmitted(facts) !== undefined;

const reportPart = (facts: MailFacts, ending: string): string | undefined =>
  facts.reports.find(({ mediaType }) => mediaType.endsWith(ending))?.text;

/** The head of the mail that came back, wherever the server put it. */
const returnedMessageId = (facts: MailFacts): string | undefined => {
  const heads = facts.reports.filter(({ mediaType }) =>
    /message\/(global|rfc822|global-headers)|text\/rfc822-headers/.test(mediaType),
  );
  return (
    heads.map(({ text }) => messageIdIn(text)).find((id) => id !== undefined) ??
    messageIdIn(facts.text.slice(0, 200_000))
  );
};

const findAbuseReport = (facts: MailFacts): Verdict | undefined => {
  const part = reportPart(facts, 'feedback-report');
  const declared = (facts.contentType?.params['report-type'] ?? '').toLowerCase();
  if (part === undefined && declared !== 'feedback-report') return undefined;
  if (!isMachine(facts)) return undefined;
  return {
    kind: 'missbrauchsmeldung',
    reason: {
      code: 'rfc5965',
      text: 'Ein anderer Mailserver meldet, dass sich jemand über eine E-Mail beschwert hat.',
    },
    recipients: [],
    originalMessageId: returnedMessageId(facts),
  };
};

const receiptSubject =
  /^\s*(gelesen|nicht gelesen|lesebestätigung|empfangsbestätigung \(angezeigt\)|read|not read|return receipt|disposition notification)\s*(:|\(|-)/i;
const receiptText =
  /(nachricht|e-?mail|message)[^.]{0,160}(wurde[^.]{0,60}(gelesen|angezeigt|ungelesen gelöscht)|was (read|displayed|deleted without being read)|has been displayed)|(lese|empfangs)bestätigung für (die|ihre) (nachricht|e-?mail)|return receipt for (the|your) (mail|message)/i;

const findReadReceipt = (facts: MailFacts): Verdict | undefined => {
  const part = reportPart(facts, 'disposition-notification');
  const declared = (facts.contentType?.params['report-type'] ?? '').toLowerCase();
  const standard =
    isReport(facts) && (part !== undefined || declared === 'disposition-notification');
  const worded =
    receiptSubject.test(facts.head.subject) && receiptText.test(facts.text.slice(0, 2_000));
  if (!standard && !worded) return undefined;
  const [fields] = fieldGroups(part ?? '');
  return {
    kind: 'lesebestaetigung',
    reason: {
      code: standard ? 'rfc8098' : 'betreff-und-wortlaut',
      text: 'Das Mailprogramm des Empfängers meldet, was mit einer E-Mail geschehen ist.',
    },
    recipients: [],
    originalMessageId:
      messageIdIn(`message-id: ${fields?.get('original-message-id') ?? ''}`) ??
      returnedMessageId(facts),
  };
};

const deliveryWords: Readonly<Record<'unzustellbar' | 'verzoegert', string>> = {
  unzustellbar: 'Eine E-Mail konnte nicht zugestellt werden',
  verzoegert: 'Eine E-Mail konnte noch nicht zugestellt werden; es wird weiter versucht',
};

const deliveryReason = (
  kind: 'unzustellbar' | 'verzoegert',
  code: string,
  how: string,
): MailKindReason => ({ code, text: `${deliveryWords[kind]} (${how}).` });

/** RFC 3464: what the report says in its fields counts before what it says in words. */
const findDeliveryReport = (facts: MailFacts, score: BounceScore): Verdict | undefined => {
  if (!isMachine(facts)) return undefined;
  const report = readDeliveryReport(facts);
  if (report === undefined || report.recipients.length === 0) return undefined;
  const { recipients, originalEnvelopeId } = report;
  const originalMessageId = returnedMessageId(facts);
  const has = (action: string): boolean => recipients.some((one) => one.action === action);
  if (!has('failed') && !has('delayed')) {
    return {
      kind: 'automatische-antwort',
      reason: {
        code: 'rfc3464-zugestellt',
        text: 'Ein Mailserver meldet, dass er eine E-Mail zugestellt oder weitergegeben hat.',
      },
      recipients,
      originalMessageId,
      originalEnvelopeId,
    };
  }
  const kind = has('failed') ? 'unzustellbar' : 'verzoegert';
  const code = score.signs.includes('multipart-report') ? 'rfc3464' : 'rfc3464-felder';
  return {
    kind,
    reason: deliveryReason(kind, code, 'Zustellbericht des Mailservers'),
    recipients,
    originalMessageId,
    originalEnvelopeId,
  };
};

const findWordedBounce = (facts: MailFacts, score: BounceScore): Verdict | undefined => {
  if (!score.isBounce) return undefined;
  const kind = score.delayed ? 'verzoegert' : 'unzustellbar';
  return {
    kind,
    reason: deliveryReason(
      kind,
      `zeichen-${score.signs.join('+')}`,
      'an Absender, Betreff und Wortlaut erkannt',
    ),
    recipients: recipientsInText(facts, score.delayed),
    originalMessageId: returnedMessageId(facts),
  };
};

const plain = (kind: MailKind, reason: MailKindReason | undefined): Verdict | undefined =>
  reason === undefined ? undefined : { kind, reason, recipients: [] };

const findAnswer = (facts: MailFacts): Verdict | undefined => {
  const answer = findAutomaticAnswer(facts);
  return answer === undefined ? undefined : plain(answer.kind, answer.reason);
};

const ordinary: Verdict = {
  kind: 'gewoehnlich',
  reason: { code: 'keine-zeichen', text: 'Nichts spricht gegen eine gewöhnliche Nachricht.' },
  recipients: [],
};

/**
 * Tells what kind of mail it is, with the reason. It never throws and never refuses: what is not
 * recognised is an ordinary mail. All it reads can be forged, so no kind may cause a mail to be dropped.
 */
export const recogniseMailKind = (facts: MailFacts): RecognisedMailKind => {
  const score = scoreBounce(facts);
  const verdict =
    findAbuseReport(facts) ??
    findReadReceipt(facts) ??
    findDeliveryReport(facts, score) ??
    findWordedBounce(facts, score) ??
    findAnswer(facts) ??
    plain('spamverdacht', findSpamMark(facts)) ??
    plain('newsletter', findBulkMark(facts)) ??
    ordinary;
  return { ...verdict, answerable: answerableOf(facts, verdict.kind) };
};
