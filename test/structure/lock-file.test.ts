import { describe, expect, it } from 'vitest';
import { readProjectFile } from './sources.js';

interface LockedPackage {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  resolved?: string;
}

const lock = JSON.parse(readProjectFile('package-lock.json')) as {
  packages: Record<string, LockedPackage>;
};

/** Where npm looks for a package from inside another one: beside it, then in each folder above. */
const candidates = (from: string, name: string): string[] => {
  const places = [`${from === '' ? '' : `${from}/`}node_modules/${name}`];
  for (let at = from.lastIndexOf('/node_modules/'); at >= 0; ) {
    const parent = from.slice(0, at);
    places.push(`${parent}/node_modules/${name}`);
    at = parent.lastIndexOf('/node_modules/');
  }
  return [...places, `node_modules/${name}`];
};

describe('the lock file', () => {
  it('knows every package that another one names, for all platforms, or npm ci refuses it', () => {
    const missing = Object.entries(lock.packages).flatMap(([from, facts]) =>
      Object.keys({ ...facts.dependencies, ...facts.optionalDependencies })
        .filter((name) => !candidates(from, name).some((place) => place in lock.packages))
        .map((name) => `${from} → ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('names no server from which packages were fetched', () => {
    const resolved = Object.values(lock.packages).flatMap((one) => one.resolved ?? []);
    expect(resolved).toEqual([]);
  });

  it('pins every direct dependency to one version', () => {
    const root = lock.packages[''];
    const manifest = JSON.parse(readProjectFile('package.json')) as Record<
      string,
      Record<string, string>
    >;
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
        expect(version, name).toMatch(/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/);
      }
    }
    expect(root?.dependencies).toEqual(manifest['dependencies']);
  });
});
