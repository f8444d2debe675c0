import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '#infrastructure/project-root.js';

interface Cruise {
  summary: {
    totalCruised: number;
    violations: { from: string; to: string; rule: { name: string } }[];
  };
}

const cruise = async (folder: string): Promise<Cruise> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(projectRoot(), 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', join(projectRoot(), '.dependency-cruiser.cjs')],
      ...['--output-type', 'json', 'src', 'workers', 'config'],
    ],
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  ).catch((error: { stdout: string; stderr: string }) => {
    if (!error.stdout.startsWith('{')) throw new Error(error.stderr);
    return error;
  });
  return JSON.parse(stdout) as Cruise;
};

/** One forbidden import each: the file, what it imports, the rule that has to notice it. */
const planted = [
  ['src/posteingang/index.ts', '#postausgang/index.js', 'feature-posteingang'],
  ['src/eakte/a.ts', '#posteingang/index.js', 'feature-eakte'],
  ['src/eakte/b.ts', '#postausgang/index.js', 'feature-eakte'],
  ['src/understanding/a.ts', '#eakte/index.js', 'feature-understanding'],
  ['src/audit/a.ts', '#eakte/index.js', 'feature-audit'],
  ['src/postausgang/a.ts', '#eakte/eakte.repository.js', 'feature-only-through-index'],
  ['src/compose.ts', '#eakte/eakte.repository.js', 'feature-only-through-index'],
  ['src/tools/a.ts', '#eakte/index.js', 'technique-knows-no-feature'],
  ['src/http/a.ts', '#eakte/eakte.schema.js', 'technique-knows-no-feature'],
  ['src/pipeline/a.ts', '#posteingang/index.js', 'technique-knows-no-feature'],
  ['src/infrastructure/a.ts', '#sample/index.js', 'technique-knows-no-feature'],
  ['src/eakte/c.ts', '#compose.js', 'top-is-imported-by-nobody'],
  ['src/tools/h.ts', '#doctor/finding.js', 'doctor-stands-apart'],
  ['src/doctor/a.ts', '#eakte/index.js', 'doctor-knows-no-feature'],
  ['src/posteingang/d.ts', '#workers/index.js', 'nothing-imports-workers'],
  ['src/compose.ts', '#workers/index.js', 'nothing-imports-workers'],
  ['src/errors.ts', '#infrastructure/b.js', 'errors-import-nothing'],
  ['config/schema.ts', '#infrastructure/b.js', 'config-is-the-ground'],
  ['src/web/a.ts', '#http/a.js', 'web-knows-only-schema-types'],
  ['src/web/b.ts', '#eakte/eakte.schema.js', 'web-takes-types-not-code'],
  ['src/http/b.ts', '#web/a.js', 'nothing-imports-web'],
  ['src/eakte/eakte.schema.ts', '#infrastructure/b.js', 'schemas-are-plain'],
  ['src/tools/c.ts', '#test/support/postgres.js', 'no-test-code-in-the-program'],
  ['src/tools/d.ts', 'only-for-development', 'no-development-package-in-the-program'],
  ['src/tools/e.ts', '#tools/absent.js', 'everything-resolves'],
  ['src/tools/f.ts', './g.js', 'no-cycles'],
] as const;

/** Allowed imports, in the same tree; none of them may be reported. */
const allowed = [
  ['src/posteingang/fine.ts', '#eakte/index.js'],
  ['src/posteingang/fine.ts', '#organisation/index.js'],
  ['src/posteingang/fine.ts', './d.js'],
  ['src/betrieb/fine.ts', '#understanding/index.js'],
  ['src/compose.ts', '#posteingang/index.js'],
  ['src/main.ts', '#workers/index.js'],
  ['workers/index.ts', '#pipeline/fine.js'],
  ['src/tools/fine.ts', '#errors.js'],
  ['src/tools/fine.ts', 'for-the-program'],
] as const;

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

const plantTree = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-imports-'));
  folders.push(folder);
  const lines = new Map<string, string[]>([
    ['src/doctor/finding.ts', []],
    ['src/tools/g.ts', ["import { value as other } from './f.js';", 'export const far = other;']],
    ['src/eakte/index.ts', []],
    ['src/eakte/eakte.repository.ts', []],
    ['src/organisation/index.ts', []],
    ['src/postausgang/index.ts', []],
    ['src/sample/index.ts', []],
    ['src/understanding/index.ts', []],
    ['src/pipeline/fine.ts', []],
    ['src/infrastructure/b.ts', []],
    ['test/support/postgres.ts', []],
  ]);
  for (const [index, [file, target]] of [...planted, ...allowed].entries()) {
    const name = `n${index}`;
    const imports = `import { value as ${name} } from '${target}';\nconsole.log(${name});`;
    lines.set(file, [...(lines.get(file) ?? []), imports]);
  }
  for (const [file, content] of lines) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), [...content, 'export const value = 1;', ''].join('\n'));
  }
  const packages = { 'only-for-development': 'devDependencies', 'for-the-program': 'dependencies' };
  const manifest: Record<string, unknown> = { name: 'planted', type: 'module' };
  for (const [name, kind] of Object.entries(packages)) {
    manifest[kind] = { [name]: '1.0.0' };
    const place = join(folder, 'node_modules', name);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
    await writeFile(join(place, 'index.js'), 'export const value = 1;\n');
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
};

const sourceOf = (target: string): string =>
  target.startsWith('#')
    ? target
        .replace(/^#(config|workers|test)\//, '$1/')
        .replace(/^#/, 'src/')
        .replace('.js', '.ts')
    : target;

// Reads every file of the program, on a busy machine too.
const timeout = 300_000;

describe('the direction of imports', { timeout }, () => {
  it('holds in the whole program', async () => {
    const { summary } = await cruise(projectRoot());
    expect(summary.totalCruised).toBeGreaterThan(20);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual(
      [],
    );
  });

  it('is noticed by the rules when it is wrong, and only then', async () => {
    const { summary } = await cruise(await plantTree());
    const found = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
    for (const [file, target, rule] of planted) {
      const noticed = found.some((violation) => violation.rule === rule && violation.from === file);
      expect(noticed, `${rule}: ${file} → ${target}`).toBe(true);
    }
    for (const [file, target] of allowed) {
      const blamed = found.filter(
        (violation) => violation.from === file && violation.to.endsWith(sourceOf(target)),
      );
      expect(blamed, `${file} → ${target}`).toEqual([]);
    }
  });
});
