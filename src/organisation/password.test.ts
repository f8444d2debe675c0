import { describe, expect, it } from 'vitest';
import { hashPassword, needsRehash, requireGoodPassword, verifyPassword } from './password.js';
import { newInitialPassword, newSecret } from './secret.js';

const good = 'Fahrrad-Laterne 7';

describe('a stored password', () => {
  it('is recognised, and another one is not', async () => {
    const hash = await hashPassword(good);
    expect(hash).toMatch(/^scrypt\$ln=15,r=8,p=1\$/);
    expect(await verifyPassword(good, hash)).toBe(true);
    expect(await verifyPassword(`${good} `, hash)).toBe(false);
  });

  it('is recognised whichever way an umlaut was typed', async () => {
    const hash = await hashPassword('Brücken-Zoll 11');
    expect(await verifyPassword('Bru\u0308cken-Zoll 11', hash)).toBe(true);
  });

  it('is different for the same password of two people', async () => {
    expect(await hashPassword(good)).not.toBe(await hashPassword(good));
  });

  it('is renewed when it was made with less effort than today', async () => {
    const old = await hashPassword(good, { logN: 12, r: 8, p: 1 });
    expect(await verifyPassword(good, old)).toBe(true);
    expect(needsRehash(old)).toBe(true);
    expect(needsRehash(await hashPassword(good))).toBe(false);
  });

  it('lets nobody in when it is missing or damaged', async () => {
    for (const hash of [undefined, null, '', 'scrypt$x', 'plain'])
      expect(await verifyPassword('', hash)).toBe(false);
  });

  it('is compared for many at once without any getting lost', async () => {
    const hash = await hashPassword(good);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => verifyPassword(i % 2 === 0 ? good : 'falsch', hash)),
    );
    expect(answers).toEqual(answers.map((_, i) => i % 2 === 0));
  });
});

describe('a new password', () => {
  const rules = { login: 'k.lindner', minLength: 12 };

  it.each(['kurz', 'aaaaaaaaaaaaaaaa', 'abcabcabcabcabc', 'ich-bin-K.Lindner-2026'])(
    'is refused when it is weak: %s',
    (password) => {
      expect(() => requireGoodPassword(password, rules)).toThrowError(
        expect.objectContaining({ code: 'password-too-weak', httpStatus: 422 }),
      );
    },
  );

  it('is taken when it is long enough', () => {
    expect(() => requireGoodPassword(good, rules)).not.toThrow();
  });

  it('that Poststelle makes up is good, readable and never the same', () => {
    const made = Array.from({ length: 200 }, newInitialPassword);
    expect(new Set(made).size).toBe(200);
    for (const one of made) expect(one).toMatch(/^([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}$/);
    expect(newSecret()).toHaveLength(43);
  });
});
