import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '#infrastructure/project-root.js';
import { readPageTexts } from './render/rasterise.js';

const folder = join(projectRoot(), 'fixtures');
const files = ['letters', 'emails', 'hostile'].flatMap((part) =>
  readdirSync(join(folder, part)).map((name) => `${part}/${name}`),
);
const table = readFileSync(join(folder, 'README.md'), 'utf8')
  .split('\n')
  .flatMap((line) => /^\| ([a-z]+\/\S+) \|/.exec(line)?.[1] ?? []);
const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<
  string,
  { degradation?: string; betreff: string }
>;

describe('the fixtures', () => {
  it('stand all in the table of their README, and nothing else does', () => {
    expect([...table].sort()).toEqual([...files].sort());
  });

  it('have a truth, except the hostile ones', () => {
    expect(Object.keys(truth).sort()).toEqual(
      files.filter((file) => !file.startsWith('hostile/')).sort(),
    );
  });

  it('weigh no more than three megabytes together', () => {
    const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    expect(bytes).toBeLessThan(3_000_000);
  });

  it('say in their text layer what the truth says, where they have one', async () => {
    const digital = Object.entries(truth).filter(
      ([, { degradation }]) => degradation === 'born-digital',
    );
    expect(digital.length).toBeGreaterThan(1);
    for (const [file, { betreff }] of digital) {
      const text = (await readPageTexts(readFileSync(join(folder, file)))).join(' ');
      expect(text.replace(/\s+/g, ' ')).toContain(betreff);
    }
  });
});
