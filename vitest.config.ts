import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** The subpath imports of package.json point at the build; tests read the sources instead. */
const sourceAliases = [
  { find: /^#config\/(.*)\.js$/, replacement: `${root}config/$1.ts` },
  { find: /^#workers\/(.*)\.js$/, replacement: `${root}workers/$1.ts` },
  { find: /^#test\/(.*)\.js$/, replacement: `${root}test/$1.ts` },
  { find: /^#(.*)\.js$/, replacement: `${root}src/$1.ts` },
];

export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    include: [
      'src/**/*.test.ts',
      'config/**/*.test.ts',
      'workers/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    reporters: ['default', './test/support/reporter.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Machines are shared and noisy: a test is red when it fails twice in a row.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: true,
    maxWorkers: 2,
    pool: 'forks',
  },
});
