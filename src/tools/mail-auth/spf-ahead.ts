import { type DnsAnswer, type DnsQuestion, toQuestion } from './dns-questions.js';

const isText = (record: unknown): record is string[] =>
  Array.isArray(record) && record.every((one) => typeof one === 'string');

const policiesIn = (answer: DnsAnswer): string[] =>
  answer.kind !== 'records'
    ? []
    : answer.records
        .filter(isText)
        .map((record) => record.join(''))
        .filter((text) => /^v=spf1(?:\s|$)/i.test(text));

/** What one term of a policy will be looked up by; nothing where that depends on the mail (macros). */
const questionsOf = (
  term: string,
  holder: string,
  addressType: string,
): (DnsQuestion | undefined)[] => {
  const [, name = '', given] =
    /^[+?~-]?(include|redirect|mx|a)(?:[:=]([^/\s]+))?(?:\/.*)?$/i.exec(term) ?? [];
  const domain = given ?? holder;
  switch (name.toLowerCase()) {
    case 'include':
    case 'redirect':
      return given === undefined ? [] : [toQuestion(domain, 'TXT')];
    case 'mx':
      return [toQuestion(domain, 'MX')];
    case 'a':
      return [toQuestion(domain, addressType)];
    default:
      return [];
  }
};

/**
 * The questions that an SPF policy will lead to, so that they are asked together. The check itself stops at the first
 * question without an answer, and a policy with ten `include` would take ten rounds.
 */
export const spfAhead = (
  asked: DnsQuestion,
  answer: DnsAnswer,
  addressType: 'A' | 'AAAA',
): DnsQuestion[] => {
  if (asked.type !== 'TXT') return [];
  return policiesIn(answer)
    .flatMap((policy) => policy.split(/\s+/).slice(1, 30))
    .flatMap((term) => questionsOf(term, asked.name, addressType))
    .flatMap((one) => one ?? []);
};
