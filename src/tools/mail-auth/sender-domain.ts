import type { AuthResult } from './authentication-results.js';

/** Whether the domain in `From:` has been confirmed; never a decision by itself. */
export interface SenderDomain {
  confirmed: boolean;
  /** For the screen, e.g. `bestätigt (DMARC, DKIM)`. */
  text: string;
  /** One sentence for each result. */
  details: string[];
}

// The last two labels: like the relaxed alignment of RFC 7489 without the list of public suffixes.
const baseOf = (domain: string): string => domain.split('.').slice(-2).join('.');

const words: Readonly<Record<string, string>> = {
  pass: 'bestanden',
  fail: 'nicht bestanden',
  softfail: 'wahrscheinlich nicht berechtigt',
  neutral: 'ohne Aussage',
  none: 'nicht vorhanden',
  policy: 'nach Regel abgelehnt',
  temperror: 'vorübergehend nicht prüfbar',
  permerror: 'nicht prüfbar',
};

const detail = ({ method, result, domain }: AuthResult): string =>
  `${method.toUpperCase()}: ${words[result] ?? result}${domain === '' ? '' : ` (${domain})`}`;

/**
 * What the results mean for the address in `From:`. Only a pass for the same domain confirms it; a pass for another
 * one, or an ARC chain, confirms nothing by itself, and a failed DMARC check outweighs the rest.
 */
export const senderDomain = (
  results: readonly AuthResult[],
  fromAddress: string,
): SenderDomain | undefined => {
  if (results.length === 0) return undefined;
  const from = fromAddress.slice(fromAddress.lastIndexOf('@') + 1).toLowerCase();
  const details = results.map(detail);
  const fits = ({ method, result, domain }: AuthResult): boolean =>
    result === 'pass' &&
    domain !== '' &&
    from !== '' &&
    (method === 'dmarc' ? domain === from : method !== 'arc' && baseOf(domain) === baseOf(from));
  const passed = [...new Set(results.filter(fits).map(({ method }) => method.toUpperCase()))];
  const failed = results.some(({ method, result }) => method === 'dmarc' && result === 'fail');
  if (failed)
    return {
      confirmed: false,
      text: `nicht bestätigt: DMARC für „${from}“ nicht bestanden`,
      details,
    };
  if (passed.length === 0)
    return { confirmed: false, text: `nicht bestätigt für „${from}“`, details };
  return { confirmed: true, text: `„${from}“ bestätigt (${passed.sort().join(', ')})`, details };
};
