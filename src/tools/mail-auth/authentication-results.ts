import { z } from 'zod';

/** One method of a check of the sender's domain with what came of it (RFC 8601). */
export const AuthResult = z.object({
  method: z.enum(['spf', 'dkim', 'dmarc', 'arc']),
  result: z.string().max(20),
  /** The domain that the result is about; empty where none is named. */
  domain: z.string().max(255),
  // What follows is known of own checks only.
  /** Whether the domain belongs to the organisation of the address in `From:`. */
  aligned: z.boolean().optional(),
  /** What the owner of the domain wants done with mails that fail DMARC. */
  policy: z.enum(['none', 'quarantine', 'reject']).optional(),
  note: z
    .enum([
      'body-changed',
      'bad-signature',
      'no-key',
      'bad-key',
      'weak-key',
      'expired',
      'undersized',
    ])
    .optional(),
});
export type AuthResult = z.infer<typeof AuthResult>;

const methods = new Set(['spf', 'dkim', 'dmarc', 'arc']);
const longest = 4_000;

/** The value without comments in brackets, however they are nested; linear. */
const withoutComments = (value: string): string => {
  let depth = 0;
  let quoted = false;
  let kept = '';
  for (let at = 0; at < value.length; at += 1) {
    const one = value[at] ?? '';
    if (one === '\\' && (quoted || depth > 0)) {
      at += 1;
      continue;
    }
    if (one === '"' && depth === 0) quoted = !quoted;
    if (one === '(' && !quoted) depth += 1;
    else if (one === ')' && !quoted && depth > 0) depth -= 1;
    else if (depth === 0) kept += one;
  }
  return kept;
};

const domainOf = (value: string): string => {
  const bare = value.replace(/^"|"$/g, '').toLowerCase();
  return bare
    .slice(bare.lastIndexOf('@') + 1)
    .replace(/\.$/, '')
    .slice(0, 255);
};

/** Which property of a method names the domain. */
const properties: Readonly<Record<string, readonly string[]>> = {
  spf: ['smtp.mailfrom', 'smtp.helo'],
  dkim: ['header.d', 'header.i'],
  dmarc: ['header.from'],
  arc: [],
};

const resultIn = (part: string): AuthResult[] => {
  const [first = '', ...rest] = part.trim().split(/\s+/);
  const [, method = '', result = ''] = /^([a-z-]+)(?:\/\d+)?=([a-z]+)$/i.exec(first) ?? [];
  const name = method.toLowerCase();
  if (!methods.has(name)) return [];
  const given = new Map(
    rest.flatMap((one): [string, string][] => {
      const at = one.indexOf('=');
      return at < 0 ? [] : [[one.slice(0, at).toLowerCase(), one.slice(at + 1)]];
    }),
  );
  const named = (properties[name] ?? [])
    .map((one) => given.get(one))
    .find((one) => one !== undefined);
  return [
    {
      method: name as AuthResult['method'],
      result: result.toLowerCase().slice(0, 20),
      domain: domainOf(named ?? ''),
    },
  ];
};

/** Reads the value of a header field `Authentication-Results`; undefined where it names nobody who checked. */
export const parseAuthenticationResults = (
  value: string,
): { authservId: string; results: AuthResult[] } | undefined => {
  const [head = '', ...parts] = withoutComments(value.slice(0, longest)).split(';');
  const authservId = head.trim().split(/\s+/)[0]?.replace(/^"|"$/g, '').toLowerCase() ?? '';
  if (authservId === '' || authservId.includes('=')) return undefined;
  return { authservId, results: parts.slice(0, 50).flatMap(resultIn) };
};

/**
 * What the city's own mail server says of a mail. Fields of others prove nothing and are left out. The own server has
 * to remove fields that came with its name from outside (RFC 8601, section 5).
 */
export const trustedResults = (
  headers: readonly { name: string; value: string }[],
  authservId: string,
): AuthResult[] =>
  headers
    .filter(({ name }) => name === 'authentication-results')
    .flatMap(({ value }) => {
      const parsed = parseAuthenticationResults(value);
      return parsed?.authservId === authservId.toLowerCase() ? parsed.results : [];
    });
