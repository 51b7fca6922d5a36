import { describe, expect, test } from '@jest/globals';
import { microsoftTables } from '../sandbox/dataverse/microsoft-tables.ts';
import type { ColumnType } from '../sandbox/dataverse/column.ts';
import { laterThanTheMetadata, loadModel } from './metadata-model.ts';
import { checkQuery } from './odata-query.ts';
import { absent } from './oracles.ts';

const model = loadModel();
const withOracle = model ? describe : describe.skip;

const edm: Readonly<Record<ColumnType, string>> = {
  text: 'Edm.String',
  memo: 'Edm.String',
  whole: 'Edm.Int32',
  choice: 'Edm.Int32',
  bigint: 'Edm.Int64',
  decimal: 'Edm.Decimal',
  money: 'Edm.Decimal',
  yesno: 'Edm.Boolean',
  date: 'Edm.Date',
  instant: 'Edm.DateTimeOffset',
  id: 'Edm.Guid',
  lookup: 'Edm.Guid',
};

withOracle(model ? 'queries against the published metadata' : absent, () => {
  test.each([
    [
      'invoices?$select=name,_customerid_value&$expand=invoice_details($select=quantity;$expand=productid($select=name))&$filter=statecode eq 0&$orderby=createdon desc&$top=5',
      0,
    ],
    ['stl3_xerorequests?$select=stl3_state&$filter=_stl3_invoiceid_value eq 6f1d5c3e-0b1a-5c0e-9a57-57e11a715e00', 0],
    ['invoices?$select=customerid', 1],
    ['invoices?$expand=customerid', 1],
    ['invoices?$expand=invoice_details($select=unitprice)', 1],
    ['invoices?$filter=unknown eq 1', 1],
    ['invoices?$orderby=unknown', 1],
    ['invoicedetails?$select=productid', 1],
    ['stl3_xerorequests?$select=stl3_stat', 1],
    ['inovices?$select=name', 1],
    ['invoices?$filter=name eq', 1],
    ["invoices?$filter=Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='datedelivered',PropertyValue='2026-11-01')", 0],
    ["invoices?$filter=Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='unknown',PropertyValue='2026-11-01')", 1],
    ['invoices?$filter=statecode eq 0 and (not stl3_invoice_xerorequest/any()) and (not stl3_invoice_xerodetails/any())', 0],
    ['invoices?$filter=(not unknown/any())', 1],
    ['invoices?$filter=(not transactioncurrencyid/any())', 1],
  ])('%s', (query, violations) => {
    expect(checkQuery(model!, query)).toHaveLength(violations);
  });
});

withOracle("the stand-in's own tables", () => {
  test.each(microsoftTables.map((table) => [table.logicalName, table] as const))(
    '%s has the names and types of the metadata',
    (name, table) => {
      const type = model!.types.get(name);
      expect(type).toBeDefined();
      expect(model!.sets.get(table.setName)).toBe(name);
      const wrong = Object.entries(table.columns).flatMap(([column, { type: kind, navigations = [] }]) => {
        const property = kind === 'lookup' ? `_${column}_value` : column;
        const found = type!.properties.get(property);
        const missing = navigations
          .filter((navigation) => !type!.navigations.has(navigation.name))
          .map((navigation) => `${navigation.name} is no navigation property`);
        return [...(found === edm[kind] ? [] : [`${property} is ${String(found)}, not ${edm[kind]}`]), ...missing];
      });
      expect(wrong).toEqual([]);
    },
  );

  test('what the metadata is too old for is named', () => {
    expect(Object.keys(laterThanTheMetadata)).toEqual([
      'sdkmessage',
      'sdkmessagefilter',
      'serviceendpoint',
      'sdkmessageprocessingstep',
      'invoicedetail',
      'asyncoperation',
      'systemuser',
    ]);
  });
});
