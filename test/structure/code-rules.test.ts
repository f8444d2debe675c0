import { describe, expect, it } from 'vitest';
import {
  environmentOnlyInConfig,
  filesAreNamedAfterTheirContent,
  filesStayShort,
  functionsStayShort,
  noClimbingImports,
  noModuleMocks,
  noReservedWordsInTheDomain,
  type Rule,
  testsAreSentences,
  timeOnlyFromTheClock,
} from './code-rules.js';
import { parseSource, readSources, type Source } from './sources.js';

const tree = readSources('src', 'workers', 'config', 'test');
const lines = (count: number, content = 'export const value = 1;'): string =>
  Array.from({ length: count }, () => content).join('\n');

/** The rule, a file that breaks it, and one beside it that does not. */
const rules: [name: string, rule: Rule, wrong: Source, right: Source][] = [
  [
    'only config/load.ts reads the environment',
    environmentOnlyInConfig,
    parseSource('src/eakte/a.ts', "export const home = process.env['HOME'];"),
    parseSource('src/eakte/a.test.ts', "export const home = process.env['HOME'];"),
  ],
  [
    'only the clock reads the time',
    timeOnlyFromTheClock,
    parseSource('src/eakte/a.ts', 'export const now = new Date();'),
    parseSource('src/eakte/a.ts', 'export const day = (at: string) => new Date(at);'),
  ],
  [
    'no exported type of a feature is called document, file, case, process or record',
    noReservedWordsInTheDomain,
    parseSource('src/eakte/a.ts', 'export interface StoredDocument { id: string }'),
    parseSource('src/eakte/a.ts', 'export interface Dokument { id: string }'),
  ],
  [
    'no import climbs more than one folder',
    noClimbingImports,
    parseSource('src/posteingang/stages/a.ts', "export { x } from '../../errors.js';"),
    parseSource('src/posteingang/stages/a.ts', "export { x } from '../a.js';"),
  ],
  [
    'no file is longer than 400 lines, or than 300 without a reason',
    filesStayShort,
    parseSource('src/a.ts', lines(301)),
    parseSource('src/a.ts', `// One table that is only readable in one piece.\n${lines(301)}`),
  ],
  [
    'no function is longer than 60 lines',
    functionsStayShort,
    parseSource('src/a.ts', `export const a = () => {\n${lines(60, '  a();')}\n};`),
    parseSource('src/a.ts', `export const a = () => {\n${lines(50, '  a();')}\n};`),
  ],
  [
    'no module is mocked',
    noModuleMocks,
    parseSource('src/a.test.ts', "vi.mock('./a.js');"),
    parseSource('src/a.test.ts', 'vi.waitFor(() => true);'),
  ],
  [
    'the names of tests are sentences',
    testsAreSentences,
    parseSource('src/a.test.ts', "it('should work', () => undefined);"),
    parseSource('src/a.test.ts', "it('an empty page is recognised', () => undefined);"),
  ],
  [
    'files are named after their content',
    filesAreNamedAfterTheirContent,
    parseSource('src/eakte/utils.ts', ''),
    parseSource('src/eakte/eakte.repository.ts', ''),
  ],
];

describe('the rules of the house', () => {
  it.each(rules)('%s', (_name, rule, wrong, right) => {
    expect(rule(wrong)).not.toEqual([]);
    expect(rule(right)).toEqual([]);
    expect(tree.flatMap(rule)).toEqual([]);
  });
});
