import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '#infrastructure/project-root.js';

/** One TypeScript file of the tree with its syntax tree; `path` is relative to the project. */
export interface Source {
  path: string;
  text: string;
  tree: ts.SourceFile;
}

const isTypeScript = (name: string): boolean => /\.tsx?$/.test(name) && !name.endsWith('.d.ts');

/** All TypeScript files below the given folders of the project. */
export const readSources = (...folders: string[]): Source[] =>
  folders.flatMap((folder) =>
    readdirSync(join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
      .filter(isTypeScript)
      .sort()
      .map((name) => parseSource(join(folder, name), readProjectFile(join(folder, name)))),
  );

/** The text of one file of the project. */
export const readProjectFile = (path: string): string =>
  readFileSync(join(projectRoot(), path), 'utf8');

/** Parses one file, for planted faults too. */
export const parseSource = (path: string, text: string): Source => ({
  path,
  text,
  tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
});

/** Test files and what only tests use. */
export const isTestSource = ({ path }: Source): boolean =>
  path.startsWith('test/') || /\.test\.tsx?$/.test(path);

/** Every place in the file for which `pick` has an answer, as `path:line answer`. */
export const findAll = (source: Source, pick: (node: ts.Node) => string | undefined): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const answer = pick(node);
    if (answer !== undefined) {
      const { line } = source.tree.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${source.path}:${line + 1} ${answer}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
};
