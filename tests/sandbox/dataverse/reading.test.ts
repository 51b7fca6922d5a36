import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { people } from '../company/people.ts';
import type { Json, Talk } from './talk.ts';
import { startTalk } from './talk.ts';

let talk: Talk;
let invoice: string;
const ids: Record<string, string> = {};
const accounts = [
  { name: 'Alpha Boats', accountnumber: 'T-1', paymenttermscode: 1 },
  { name: 'alpine Rope', accountnumber: 'T-2', paymenttermscode: 3 },
  { name: "O'Brien & Co", accountnumber: 'T-3', paymenttermscode: 4 },
  { name: 'Zulu Sails', accountnumber: 'T-4' },
];
const ours = `startswith(accountnumber,'T-')`;

beforeAll(async () => {
  talk = await startTalk();
  for (const account of accounts) ids[account.name] = await talk.create('accounts', account);
  const currency = talk.standIn.control.rows('transactioncurrency').find(({ values }) => values['isocurrencycode'] === 'AUD')!.id;
  invoice = await talk.create('invoices', {
    name: 'Reading',
    'customerid_account@odata.bind': `/accounts(${ids['Alpha Boats']!})`,
    'transactioncurrencyid@odata.bind': `/transactioncurrencies(${currency})`,
    duedate: '2026-11-30',
    datedelivered: '2026-11-29T13:00:00Z',
    paymenttermscode: 3,
  });
  const product = talk.standIn.control.rows('product')[0]!.id;
  for (const [lineitemnumber, priceperunit] of [
    [1, 30],
    [2, 10],
    [3, 20],
  ])
    await talk.create('invoicedetails', {
      'invoiceid@odata.bind': `/invoices(${invoice})`,
      'productid@odata.bind': `/products(${product})`,
      quantity: 1,
      lineitemnumber,
      priceperunit,
    });
});
afterAll(() => talk.standIn.close());

const names = (rows: readonly Json[]): unknown[] => rows.map((row) => row['name']);

describe('$filter', () => {
  test.each([
    ['invoice_details/any()', 1],
    ['(not invoice_details/any())', 0],
    ['(not stl3_invoice_xerorequest/any())', 1],
    [`Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='datedelivered',PropertyValue='2026-11-29')`, 1],
    [`Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='datedelivered',PropertyValue='2026-11-30')`, 0],
    [`Microsoft.Dynamics.CRM.OnOrBefore(PropertyName='duedate',PropertyValue='2026-11-30')`, 1],
    [`Microsoft.Dynamics.CRM.OnOrBefore(PropertyName='duedate',PropertyValue='2026-11-29')`, 0],
  ])('of an invoice: %s', async (filter, expected) => {
    const { rows } = await talk.get(`invoices?$select=name&$filter=${encodeURIComponent(`name eq 'Reading' and ${filter}`)}`);
    expect(rows).toHaveLength(expected);
  });

  test.each([
    [`${ours} and name eq 'ALPHA boats'`, ['Alpha Boats']],
    [`${ours} and name ne 'Alpha Boats'`, ['alpine Rope', "O'Brien & Co", 'Zulu Sails']],
    [`name eq 'O''Brien & Co'`, ["O'Brien & Co"]],
    [`${ours} and contains(name,'alp')`, ['Alpha Boats', 'alpine Rope']],
    [`${ours} and endswith(name,'sails')`, ['Zulu Sails']],
    [`${ours} and not contains(name,'alp')`, ["O'Brien & Co", 'Zulu Sails']],
    [`${ours} and (name eq 'Zulu Sails' or paymenttermscode eq 4)`, ["O'Brien & Co", 'Zulu Sails']],
    [`${ours} and paymenttermscode eq null`, ['Zulu Sails']],
    [`${ours} and paymenttermscode ne null`, ['Alpha Boats', 'alpine Rope', "O'Brien & Co"]],
    [`${ours} and paymenttermscode gt 1`, ['alpine Rope', "O'Brien & Co"]],
    [`${ours} and paymenttermscode ge 3 and paymenttermscode le 3`, ['alpine Rope']],
    [`${ours} and paymenttermscode lt 3`, ['Alpha Boats']],
    [`${ours} and statecode eq 1`, []],
    [`${ours} and createdon lt 2020-01-01T00:00:00Z`, []],
    [`_ownerid_value eq ${people.clerk.userId} and ${ours}`, []],
  ])('%s', async (filter, expected) => {
    const { status, rows } = await talk.get(`accounts?$select=name&$filter=${encodeURIComponent(filter)}&$orderby=accountnumber`);
    expect([status, names(rows)]).toEqual([200, expected]);
  });
});

describe('refused with 400 0x80060888', () => {
  const nested = (count: number): string => Array.from({ length: count }, () => 'primary').join(',');
  test.each([
    ['an unknown column', 'accounts?$select=unitprice'],
    ['a lookup by its bare name', 'invoices?$select=customerid'],
    ['a lookup of a line by its bare name', 'invoicedetails?$select=productid'],
    ['a webhook key, which is never read', 'serviceendpoints?$select=authvalue'],
    ['an unknown column in a filter', `accounts?$filter=unitprice eq 1`],
    ['an unknown column in a filter of an empty table', `stl3_reconciliations?$filter=unitprice eq 1`],
    ['an unknown column in an order', 'accounts?$orderby=unitprice'],
    ['an unknown navigation property', 'invoices?$expand=customerid'],
    ['an unknown column within an expand', 'invoices?$expand=invoice_details($select=unitprice)'],
    ['an unknown column in a filter within an expand', `invoices?$expand=invoice_details($filter=unitprice eq 1)`],
    ['an unknown collection in a filter', `invoices?$filter=(not transactioncurrencyid2/any())`],
    ['an unknown column in a function', `invoices?$filter=Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='day',PropertyValue='2026-11-29')`],
    ['text against a number', 'accounts?$filter=name eq 5'],
    ['a number against text', `invoices?$filter=totalamount eq 'much'`],
    ['a lookup against text', `invoices?$filter=_customerid_value eq 'me'`],
    ['a day against an instant', `invoices?$filter=duedate eq 2026-11-30T00:00:00Z`],
    ['an option the service does not know', 'accounts?$skip=5'],
    ['a broken expression', `accounts?$filter=name eq`],
    ['$orderby beside a nested expand', 'invoices?$expand=invoice_details($orderby=lineitemnumber;$expand=productid)'],
    ['$top beside a nested expand', 'invoices?$expand=invoice_details($top=1;$expand=productid)'],
    ['more than 15 expands', `invoices?$expand=${nested(16).replaceAll('primary', 'customerid_account')}`],
  ])('%s', async (_what, path) => {
    const { status, code } = await talk.get(encodeURI(path));
    expect([status, code]).toEqual([400, '0x80060888']);
  });

  test('15 expands are taken', async () => {
    const expands = Array.from({ length: 15 }, () => 'customerid_account').join(',');
    expect((await talk.get(`invoices?$expand=${expands}`)).status).toBe(200);
  });
});

test('unknown sets, rows and methods', async () => {
  expect((await talk.get('invoicez')).status).toBe(404);
  const { status, code } = await talk.get('accounts(00000000-0000-4000-8000-000000000000)');
  expect([status, code]).toEqual([404, '0x80040217']);
  expect((await talk.ask('administrator', 'PUT', 'accounts', {})).status).toBe(405);
});

test('$orderby, $top and $count', async () => {
  const query = `accounts?$select=name&$filter=${ours}&$count=true`;
  const descending = await talk.get(`${query}&$orderby=paymenttermscode desc,name&$top=2`);
  expect(names(descending.rows)).toEqual(["O'Brien & Co", 'alpine Rope']);
  expect(descending.body['@odata.count']).toBe(4);
  expect(descending.body).not.toHaveProperty('@odata.nextLink');
});

test('pages are followed by nextLink, each row once', async () => {
  const seen: unknown[] = [];
  const sizes: number[] = [];
  let next: unknown = `accounts?$select=name&$filter=${ours}&$orderby=accountnumber`;
  while (typeof next === 'string') {
    const page = await talk.get(next, { prefer: 'odata.maxpagesize=3' });
    sizes.push(page.rows.length);
    seen.push(...names(page.rows));
    next = page.body['@odata.nextLink'];
  }
  expect(sizes).toEqual([3, 1]);
  expect(seen).toEqual(accounts.map(({ name }) => name));
});

describe('one row', () => {
  const annotated = { prefer: 'odata.include-annotations="*"' };
  test('$select gives what was asked, the key and the ETag', async () => {
    const { body, headers } = await talk.get(`invoices(${invoice})?$select=name`);
    expect(Object.keys(body).sort()).toEqual(['@odata.context', '@odata.etag', 'invoiceid', 'name']);
    expect(body['@odata.etag']).toMatch(/^W\/"\d+"$/);
    expect(headers.get('etag')).toBe(body['@odata.etag']);
    expect(headers.get('odata-version')).toBe('4.0');
  });

  test('a day stays a day, a person’s day is UTC of their midnight', async () => {
    const { body } = await talk.get(`invoices(${invoice})?$select=duedate,datedelivered,paymenttermscode,_customerid_value`, annotated);
    expect(body).toMatchObject({
      duedate: '2026-11-30',
      datedelivered: '2026-11-29T13:00:00Z',
      'paymenttermscode@OData.Community.Display.V1.FormattedValue': 'Net 45',
      _customerid_value: ids['Alpha Boats'],
      '_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'account',
      '_customerid_value@OData.Community.Display.V1.FormattedValue': 'Alpha Boats',
      '_customerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty': 'customerid_account',
    });
  });

  test('no annotation comes unasked', async () => {
    const { body } = await talk.get(`invoices(${invoice})?$select=_customerid_value`);
    expect(Object.keys(body).filter((name) => name.includes('@') && !name.startsWith('@'))).toEqual([]);
  });

  test('$expand nested, and to the customer that it is not', async () => {
    const { body } = await talk.get(
      `invoices(${invoice})?$select=name&$expand=invoice_details($select=priceperunit;$expand=productid($select=name)),customerid_account($select=name),customerid_contact($select=fullname)`,
    );
    expect(body).toMatchObject({ customerid_account: { name: 'Alpha Boats' }, customerid_contact: null });
    const lines = body['invoice_details'] as readonly Json[];
    expect(lines.map(({ priceperunit }) => priceperunit).sort()).toEqual([10, 20, 30]);
    expect((lines[0]?.['productid'] as Json)['name']).toEqual(expect.any(String));
    expect(lines[0]).not.toHaveProperty('quantity');
  });

  test('$filter, $orderby and $top within an expand', async () => {
    const { body } = await talk.get(
      `invoices(${invoice})?$select=name&$expand=invoice_details($select=priceperunit;$filter=priceperunit gt 10;$orderby=priceperunit desc;$top=1)`,
    );
    expect((body['invoice_details'] as readonly Json[]).map(({ priceperunit }) => priceperunit)).toEqual([30]);
  });

  test('the nextLink of a complete collection leads to an empty page', async () => {
    const { body } = await talk.get(`invoices(${invoice})?$select=name&$expand=invoice_details($select=quantity)`);
    const { status, rows } = await talk.get(String(body['invoice_details@odata.nextLink']));
    expect([status, rows]).toEqual([200, []]);
  });

  test('a collection may be read by itself', async () => {
    const { rows } = await talk.get(`invoices(${invoice})/invoice_details?$select=priceperunit&$orderby=priceperunit`);
    expect(rows.map(({ priceperunit }) => priceperunit)).toEqual([10, 20, 30]);
  });
});

test('without a token, or with a stranger’s, nothing is read', async () => {
  const bare = await fetch(`${talk.standIn.origin}/api/data/v9.2/accounts`);
  expect(bare.status).toBe(401);
  const stranger = await talk.get('accounts', { authorization: 'Bearer 00000000-0000-4000-8000-000000000000' });
  expect(stranger.status).toBe(403);
});
