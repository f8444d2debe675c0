import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { InvalidInput } from '#errors.js';

/** Cost of scrypt; N = 2^15 with r = 8 takes 32 MB for each guess. */
interface Cost {
  logN: number;
  r: number;
  p: number;
}

const currentCost: Cost = { logN: 15, r: 8, p: 1 };
const keyLength = 32;

// Each derivation takes a thread of the pool that file access needs too, and 32 MB.
const maxAtOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= maxAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    // Whoever waits takes over the place; only an empty queue frees it.
    if (next === undefined) running -= 1;
    else next();
  }
};

const derive = (password: string, salt: Buffer, cost: Cost): Promise<Buffer> => {
  const options: ScryptOptions = {
    N: 2 ** cost.logN,
    r: cost.r,
    p: cost.p,
    maxmem: 256 * 2 ** cost.logN * cost.r,
  };
  return inTurn(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFC'), salt, keyLength, options, (error, key) =>
          error === null ? resolve(key) : reject(error),
        );
      }),
  );
};

const format = /^scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

const parse = (hash: string): { cost: Cost; salt: Buffer; key: Buffer } | undefined => {
  const [, logN, r, p, salt, key] = format.exec(hash) ?? [];
  if (salt === undefined || key === undefined) return undefined;
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
};

/** The text that is stored of a password: `scrypt$ln=15,r=8,p=1$<salt>$<key>`. */
export const hashPassword = async (password: string, cost: Cost = currentCost): Promise<string> => {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  const { logN, r, p } = cost;
  return `scrypt$ln=${logN},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
};

/** Whether the hash was made with less than today's cost, so that a sign-in should renew it. */
export const needsRehash = (hash: string): boolean => {
  const cost = parse(hash)?.cost;
  return cost === undefined || cost.logN < currentCost.logN || cost.r < currentCost.r;
};

/** Compares in constant time. Without a hash it takes as long as with one, and answers false. */
export const verifyPassword = async (
  password: string,
  hash: string | null | undefined,
): Promise<boolean> => {
  const stored = hash ? parse(hash) : undefined;
  if (stored === undefined) {
    await derive(password, Buffer.alloc(16), currentCost);
    return false;
  }
  const key = await derive(password, stored.salt, stored.cost);
  return key.length === stored.key.length && timingSafeEqual(key, stored.key);
};

const weak = (clerkMessage: string): InvalidInput =>
  new InvalidInput({
    code: 'password-too-weak',
    message: 'The new password does not fit the rules for passwords.',
    clerkMessage,
    httpStatus: 422,
  });

/** Refuses what is short, monotonous or made of the person's own login. */
export const requireGoodPassword = (
  password: string,
  rules: { login: string; minLength: number },
): void => {
  if (password.length < rules.minLength) {
    throw weak(`Das Kennwort muss mindestens ${rules.minLength} Zeichen lang sein.`);
  }
  if (new Set(password).size < 6) {
    throw weak('Das Kennwort wiederholt zu wenige verschiedene Zeichen.');
  }
  if (password.toLowerCase().includes(rules.login.toLowerCase())) {
    throw weak('Das Kennwort darf die Anmeldung nicht enthalten.');
  }
};
