import { describe, expect, it } from 'vitest';
import {
  parseAuthenticationResults,
  trustedResults,
} from '#tools/mail-auth/authentication-results.js';
import { senderDomain } from '#tools/mail-auth/sender-domain.js';

const field = (value: string) => ({ name: 'authentication-results', value });
const own = 'mx.stadt.example';
const said = (values: string[], from = 'post@amt.example') =>
  senderDomain(trustedResults(values.map(field), own), from);

describe('the check of the sender by the own mail server', () => {
  it('reads methods, results and domains, and no comments', () => {
    expect(
      parseAuthenticationResults(
        'MX.Stadt.example 1; spf=pass (sender (nested) "x;dkim=fail) smtp.mailfrom=post@amt.example; dkim/1=pass header.d=amt.example header.s=a; dmarc=pass (p=reject) header.from=amt.example; x-own=pass',
      ),
    ).toEqual({
      authservId: own,
      results: [
        { method: 'spf', result: 'pass', domain: 'amt.example' },
        { method: 'dkim', result: 'pass', domain: 'amt.example' },
        { method: 'dmarc', result: 'pass', domain: 'amt.example' },
      ],
    });
    expect(parseAuthenticationResults('spf=pass smtp.mailfrom=a.example')).toBeUndefined();
    expect(parseAuthenticationResults(`${own}; none`)?.results).toEqual([]);
    expect(parseAuthenticationResults('('.repeat(100_000))).toBeUndefined();
  });

  it('confirms a domain that passed for the address in From', () => {
    expect(
      said([
        `${own}; dkim=pass header.d=mail.amt.example`,
        `${own}; dmarc=pass header.from=amt.example`,
      ]),
    ).toEqual({
      confirmed: true,
      text: '„amt.example“ bestätigt (DKIM, DMARC)',
      details: ['DKIM: bestanden (mail.amt.example)', 'DMARC: bestanden (amt.example)'],
    });
  });

  it.each([
    [
      'another domain passed',
      [`${own}; dkim=pass header.d=versand.test; spf=pass smtp.mailfrom=x@versand.test`],
    ],
    ['DMARC passed for another name', [`${own}; dmarc=pass header.from=anders.example`]],
    [
      'DMARC failed beside a forged pass',
      [`${own}; dmarc=fail header.from=amt.example`, `${own}; dmarc=pass header.from=amt.example`],
    ],
    ['only the chain passed', [`${own}; arc=pass`]],
    ['no domain is named', [`${own}; dkim=pass`]],
  ])('confirms nothing where %s', (_name, values) => {
    expect(said(values)).toMatchObject({ confirmed: false });
  });

  it('takes no word of anybody else', () => {
    expect(said(['mx.fremd.test; dmarc=pass header.from=amt.example'])).toBeUndefined();
    expect(said([])).toBeUndefined();
  });
});
