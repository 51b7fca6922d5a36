/** Lookups of accounts and tax types offer what sending takes, and nothing else. */
import { describe, expect, test } from '@jest/globals';
import { accountClass, chartOfAccounts, invoiceProduct, product, settings, taxType } from '@stl3/solution';
import { documentKinds } from '../../../relay-service/src/core/document-kinds.ts';
import { descendants, parseXml, textAt } from '../../../solution/src/check/xml-tree.ts';
import { viewId } from '../../../solution/src/emit/ids.ts';
import { formsOfExtended } from '../../../solution/src/emit/forms/microsoft.ts';
import { formsOf } from '../../../solution/src/emit/forms/own-tables.ts';
import { systemForm } from '../../../solution/src/emit/forms/form.ts';
import type { ViewSpec } from '../../../solution/src/emit/views/view.ts';
import { viewsOf } from '../../../solution/src/emit/views/own-tables.ts';
import { fragment } from '../../../solution/src/emit/xml.ts';

const [settingsForm] = formsOf(settings);
const [lineForm] = formsOfExtended(invoiceProduct);
const [productForm] = formsOfExtended(product);

const offered = (form: typeof settingsForm, column: string) => {
  const control = descendants(parseXml(fragment(systemForm(form!))), 'control').find(
    ({ attributes }) => attributes['datafieldname'] === column,
  );
  const parameters = control?.children.find(({ name }) => name === 'parameters');
  return { view: textAt(parameters, 'DefaultViewId'), picker: textAt(parameters, 'DisableViewPicker') };
};

describe.each([
  ['settings', settingsForm],
  ['invoice product', lineForm],
  ['product', productForm],
])('the form of the %s', (_title, form) => {
  const accounts: readonly (readonly [string, string])[] = [
    ['stl3_salesaccountid', 'for-sales'],
    ['stl3_purchaseaccountid', 'for-bills'],
    ['stl3_freightaccountid', 'for-lines'],
    ['stl3_discountaccountid', 'for-lines'],
    ['stl3_roundingaccountid', 'for-rounding'],
    ['stl3_accountid', 'for-lines'],
  ];
  const taxTypes: readonly (readonly [string, string])[] = [
    ['stl3_salestaxtypeid', 'for-revenue'],
    ['stl3_purchasetaxtypeid', 'for-expenses'],
  ];
  const cells = form!.tabs.flatMap(({ columns }) => columns.flat().flatMap(({ cells: of }) => of));
  const on = new Set(cells.flatMap((cell) => (cell.kind === 'column' ? [cell.column] : [])));
  const lookups = [
    ...accounts.map(([column, view]) => [column, chartOfAccounts.logicalName, view] as const),
    ...taxTypes.map(([column, view]) => [column, taxType.logicalName, view] as const),
  ].filter(([column]) => on.has(column));

  test.each(lookups)('%s offers rows of %s %s only', (column, table, view) => {
    expect(offered(form, column)).toEqual({ view: `{${viewId(table, view)}}`, picker: 'true' });
  });

  test('leaves no account unfiltered', () => {
    const named = [...on].filter((column) => column.endsWith('accountid'));
    expect(named.filter((column) => !lookups.some(([lookup]) => lookup === column))).toEqual([]);
  });
});

describe('a view of accounts', () => {
  const view = (key: string): ViewSpec => viewsOf(chartOfAccounts).find(({ id }) => id === viewId(chartOfAccounts.logicalName, key))!;
  const classes = (key: string): readonly string[] => {
    const { value } = view(key).conditions.find(({ attribute }) => attribute === 'stl3_accountclass') ?? {};
    return Object.entries(accountClass.values)
      .filter((entry) => typeof value === 'object' && value.includes(entry[1].value))
      .map(([name]) => name);
  };
  const { salesInvoice, bill, salesCreditNote, billCreditNote } = documentKinds;

  test.each([
    ['for-sales', [salesInvoice, salesCreditNote]],
    ['for-bills', [bill, billCreditNote]],
    ['for-lines', Object.values(documentKinds)],
  ])('%s has the classes that sending takes', (key, kinds) => {
    expect(new Set(classes(key))).toEqual(new Set(kinds.flatMap(({ accountClasses }) => accountClasses)));
  });

  test.each(['for-sales', 'for-bills', 'for-lines', 'for-rounding'])('%s leaves out archived accounts', (key) => {
    expect(view(key).conditions).toContainEqual({ attribute: 'statecode', operator: 'eq', value: 0 });
  });

  test.each(['for-sales', 'for-bills', 'for-lines'])('%s leaves out system accounts', (key) => {
    expect(view(key).conditions).toContainEqual({ attribute: 'stl3_systemaccount', operator: 'null' });
  });

  test('for rounding has the one system account that takes lines', () => {
    expect(view('for-rounding').anyOf).toEqual([
      { attribute: 'stl3_systemaccount', operator: 'null' },
      { attribute: 'stl3_systemaccount', operator: 'eq', value: 'ROUNDING' },
    ]);
  });
});
