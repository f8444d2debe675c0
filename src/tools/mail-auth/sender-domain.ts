import type { AuthResult } from './authentication-results.js';
import type { CheckOutcome } from './check-outcome.js';

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
  unchecked: 'nicht geprüft (DNS)',
  unknown: 'ohne Angaben zum einliefernden Server nicht entscheidbar',
};

const policies = {
  none: 'Vorgabe: nur beobachten',
  quarantine: 'Vorgabe: als verdächtig behandeln',
  reject: 'Vorgabe: ablehnen',
} as const;

const notes = {
  'body-changed': 'der Inhalt ist verändert',
  'bad-signature': 'die Signatur passt nicht',
  'no-key': 'kein Schlüssel im DNS',
  'bad-key': 'der Schlüssel im DNS ist unbrauchbar',
  'weak-key': 'der Schlüssel ist zu kurz',
  expired: 'die Signatur ist abgelaufen',
  undersized: 'nur ein Teil des Textes ist signiert',
} as const;

const detail = ({ method, result, domain, policy, note }: AuthResult): string => {
  const facts = [
    domain,
    note === undefined ? '' : notes[note],
    policy === undefined ? '' : policies[policy],
  ].filter((one) => one !== '');
  const behind = facts.length === 0 ? '' : ` (${facts.join('; ')})`;
  return `${method.toUpperCase()}: ${words[result] ?? result}${behind}`;
};

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
  const near = ({ method, domain, aligned }: AuthResult): boolean =>
    method === 'dmarc'
      ? domain === from
      : method !== 'arc' && (aligned ?? baseOf(domain) === baseOf(from));
  const fits = (one: AuthResult): boolean =>
    one.result === 'pass' && one.domain !== '' && from !== '' && near(one);
  const passed = [...new Set(results.filter(fits).map(({ method }) => method.toUpperCase()))];
  const failed = results.some(({ method, result }) => method === 'dmarc' && result === 'fail');
  if (failed)
    return {
      confirmed: false,
      text: `nicht bestätigt: DMARC für „${from}“ nicht bestanden`,
      details,
    };
  if (passed.length === 0 && results.some(({ result }) => result === 'unchecked'))
    return { confirmed: false, text: `nicht geprüft (DNS) für „${from}“`, details };
  if (passed.length === 0)
    return { confirmed: false, text: `nicht bestätigt für „${from}“`, details };
  return { confirmed: true, text: `„${from}“ bestätigt (${passed.sort().join(', ')})`, details };
};

/** The same for an own check; undefined stands for one that could not be done at all. */
export const checkedDomain = (
  outcome: CheckOutcome | undefined,
  fromAddress: string,
): SenderDomain => {
  const unchecked = (why: string): SenderDomain => ({
    confirmed: false,
    text: `nicht geprüft (${why})`,
    details: [],
  });
  if (outcome === undefined) return unchecked('technischer Fehler');
  if (outcome.kind === 'too-much') return unchecked('zu viele Signaturen oder zu langer Kopf');
  return senderDomain(outcome.results, fromAddress) ?? unchecked('keine Angaben');
};
