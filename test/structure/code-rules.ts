import ts from 'typescript';
import { findAll, isTestSource, type Source } from './sources.js';

/** A rule of the house: the places of one file that break it. */
export type Rule = (source: Source) => string[];

const isProgram = (source: Source): boolean =>
  /^(src|workers|config)\//.test(source.path) && !isTestSource(source);

const isNamed = (node: ts.Node, owner: string, member: string): boolean =>
  ts.isPropertyAccessExpression(node) &&
  node.name.text === member &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === owner;

// The second one tries, inside the cage of the parser, what a hostile file would try.
const readsTheEnvironment = new Set(['config/load.ts', 'src/tools/parser/attack.ts']);

/** Settings have one source: config/load.ts reads the environment, everybody else gets a Config. */
export const environmentOnlyInConfig: Rule = (source) => {
  if (!isProgram(source) || readsTheEnvironment.has(source.path)) return [];
  return findAll(source, (node) => (isNamed(node, 'process', 'env') ? 'process.env' : undefined));
};

const readsTheTime = /^src\/(infrastructure\/clock\.ts|web\/)/;

/** Wall-clock time comes from a Clock, so that tests can choose it; the page has the browser's. */
export const timeOnlyFromTheClock: Rule = (source) => {
  if (!isProgram(source) || readsTheTime.test(source.path)) return [];
  return findAll(source, (node) => {
    if (isNamed(node, 'Date', 'now')) return 'Date.now()';
    const isDate =
      (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'Date';
    return isDate && (node.arguments?.length ?? 0) === 0 ? 'new Date()' : undefined;
  });
};

const reserved = /(^|[a-z])(Document|File|Case|Process|Record)s?$/;
const featureFolder =
  /^src\/(posteingang|postausgang|understanding|eakte|organisation|audit|betrieb|auswertung)\//;

const exportedName = (node: ts.Node): string | undefined => {
  const declares =
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node);
  if (!declares || node.name === undefined) return undefined;
  const isExported = node.modifiers?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword);
  return isExported ? node.name.text : undefined;
};

/** Everyday English words carry too many technical meanings to name a thing of the mailroom. */
export const noReservedWordsInTheDomain: Rule = (source) => {
  if (!featureFolder.test(source.path) || isTestSource(source)) return [];
  return findAll(source, (node) => {
    const name = exportedName(node);
    return name !== undefined && reserved.test(name) ? name : undefined;
  });
};

const importedModule = (node: ts.Node): string | undefined => {
  const specifier =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : undefined;
  return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : undefined;
};

/** Far-away files are named from the root (`#eakte/index.js`), never by climbing. */
export const noClimbingImports: Rule = (source) =>
  findAll(source, (node) => {
    const name = importedModule(node);
    return name?.startsWith('../../') ? name : undefined;
  });

const warnLines = 300;
const mostLines = 400;
// The cases of a test stand side by side and need no reason.
const mostTestLines = 500;

/** A file that outgrows one screenful of thought gives its reason in line 1, and has an end anyway. */
export const filesStayShort: Rule = (source) => {
  const { path, text } = source;
  const lines = text.trimEnd().split('\n');
  const most = isTestSource(source) ? mostTestLines : mostLines;
  if (lines.length > most) return [`${path} has ${lines.length} lines, at most ${most}`];
  if (isTestSource(source)) return [];
  const hasReason = /^\/\/ .{20,}/.test(lines[0] ?? '');
  return lines.length > warnLines && !hasReason
    ? [`${path} has ${lines.length} lines and no reason in line 1`]
    : [];
};

const mostFunctionLines = 60;
// Markup, lists of routes and the composition root are long and flat.
const flatLines: [RegExp, number][] = [
  [/\.tsx$/, 100],
  [/\.routes\.ts$/, 100],
  [/^src\/compose\.ts$/, 150],
];

const isFunctionWithBody = (node: ts.Node): boolean =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;

const lineSpan = (node: ts.Node, tree: ts.SourceFile): number =>
  tree.getLineAndCharacterOfPosition(node.getEnd()).line -
  tree.getLineAndCharacterOfPosition(node.getStart()).line;

/** Lines that a function contains beside the functions that it defines: `createX` may hold several. */
const ownLines = (node: ts.Node, tree: ts.SourceFile): number => {
  let lines = lineSpan(node, tree) + 1;
  const subtract = (inner: ts.Node): void => {
    if (isFunctionWithBody(inner)) lines -= lineSpan(inner, tree);
    else ts.forEachChild(inner, subtract);
  };
  ts.forEachChild(node, subtract);
  return lines;
};

/** A function fits on a screen. */
export const functionsStayShort: Rule = (source) => {
  if (!isProgram(source)) return [];
  return findAll(source, (node) => {
    if (!isFunctionWithBody(node)) return undefined;
    const lines = ownLines(node, source.tree);
    const most = flatLines.find(([path]) => path.test(source.path))?.[1] ?? mostFunctionLines;
    return lines > most ? `function of ${lines} lines` : undefined;
  });
};

/** Failures in tests have real causes. */
export const noModuleMocks: Rule = (source) =>
  findAll(source, (node) =>
    ['mock', 'doMock', 'stubGlobal', 'hoisted'].some((name) => isNamed(node, 'vi', name))
      ? 'module mock'
      : undefined,
  );

const testFunctions = new Set(['it', 'test', 'describe']);

const testTitle = (node: ts.Node): string | undefined => {
  if (!ts.isCallExpression(node)) return undefined;
  const [first] = node.arguments;
  const isTest = ts.isIdentifier(node.expression) && testFunctions.has(node.expression.text);
  return isTest && first !== undefined && ts.isStringLiteralLike(first) ? first.text : undefined;
};

/** A test's name says what the mailroom does, and no test is left switched on alone. */
export const testsAreSentences: Rule = (source) => {
  if (!isTestSource(source)) return [];
  return findAll(source, (node) => {
    for (const name of testFunctions) if (isNamed(node, name, 'only')) return `${name}.only`;
    const title = testTitle(node);
    return title !== undefined && /^should\b|\bworks$/.test(title) ? `“${title}”` : undefined;
  });
};

const vagueNames = /(^|\/)(utils?|helpers?|commons?|types|misc)\.tsx?$/;

/** A file is named after the one thing inside it, in kebab-case. */
export const filesAreNamedAfterTheirContent: Rule = ({ path }) => {
  const name = path.split('/').at(-1) ?? '';
  const isKebab = /^[a-z0-9]+([-.][a-z0-9]+)*\.tsx?$/.test(name);
  return vagueNames.test(path) || !isKebab ? [path] : [];
};
