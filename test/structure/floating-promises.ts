import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '#infrastructure/project-root.js';

const isThenable = (type: ts.Type): boolean =>
  type.isUnion() ? type.types.some(isThenable) : type.getProperty('then') !== undefined;

/** `.catch(handler)` and `.then(value, handler)` deal with the failure. */
const isHandled = (call: ts.CallExpression): boolean => {
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  const method = call.expression.name.text;
  if (method === 'finally') {
    const inner = call.expression.expression;
    return ts.isCallExpression(inner) && isHandled(inner);
  }
  return (
    (method === 'catch' && call.arguments.length > 0) ||
    (method === 'then' && call.arguments.length > 1)
  );
};

const isAssignment = (expression: ts.Expression): boolean =>
  ts.isBinaryExpression(expression) &&
  expression.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
  expression.operatorToken.kind <= ts.SyntaxKind.LastAssignment;

const floats = ({ expression }: ts.ExpressionStatement, checker: ts.TypeChecker): boolean => {
  if (ts.isAwaitExpression(expression) || ts.isVoidExpression(expression)) return false;
  if (isAssignment(expression)) return false;
  if (ts.isCallExpression(expression) && isHandled(expression)) return false;
  return isThenable(checker.getTypeAtLocation(expression));
};

const inFile = (file: ts.SourceFile, checker: ts.TypeChecker): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && floats(node, checker)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${relative(projectRoot(), file.fileName)}:${line + 1} ${node.getText(file)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

interface Options {
  /** Which tsconfig names the files and settings; relative to the project. */
  config: string;
  /** Looks at this text alone, as if it were a file of the project. */
  planted?: { path: string; text: string };
}

const hostWith = (options: ts.CompilerOptions, planted: Options['planted']): ts.CompilerHost => {
  const host = ts.createCompilerHost(options, true);
  if (planted === undefined) return host;
  const { readFile, fileExists } = host;
  const getSourceFile = host.getSourceFile.bind(host);
  const place = join(projectRoot(), planted.path);
  host.readFile = (path) => (path === place ? planted.text : readFile(path));
  host.fileExists = (path) => path === place || fileExists(path);
  host.getSourceFile = (path, version) =>
    path === place
      ? ts.createSourceFile(path, planted.text, version, true)
      : getSourceFile(path, version);
  return host;
};

/**
 * Every statement that starts a promise and lets its failure go unseen, with the types that the compiler
 * knows. The linter's own rule resolves `#…` to the build and misses what comes from there and from Node.
 */
export const findFloatingPromises = ({ config, planted }: Options): string[] => {
  const path = join(projectRoot(), config);
  const read = ts.readConfigFile(path, ts.sys.readFile) as { config: unknown };
  const parsed = ts.parseJsonConfigFileContent(read.config, ts.sys, dirname(path));
  const options = { ...parsed.options, noEmit: true, incremental: false };
  const names = planted ? [join(projectRoot(), planted.path)] : parsed.fileNames;
  const program = ts.createProgram(names, options, hostWith(options, planted));
  const checker = program.getTypeChecker();
  return program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !file.fileName.includes('/node_modules/'))
    .flatMap((file) => inFile(file, checker));
};
