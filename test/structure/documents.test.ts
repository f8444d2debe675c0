import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingNames, variableOf } from '#config/load.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { readProjectFile } from './sources.js';

const decisions = readdirSync(join(projectRoot(), 'docs/decisions')).sort();
const documents = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(projectRoot(), 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...decisions.map((name) => `docs/decisions/${name}`),
];

const manifest = JSON.parse(readProjectFile('package.json')) as {
  version: string;
  scripts: Record<string, string>;
};

/** A page of A4 at a readable size. */
const page = { lines: 60, characters: 4_500 };

const tables = (): string[] => {
  const folder = 'src/infrastructure/database/migrations';
  return readdirSync(join(projectRoot(), folder))
    .map((name) => readProjectFile(`${folder}/${name}`))
    .flatMap((text) => [...text.matchAll(/^create table (?:if not exists )?(\w+)/gm)])
    .map((match) => match[1] ?? '');
};

/** The paths of the annotated tree, the first block of the architecture; indentation means inside. */
const treePaths = (text: string): string[] => {
  const lines = (/```\n([\s\S]*?)```/.exec(text)?.[1] ?? '').split('\n');
  let folder = '';
  return lines.flatMap((line) => {
    const [, indent, name = ''] = /^( *)([\w.-]+\/?) /.exec(line) ?? [];
    if (indent === undefined) return [];
    const path = name.replace(/\/$/, '');
    if (indent === '') folder = path;
    return [indent === '' ? path : `${folder}/${path}`];
  });
};

describe('the documents', () => {
  it('keep each decision on one page, numbered without gaps', () => {
    expect(decisions.length).toBeGreaterThanOrEqual(10);
    for (const [index, name] of decisions.entries()) {
      expect(name).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
      const text = readProjectFile(`docs/decisions/${name}`);
      expect(text.split('\n').length, name).toBeLessThanOrEqual(page.lines);
      expect(text.length, name).toBeLessThanOrEqual(page.characters);
      for (const part of ['## Background', '## Decision', '## Consequences']) {
        expect(text, name).toContain(part);
      }
    }
  });

  it('keep the architecture on two pages', () => {
    const text = readProjectFile('docs/architecture.md');
    expect(text.split('\n').length).toBeLessThanOrEqual(2 * page.lines);
    expect(text.length).toBeLessThanOrEqual(2 * page.characters);
  });

  it('tell in the changelog what this version changes', () => {
    const newest = /^## (\S+)/m.exec(readProjectFile('CHANGELOG.md'))?.[1];
    expect(newest).toBe(manifest.version);
  });

  it('explain every table in the glossary, and no table has an everyday English name', () => {
    const glossary = readProjectFile('docs/glossary.md');
    const found = tables();
    expect(found.length).toBeGreaterThan(20);
    for (const table of found) expect(glossary, table).toContain(`\`${table}\``);
    const reserved = /^(\w+_)?(document|file|case|process|record)s?$/;
    expect(found.filter((table) => reserved.test(table))).toEqual([]);
  });

  it('link only to what is there', () => {
    for (const document of documents) {
      const links = [...readProjectFile(document).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)];
      for (const [, target = ''] of links) {
        const place = join(projectRoot(), dirname(document), target);
        expect(existsSync(place), `${document} → ${target}`).toBe(true);
      }
    }
  });

  it('name only commands and settings that exist', () => {
    const known = new Set([...settingNames().map(variableOf), 'POSTSTELLE_CONFIG']);
    for (const document of documents) {
      const text = readProjectFile(document);
      for (const [, script = ''] of text.matchAll(/npm run ([\w:-]+)/g)) {
        expect(manifest.scripts, document).toHaveProperty([script]);
      }
      for (const [variable] of text.matchAll(/POSTSTELLE_[A-Z0-9_]*[A-Z0-9]/g)) {
        if (!variable.startsWith('POSTSTELLE_TEST_')) expect(known, document).toContain(variable);
      }
    }
  });

  it('show the tree as it is: nothing that is not there, and every folder of the program', () => {
    const text = readProjectFile('docs/architecture.md');
    const shown = treePaths(text);
    const named = [...text.matchAll(/`((?:src|config|workers|test)\/[\w./-]+)`/g)].map(
      (match) => match[1] ?? '',
    );
    for (const path of [...shown, ...named]) {
      expect(existsSync(join(projectRoot(), path)), path).toBe(true);
    }
    const folders = readdirSync(join(projectRoot(), 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `src/${entry.name}`);
    expect(shown).toEqual(expect.arrayContaining(folders));
  });
});
