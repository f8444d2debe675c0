import {
  type BounceSign,
  daemonWords,
  smtpReply,
  subjectSigns,
  textSigns,
} from './bounce-signs.js';
import { failureClassOf } from './failure-class.js';
import {
  autoSubmitted,
  daemonPoints,
  hasHeader,
  hasNullSender,
  isReplyOrForward,
} from './header-signs.js';
import type { MailFacts } from './mail-kind.js';
import { flatSentences } from './sentences.js';
import { beforeCopy } from './text-recipients.js';

/** Points that make a bounce. */
const enough = 5;
/** A mere mark of "automatic" is no mail server: portals write about delivery as well. */
const enoughUnsure = 6;
/** From here on the sender is a mail server; below, the mail only says that a machine wrote it. */
const sureMachine = 2;
const longestRead = 10_000;

export interface BounceScore {
  /** Whether the signs are enough for a report about delivery. */
  isBounce: boolean;
  /** Whether the words speak of a mail that is still being tried. */
  delayed: boolean;
  signs: string[];
}

const strongest = (signs: readonly BounceSign[], text: string): BounceSign | undefined =>
  signs
    .filter(({ pattern }) => pattern.test(text))
    .reduce<BounceSign | undefined>(
      (best, sign) => (best === undefined || sign.points > best.points ? sign : best),
      undefined,
    );

/** What the writer says himself: lines that quote others do not count. */
const withoutQuotes = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .filter((line) => !/^\s*>/.test(line))
    .join('\n');

const machinePoints = (facts: MailFacts): { points: number; signs: string[] } => {
  const daemon = daemonPoints(facts);
  const report =
    facts.contentType?.type === 'multipart/report' &&
    (facts.contentType.params['report-type'] ?? '').toLowerCase() !== 'disposition-notification';
  const signs: [boolean, number, string][] = [
    [daemon > 0, daemon, 'absender-mailserver'],
    [hasNullSender(facts), 2, 'leerer-umschlagabsender'],
    [hasHeader(facts, 'x-failed-recipients'), 4, 'x-failed-recipients'],
    [report, 3, 'multipart-report'],
    [autoSubmitted(facts) !== undefined, 1, 'auto-submitted'],
  ];
  const present = signs.filter(([is]) => is);
  return {
    points: present.reduce((sum, [, points]) => sum + points, 0),
    signs: present.map(([, , code]) => code),
  };
};

/** Weighs sender, subject and words of a mail that reports in no standard form. */
export const scoreBounce = (facts: MailFacts): BounceScore => {
  const subject = facts.head.subject.trim();
  const own = withoutQuotes(beforeCopy(facts.text).slice(0, longestRead));
  const words = flatSentences(own);
  const machine = machinePoints(facts);
  const bySubject = strongest(subjectSigns, subject);
  const byText = strongest(textSigns, words);
  const person = isReplyOrForward(subject) ? -5 : 0;
  const reply = smtpReply.test(own) ? 1 : 0;
  const said = `${subject}\n${words}`;
  // A daemon by its address writes nothing but reports; any word of failure is enough from it.
  const failure = daemonWords.test(said) || failureClassOf(undefined, said) !== 'sonstiges';
  const daemon = daemonPoints(facts) >= 4 && failure ? 2 : 0;
  const told = (bySubject?.points ?? 0) + (byText?.points ?? 0) + reply + daemon;
  const needed = machine.points >= sureMachine ? enough : enoughUnsure;
  const delayedText = textSigns.some(({ delayed, pattern }) => delayed && pattern.test(words));
  const failedText = byText !== undefined && !byText.delayed;
  return {
    isBounce: machine.points > 0 && told > 0 && machine.points + told + person >= needed,
    delayed: bySubject?.delayed ?? (delayedText && !(failedText && reply === 1)),
    signs: [
      ...machine.signs,
      ...(bySubject === undefined ? [] : ['betreff']),
      ...(byText === undefined ? [] : ['wortlaut']),
      ...(daemon === 0 ? [] : ['mailserver-worte']),
      ...(reply === 0 ? [] : ['smtp-antwort']),
    ],
  };
};
