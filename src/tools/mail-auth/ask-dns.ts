import { Resolver } from 'node:dns/promises';
import { type DnsAnswer, type DnsAnswers, type DnsQuestion, questionKey } from './dns-questions.js';

const patienceMs = 5_000;
const tryMs = 2_000;
const mostRecords = 50;
const longestAnswer = 20_000;

const absent = new Set(['ENOTFOUND', 'ENODATA']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const ask = async (resolver: Resolver, { name, type }: DnsQuestion): Promise<DnsAnswer> => {
  try {
    const answered = await resolver.resolve(name, type);
    const records: unknown[] = Array.isArray(answered) ? answered.slice(0, mostRecords) : [];
    // Nobody needs that much; a check with half an answer would be worse than one without.
    return JSON.stringify(records).length > longestAnswer
      ? { kind: 'failed' }
      : { kind: 'records', records };
  } catch (error) {
    return absent.has(codeOf(error)) ? { kind: 'absent' } : { kind: 'failed' };
  }
};

/** Asks the DNS several questions at once. */
export type AskDns = (questions: readonly DnsQuestion[]) => Promise<DnsAnswers>;

/**
 * Creates the way to the DNS; without `servers` (address, with port where it is not 53) those of the machine are
 * asked. Never throws: a question without an answer within five seconds has failed.
 */
export const createDns =
  ({ servers }: { servers: readonly string[] }): AskDns =>
  async (questions) => {
    const resolver = new Resolver({ timeout: tryMs, tries: 2 });
    if (servers.length > 0) resolver.setServers(servers);
    const timer = setTimeout(() => resolver.cancel(), patienceMs);
    try {
      const answered = questions.map(
        async (one): Promise<[string, DnsAnswer]> => [questionKey(one), await ask(resolver, one)],
      );
      return Object.fromEntries(await Promise.all(answered));
    } finally {
      clearTimeout(timer);
    }
  };
