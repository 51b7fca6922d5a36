import { expect, test } from '@jest/globals';
import { defaultParser } from '@odata/parser';
import type { Token } from '@odata/parser';
import { candidateRows } from './candidate-rows.ts';
import { meets } from './filter.ts';
import { IndexedRows } from './indexed-rows.ts';
import { tableNamed } from './model.ts';
import type { Row, Value } from './state.ts';

const table = tableNamed('account');
const idOf = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const row = (index: number, values: Record<string, Value>): Row => ({
  id: idOf(index),
  version: index,
  values: { accountid: idOf(index), ...values },
});
const filterOf = (text: string): Token => {
  const parsed = defaultParser.query(`$filter=${text}`).value as { readonly options: readonly Token[] };
  return parsed.options[0]?.value as Token;
};

test('an index follows what is set, changed and deleted', () => {
  const rows = new IndexedRows();
  rows.set(idOf(1), row(1, { name: 'Kirra' }));
  expect(rows.having('name', 'KIRRA').map(({ id }) => id)).toEqual([idOf(1)]);
  rows.set(idOf(2), row(2, { name: 'kirra' }));
  rows.set(idOf(1), row(1, { name: 'Noosa' }));
  expect(rows.having('name', 'kirra').map(({ id }) => id)).toEqual([idOf(2)]);
  expect(rows.having('name', 'noosa').map(({ id }) => id)).toEqual([idOf(1)]);
  rows.delete(idOf(2));
  expect(rows.having('name', 'kirra')).toEqual([]);
  rows.clear();
  expect(rows.having('name', 'noosa')).toEqual([]);
});

test('a filter finds by index what it finds by reading all', () => {
  const rows = new IndexedRows();
  for (let index = 0; index < 60; index++)
    rows.set(
      idOf(index),
      row(index, {
        name: `Customer ${String(index % 7)}`,
        accountnumber: index % 5 === 0 ? null : `A${String(index)}`,
        ownerid: { table: 'systemuser', id: idOf(900 + (index % 3)) },
      }),
    );
  for (const text of [
    `accountid eq ${idOf(3)}`,
    `name eq 'customer 2'`,
    `_ownerid_value eq ${idOf(901)} and name eq 'Customer 4'`,
    `(name eq 'Customer 1' or accountnumber eq 'A8') and _ownerid_value ne ${idOf(900)}`,
    `accountnumber eq null`,
    `name eq 'Customer 1' or contains(name,'3')`,
    `not (name eq 'Customer 1')`,
  ]) {
    const filter = filterOf(text);
    const found = (among: readonly Row[]): string[] =>
      among
        .filter((each) => meets(table, each, filter))
        .map(({ id }) => id)
        .sort();
    expect([text, found(candidateRows(table, rows, filter))]).toEqual([text, found([...rows.values()])]);
    expect(found([...rows.values()]).length).toBeGreaterThan(0);
  }
});
