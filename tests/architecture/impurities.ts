/** What in a source text would make its answers depend on anything but its arguments. Read as syntax, so that comments and words are no matter. */
import ts from 'typescript';

/** Globals that know the time, chance, or the world outside. */
const GLOBALS = new Set(
  'performance process crypto globalThis fetch console setTimeout setInterval setImmediate queueMicrotask require Temporal navigator XMLHttpRequest WebSocket Promise'.split(
    ' ',
  ),
);
/** Members whose answer is another at another time, or on a machine of another zone or language. */
const MEMBERS = new Set(
  'random getFullYear getMonth getDate getDay getHours getMinutes getSeconds getTimezoneOffset toLocaleString toLocaleDateString toLocaleTimeString toLocaleLowerCase toLocaleUpperCase localeCompare toDateString toTimeString'.split(
    ' ',
  ),
);

const isNamed = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

/** A name that stands for a global, not for a property or a declaration of that name. */
const isGlobal = (node: ts.Identifier): boolean =>
  GLOBALS.has(node.text) &&
  !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
  !ts.isPropertyAssignment(node.parent) &&
  !ts.isTypeReferenceNode(node.parent);

const impurityOf = (node: ts.Node): string | null => {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return 'await';
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && (node.arguments ?? []).length === 0) return 'new Date()';
  if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return 'Date()';
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return 'import()';
  if (ts.isMetaProperty(node)) return 'import.meta';
  if (ts.isPropertyAccessExpression(node)) {
    if (isNamed(node.expression, 'Date') && node.name.text === 'now') return 'Date.now';
    if (MEMBERS.has(node.name.text)) return node.name.text;
  }
  return ts.isIdentifier(node) && isGlobal(node) ? node.text : null;
};

/** Names of what is impure in a source text, each with its line. */
export const impuritiesOf = (source: string): readonly string[] => {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const impurity = impurityOf(node);
    if (impurity !== null) found.push(`${impurity} in line ${String(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1)}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

/** Modules that a source text imports or exports from, by their names. */
export const modulesOf = (source: string): readonly string[] =>
  ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
