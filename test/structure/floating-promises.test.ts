import { describe, expect, it } from 'vitest';
import { findFloatingPromises } from './floating-promises.js';

const planted = `
import { rm } from 'node:fs/promises';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Db } from '#infrastructure/database/pool.js';

export const wrong = (db: Db, ready: boolean): void => {
  rm('x');
  asSystem(db, async () => 1);
  ready && rm('x');
  rm('x').then(() => 1);
  rm('x').finally(() => 1);
};
export const right = async (db: Db): Promise<void> => {
  await rm('x');
  void rm('x');
  rm('x').catch(() => undefined);
  rm('x').catch(() => undefined).finally(() => 1);
  rm('x').then(() => 1, () => 2);
  const later = rm('x');
  await Promise.all([later, asSystem(db, async () => 1)]);
};
`;

// A whole type check on a busy machine.
const timeout = 300_000;

describe('promises that nobody waits for', { timeout }, () => {
  it('are found, also where the type comes from another part or from Node', () => {
    const found = findFloatingPromises({
      config: 'tsconfig.json',
      planted: { path: 'src/eakte/planted.ts', text: planted },
    });
    expect(found.map((place) => place.replace(/^\S+ /, ''))).toEqual([
      "rm('x');",
      'asSystem(db, async () => 1);',
      "ready && rm('x');",
      "rm('x').then(() => 1);",
      "rm('x').finally(() => 1);",
    ]);
  });

  it.each(['tsconfig.json', 'src/web/tsconfig.json'])('do not occur in %s', (config) => {
    expect(findFloatingPromises({ config })).toEqual([]);
  });
});
