import { describe, expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

/**
 * Inside a transaction nothing is awaited but the transaction, and never the outer `db` (posting protocol, section 11): SQLite has one
 * connection, so that a query beside the open transaction waits for it for ever, and on PostgreSQL an HTTP call in it holds row locks.
 */
const root = resolve(import.meta.dirname, '../..');

const mentions = (node: ts.Node, name: string): boolean =>
  (ts.isIdentifier(node) && node.text === name) || (ts.forEachChild(node, (child) => mentions(child, name) || undefined) ?? false);

/** A function that is awaited and given the ledger may query beside the transaction. */
const handsOn = (call: ts.Expression): boolean =>
  ts.isCallExpression(call) && call.arguments.some((argument) => ts.isIdentifier(argument) && argument.text === 'ledger');

const faultsIn = (name: string, text: string): string[] => {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const faults: string[] = [];
  const fault = (node: ts.Node, words: string): void => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    faults.push(`${name}:${String(line + 1)} ${words}`);
  };
  const inside = (node: ts.Node, transaction: string): void => {
    if (ts.isAwaitExpression(node) && !mentions(node.expression, transaction)) fault(node, 'awaits something else than the transaction');
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'db') fault(node, 'uses the outer db');
    if (ts.isIdentifier(node) && node.text === 'db' && !ts.isPropertyAccessExpression(node.parent) && !ts.isPropertyAssignment(node.parent))
      fault(node, 'uses the outer db');
    if (ts.isAwaitExpression(node) && handsOn(node.expression)) fault(node, 'hands the ledger on');
    ts.forEachChild(node, (child) => inside(child, transaction));
  };
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'execute' &&
      ts.isCallExpression(node.expression.expression) &&
      /\btransaction\(\)$/.test(node.expression.expression.getText())
    ) {
      const [run] = node.arguments;
      const parameter = run && ts.isArrowFunction(run) ? run.parameters[0]?.name.getText() : undefined;
      if (!run || !ts.isArrowFunction(run) || parameter === undefined) fault(node, 'runs something that this test cannot see into');
      else inside(run.body, parameter);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return faults;
};

describe('transactions', () => {
  const relay = join(root, 'relay-service/src');
  const files = globSync('**/*.ts', { cwd: relay }).map((file) => join(relay, file));

  test('nothing is awaited in one but the transaction itself', () => {
    expect(files.flatMap((file) => faultsIn(relative(root, file), readFileSync(file, 'utf8')))).toEqual([]);
  });

  test('there are transactions to look at', () => {
    expect(files.filter((file) => /\.transaction\(\)\s*\.execute/.test(readFileSync(file, 'utf8'))).length).toBeGreaterThan(1);
  });

  test.each([
    ['await db.transaction().execute(async (t) => { await ledger.db.selectFrom("calls").execute(); });', 'awaits something else'],
    ['await db.transaction().execute(async (t) => { await t.x(); ledger.db.deleteFrom("calls"); });', 'uses the outer db'],
    ['await ledger.db.transaction().execute(async (t) => { await fetch("https://xero"); });', 'awaits something else'],
    ['await db.transaction().execute(async (t) => { await t.x(db); });', 'uses the outer db'],
    ['await db.transaction().execute(async (t) => { await move(ledger, t); });', 'hands the ledger on'],
    ['await db.transaction().execute(somewhereElse);', 'cannot see into'],
  ])('%s is found', (text, words) => {
    expect(faultsIn('planted.ts', text).join('\n')).toContain(words);
  });

  test('what is right is left alone', () => {
    const text = 'await ledger.db.transaction().execute(async (t) => { await t.insertInto("a").values({ at: ledger.now() }).execute(); });';
    expect(faultsIn('right.ts', text)).toEqual([]);
  });
});
