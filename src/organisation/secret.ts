import { createHash, randomBytes, randomInt } from 'node:crypto';

/** A new secret of 256 random bits, as text for cookies, headers and links. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored of a secret: a copy of the database opens nothing. */
export const hashOfSecret = (secret: string): Buffer =>
  createHash('sha256').update(secret).digest();

// Without characters that are mistaken for one another when read from paper.
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A one-time password of 80 random bits that can be read out on the telephone, e.g. `k7mw-x2hc-…`. */
export const newInitialPassword = (): string => {
  const group = (): string =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
};
