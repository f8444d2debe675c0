import type { AuthResult } from './authentication-results.js';
import { type Authenticated, type DkimFound, sameOrganisation } from './mailauth.js';

const cut = (text: string | undefined, length: number): string =>
  (text ?? '').toLowerCase().slice(0, length);

const domainOf = (address: string): string =>
  cut(address.slice(address.lastIndexOf('@') + 1).trim(), 255);

/** The library's comments on a signature that did not pass, as far as they help a reader. */
const notes: readonly [RegExp, NonNullable<AuthResult['note']>][] = [
  [/^body hash did not verify/, 'body-changed'],
  [/^bad signature/, 'bad-signature'],
  [/^no key/, 'no-key'],
  [/^(?:unknown key|invalid public key)/, 'bad-key'],
  [/^(?:expired|invalid expiration)/, 'expired'],
];

// RFC 8601, section 2.7.1: a signature that does not fit the mail is `fail`, one that cannot be judged `permerror`.
const resultOfNote: Partial<Record<NonNullable<AuthResult['note']>, string>> = {
  'body-changed': 'fail',
  'bad-signature': 'fail',
  'no-key': 'permerror',
  'bad-key': 'permerror',
};

/** A temporary failure has one cause here: the DNS did not answer. */
const resultOf = (result: string): string =>
  result === 'temperror' || result === 'temperr' ? 'unchecked' : cut(result, 20);

const dkimResult = ({ signingDomain, status }: DkimFound, from: string): AuthResult => {
  const domain = cut(signingDomain, 255);
  const base = { method: 'dkim' as const, domain, aligned: sameOrganisation(from, domain) };
  if (status.result === 'pass' && (status.underSized ?? 0) > 0)
    return { ...base, result: 'policy', note: 'undersized' };
  if (status.result === 'policy') return { ...base, result: 'policy', note: 'weak-key' };
  const note = notes.find(([pattern]) => pattern.test(status.comment ?? ''))?.[1];
  if (note === undefined) return { ...base, result: resultOf(status.result) };
  return { ...base, result: resultOfNote[note] ?? resultOf(status.result), note };
};

const spfResult = (spf: Authenticated['spf'], from: string): AuthResult[] => {
  if (spf === false) return [];
  const domain = cut(spf.domain, 255);
  const aligned = sameOrganisation(from, domain);
  return [{ method: 'spf', result: resultOf(spf.status.result), domain, aligned }];
};

const policies = ['none', 'quarantine', 'reject'] as const;

/**
 * DMARC is judged anew from the single results, because the library takes strict alignment for relaxed and counts
 * signatures over a part of the text. Where a method could not be checked that might have passed, nothing is known.
 */
const dmarcResult = (
  dmarc: Authenticated['dmarc'],
  single: readonly AuthResult[],
  facts: { from: string; withSpf: boolean },
): AuthResult[] => {
  if (dmarc === false) return [];
  const { from } = facts;
  const policy = policies.find((one) => one === dmarc.policy?.toLowerCase());
  const base = {
    method: 'dmarc' as const,
    domain: from,
    ...(policy === undefined ? {} : { policy }),
  };
  const { alignment } = dmarc;
  if (alignment === undefined) return [{ ...base, result: resultOf(dmarc.status.result) }];
  const fits = ({ method, domain, aligned }: AuthResult): boolean =>
    (method === 'spf' ? alignment.spf.strict : alignment.dkim.strict)
      ? domain === from
      : aligned === true;
  if (single.some((one) => one.result === 'pass' && fits(one)))
    return [{ ...base, result: 'pass' }];
  if (single.some(({ result }) => result === 'unchecked'))
    return [{ ...base, result: 'unchecked' }];
  return [{ ...base, result: facts.withSpf ? 'fail' : 'unknown' }];
};

const arcResult = ({ arc, dkim }: Authenticated, chainUnanswered: boolean): AuthResult[] => {
  if (arc === false || arc.status.result === 'none') return [];
  const sealer: unknown = (dkim.arc?.chain || []).at(-1)?.['arc-seal']?.parsed?.d?.value;
  const result = arc.status.result === 'fail' && chainUnanswered ? 'unchecked' : arc.status.result;
  return [
    {
      method: 'arc',
      result: resultOf(result),
      domain: typeof sealer === 'string' ? cut(sealer, 255) : '',
    },
  ];
};

/** What the library found, method by method, with its known weaknesses made good. */
export const readFindings = (
  found: Authenticated,
  { withSpf, chainUnanswered }: { withSpf: boolean; chainUnanswered: boolean },
): AuthResult[] => {
  const from = domainOf(found.dkim.headerFrom[0] ?? '');
  const single = [
    ...(withSpf ? spfResult(found.spf, from) : []),
    ...found.dkim.results.map((one) => dkimResult(one, from)),
  ];
  return [
    ...single,
    ...dmarcResult(found.dmarc, single, { from, withSpf }),
    ...arcResult(found, chainUnanswered),
  ];
};
