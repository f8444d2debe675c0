import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { AuthResult } from './authentication-results.js';
import type { CheckOutcome, SmtpClient } from './check-outcome.js';
import {
  type DnsAnswers,
  type DnsQuestion,
  mostQuestions,
  questionKey,
  toQuestion,
} from './dns-questions.js';
import { readFindings } from './findings.js';
import { type ArcLink, type Authenticated, authenticate } from './mailauth.js';
import { spfAhead } from './spf-ahead.js';

/** The library takes the square of the length of a head in time: half a megabyte would cost minutes. */
const longestHead = 128 * 1024;
const mostHeadLines = 2_000;
const mostSignatures = 20;

export interface AuthenticateMailTask {
  task: 'authenticateMail';
  input: string;
  /** Who handed the mail in; without it there is no SPF. */
  client?: SmtpClient;
  answers: DnsAnswers;
}

/** Whether a mail asks for more work than any honest one does. */
const asksTooMuch = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(longestHead), 0, longestHead, 0);
    const start = buffer.subarray(0, bytesRead).toString('latin1');
    const end = /\r?\n\r?\n/.exec(start)?.index;
    if (end === undefined && bytesRead === longestHead) return true;
    const head = start.slice(0, end);
    if (head.split('\n', mostHeadLines + 1).length > mostHeadLines) return true;
    return (head.match(/^dkim-signature[ \t]*:/gim) ?? []).length > mostSignatures;
  } finally {
    await file.close();
  }
};

const failure = (code: 'ENOTFOUND' | 'ETIMEOUT'): Error =>
  Object.assign(new Error('no answer of the DNS'), { code });

/** A resolver that knows the given answers only and notes what it was asked beyond them. */
const createTable = (answers: DnsAnswers) => {
  const open = new Map<string, DnsQuestion>();
  const unanswered = new Set<string>();
  const note = (question: DnsQuestion): void => {
    const key = questionKey(question);
    if (answers[key] === undefined) open.set(key, question);
  };
  return {
    note,
    questions: (): DnsQuestion[] => [...open.values()].slice(0, mostQuestions),
    isUnanswered: (name: string): boolean => unanswered.has(name.toLowerCase()),
    resolve: (name: string, type: string): Promise<unknown> => {
      const question = toQuestion(name, type);
      if (question === undefined) return Promise.reject(failure('ENOTFOUND'));
      note(question);
      const answer = answers[questionKey(question)];
      if (answer?.kind === 'records') return Promise.resolve(structuredClone(answer.records));
      if (answer?.kind === 'absent') return Promise.reject(failure('ENOTFOUND'));
      // The one code of a failure after which the library does not go on as if there were no record.
      unanswered.add(question.name);
      return Promise.reject(failure('ETIMEOUT'));
    },
  };
};

const keyName = (field: ArcLink['arc-seal']): string[] => {
  const [selector, domain] = [field?.parsed?.s?.value, field?.parsed?.d?.value];
  return typeof selector === 'string' && typeof domain === 'string'
    ? [`${selector}._domainkey.${domain}`]
    : [];
};

/** Names of the keys of the whole ARC chain; the check itself stops at the first one without an answer. */
const keysOfChain = ({ dkim }: Authenticated): string[] =>
  (dkim.arc?.chain || []).flatMap((link) => [
    ...keyName(link['arc-seal']),
    ...keyName(link['arc-message-signature']),
  ]);

/**
 * Checks the sender's domain of a mail by SPF, DKIM, DMARC and ARC with the answers given, and returns which questions
 * to the DNS are open. Runs in the parser child, which has no network.
 */
export const authenticateMail = async (task: AuthenticateMailTask): Promise<CheckOutcome> => {
  const { input, client, answers } = task;
  if (await asksTooMuch(input)) return { kind: 'too-much' };
  const table = createTable(answers);
  const found = await authenticate(createReadStream(input), {
    ...(client === undefined ? {} : client),
    mta: 'poststelle.invalid',
    disableBimi: true,
    resolver: table.resolve,
  });
  const chain = keysOfChain(found);
  for (const name of chain) void table.resolve(name, 'TXT').catch(() => undefined);
  const addressType = client?.ip.includes(':') === true ? 'AAAA' : 'A';
  for (const [key, answer] of Object.entries(answers)) {
    const [type = '', name = ''] = key.split(' ');
    const asked = toQuestion(name, type);
    if (asked !== undefined && client !== undefined)
      for (const ahead of spfAhead(asked, answer, addressType)) table.note(ahead);
  }
  const results: AuthResult[] = readFindings(found, {
    withSpf: client !== undefined,
    chainUnanswered: chain.some(table.isUnanswered),
  });
  return { kind: 'checked', questions: table.questions(), results };
};
