import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ConfigInvalid } from '#errors.js';
import type { TemplateSource } from './protocol.js';

export type { TemplateSource } from './protocol.js';

/** Functions that read files, run text as code or make the output depend on the day. */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/@[\w-]+\//, 'imports a package'],
  [/\beval\b/, 'uses eval'],
  [/\bread\s*\(/, 'reads a file'],
  [/\bplugin\b/, 'loads a plugin'],
  [/\b(?:csv|yaml|toml|xml|cbor)\b/, 'reads a data file'],
  [/\bjson\b(?!\s*\(\s*bytes\s*\()/, 'reads a data file'],
  [/\bdatetime\s*\.\s*today\b/, 'asks for the day'],
  [/\.\.\//, 'leaves its folder'],
];

const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\//g, ' ').replaceAll(/(^|[^:])\/\/.*$/gm, '$1');

/** What a template may not do, in the words of its author; empty for a good one. */
export const templateFaults = (source: string): string[] => {
  const code = withoutComments(source);
  return forbidden.filter(([pattern]) => pattern.test(code)).map(([, fault]) => fault);
};

const sourcesBelow = (folder: string, prefix: string): [string, Buffer][] =>
  readdirSync(join(folder, prefix), { withFileTypes: true })
    .filter((entry) => entry.isFile() && ['.typ', '.svg', '.png'].includes(extname(entry.name)))
    .map((entry) => {
      const path = `${prefix}/${entry.name}`;
      return [path, readFileSync(join(folder, path))];
    });

/**
 * Reads a template with what it may import: the folder `gemeinsam` and its own.
 * @throws ConfigInvalid when it is missing or does what templates may not do.
 */
export const loadTemplate = (options: {
  folder: string;
  name: string;
  /** Further files, e.g. coats of arms, by path below the templates. */
  files?: Readonly<Record<string, Buffer>>;
}): TemplateSource => {
  const { folder, name } = options;
  const found = [...sourcesBelow(folder, 'gemeinsam'), ...sourcesBelow(folder, name)].sort(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  const main = found.find(([path]) => path === `${name}/template.typ`)?.[1];
  const faults = found
    .filter(([path]) => path.endsWith('.typ'))
    .flatMap(([path, content]) =>
      templateFaults(content.toString('utf8')).map((fault) => `${path} ${fault}`),
    );
  if (main === undefined) faults.push(`${name}/template.typ is missing`);
  if (faults.length > 0) {
    throw new ConfigInvalid({
      code: 'template-invalid',
      message: `The template ${name} in ${folder} cannot be used: ${faults.join('; ')}.`,
    });
  }
  const files = { ...Object.fromEntries(found), ...options.files };
  const hash = createHash('sha256').update(name);
  for (const [path, content] of Object.entries(files)) {
    hash.update(`\n${path}\n${content.length}\n`).update(content);
  }
  return { main: main?.toString('utf8') ?? '', files, hash: hash.digest('hex') };
};
