import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json, Talk } from './talk.ts';
import { startTalk } from './talk.ts';

let talk: Talk;
let aud: string;
let yen: string;
beforeAll(async () => {
  talk = await startTalk();
  aud = talk.standIn.control.rows('transactioncurrency').find(({ values }) => values['isocurrencycode'] === 'AUD')!.id;
  yen = await talk.create('transactioncurrencies', { currencyname: 'Yen', isocurrencycode: 'JPY', currencyprecision: 0, exchangerate: 90 });
});
afterAll(() => talk.standIn.close());

const invoiceWith = async (lines: readonly Json[], invoice: Json = {}, currency = aud) => {
  const id = await talk.create('invoices', {
    name: 'Totals',
    'transactioncurrencyid@odata.bind': `/transactioncurrencies(${currency})`,
    ...invoice,
  });
  const lineIds: string[] = [];
  for (const line of lines)
    lineIds.push(
      await talk.create('invoicedetails', {
        'invoiceid@odata.bind': `/invoices(${id})`,
        isproductoverridden: true,
        productdescription: 'By hand',
        ...line,
      }),
    );
  return { id, lineIds };
};
const line = async (id: string): Promise<Json> =>
  (await talk.get(`invoicedetails(${id})?$select=baseamount,extendedamount,priceperunit`)).body;
const columns = 'totallineitemamount,totallineitemdiscountamount,totaldiscountamount,totalamountlessfreight,totaltax,totalamount';
const totals = async (id: string): Promise<Json> => (await talk.get(`invoices(${id})?$select=${columns}`)).body;

describe('a line is rounded once, after multiplying', () => {
  test.each([
    // 25.20 less 19.05 % is 20.3994 each.
    [{ quantity: 10, priceperunit: 20.3994 }, 203.99, 203.99],
    [{ quantity: 7, priceperunit: 0.0625 }, 0.44, 0.44],
    [{ quantity: 3, priceperunit: 33.3333 }, 100, 100],
    [{ quantity: 1.5, priceperunit: 19.995 }, 29.99, 29.99],
    [{ quantity: 0.33333, priceperunit: 9.99 }, 3.33, 3.33],
    // 5 % of 123.45, given as an amount for the whole line.
    [{ quantity: 100, priceperunit: 1.2345, manualdiscountamount: 6.17 }, 123.45, 117.28],
    [{ quantity: 2, priceperunit: 50, manualdiscountamount: 10, tax: 9 }, 100, 99],
    [{ quantity: -1, priceperunit: 40.25, tax: -4.03 }, -40.25, -44.28],
  ])('%j', async (given, base, extended) => {
    const { lineIds } = await invoiceWith([given]);
    expect(await line(lineIds[0]!)).toMatchObject({ baseamount: base, extendedamount: extended, priceperunit: given.priceperunit });
  });

  test('to the digits of its currency', async () => {
    const { id } = await invoiceWith([{ quantity: 1.5, priceperunit: 19.995 }], {}, yen);
    expect(await totals(id)).toMatchObject({ totallineitemamount: 30, totalamount: 30 });
  });
});

test('totals: lines, discount as amount and percentage, freight, tax', async () => {
  const { id, lineIds } = await invoiceWith(
    [
      { quantity: 10, priceperunit: 20.3994, tax: 20.4 },
      { quantity: 3, priceperunit: 33.3333, manualdiscountamount: 10, tax: 9 },
    ],
    { discountamount: 5, discountpercentage: 10, freightamount: 15.5 },
  );
  // 203.99 + (100.00 - 10.00); 5 + 29.399 off; then freight and tax.
  expect(await totals(id)).toMatchObject({
    totallineitemamount: 293.99,
    totallineitemdiscountamount: 10,
    totaldiscountamount: 34.4,
    totalamountlessfreight: 259.59,
    totaltax: 29.4,
    totalamount: 304.49,
  });
  await talk.ask('administrator', 'PATCH', `invoices(${id})`, { freightamount: null, discountpercentage: 0 });
  expect(await totals(id)).toMatchObject({ totaldiscountamount: 5, totalamountlessfreight: 288.99, totalamount: 318.39 });
  await talk.ask('administrator', 'PATCH', `invoicedetails(${lineIds[0]!})`, { quantity: 1 });
  expect(await totals(id)).toMatchObject({ totallineitemamount: 110.4, totalamount: 134.8 });
  await talk.ask('administrator', 'DELETE', `invoicedetails(${lineIds[0]!})`);
  expect(await totals(id)).toMatchObject({ totallineitemamount: 90, totaltax: 9, totalamount: 94 });
});

test('an invoice without lines comes to nothing', async () => {
  const { id } = await invoiceWith([]);
  expect(await totals(id)).toMatchObject({ totallineitemamount: 0, totaltax: 0, totalamount: 0 });
});

describe.each([
  ['paid', { statecode: 2, statuscode: 100_001 }],
  ['cancelled', { statecode: 3, statuscode: 100_003 }],
])('a %s invoice', (_what, state) => {
  test('is read-only with its lines until it is active again', async () => {
    const { id, lineIds } = await invoiceWith([{ quantity: 1, priceperunit: 10 }]);
    const ask = (method: string, path: string, body?: Json) => talk.ask('administrator', method, path, body);
    expect((await ask('PATCH', `invoices(${id})`, state)).status).toBe(204);
    const refused = [
      await ask('PATCH', `invoices(${id})`, { name: 'Changed' }),
      await ask('PATCH', `invoices(${id})`, { statecode: 0, name: 'Changed' }),
      await ask('PATCH', `invoicedetails(${lineIds[0]!})`, { quantity: 2 }),
      await ask('DELETE', `invoicedetails(${lineIds[0]!})`),
      await ask('POST', 'invoicedetails', { 'invoiceid@odata.bind': `/invoices(${id})`, quantity: 1, priceperunit: 1 }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect(await totals(id)).toMatchObject({ totalamount: 10 });
    // Rows of other tables may still point at it.
    expect((await ask('POST', 'stl3_xerodetailses', { 'stl3_InvoiceId@odata.bind': `/invoices(${id})` })).status).toBe(204);
    expect((await ask('PATCH', `invoices(${id})`, { statecode: 0, statuscode: 1 })).status).toBe(204);
    expect((await ask('PATCH', `invoices(${id})`, { name: 'Changed' })).status).toBe(204);
  });
});

test('prices are locked by the bound action and unlocked by the unbound one', async () => {
  const { id } = await invoiceWith([]);
  const locked = async () => (await talk.get(`invoices(${id})?$select=ispricelocked`)).body['ispricelocked'];
  await talk.ask('administrator', 'POST', `invoices(${id})/Microsoft.Dynamics.CRM.LockInvoicePricing`);
  expect(await locked()).toBe(true);
  await talk.ask('administrator', 'POST', 'UnlockInvoicePricing', { InvoiceId: id });
  expect(await locked()).toBe(false);
});
