import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { people } from '../company/people.ts';
import type { Json, Talk } from './talk.ts';
import { startTalk } from './talk.ts';

let talk: Talk;
let aud: string;
let account: string;
let invoice: string;
const etagOf = async (path: string): Promise<string> => String((await talk.get(path)).body['@odata.etag']);
const invoiceBody = (): Json => ({
  name: 'Writing',
  'customerid_account@odata.bind': `/accounts(${account})`,
  'transactioncurrencyid@odata.bind': `/transactioncurrencies(${aud})`,
});

beforeAll(async () => {
  talk = await startTalk();
  aud = talk.standIn.control.rows('transactioncurrency').find(({ values }) => values['isocurrencycode'] === 'AUD')!.id;
  account = await talk.create('accounts', { name: 'Writer' });
  invoice = await talk.create('invoices', invoiceBody());
});
afterAll(() => talk.standIn.close());

describe('creating', () => {
  test('answers 204 with the address of the row', async () => {
    const { status, headers, text } = await talk.ask('administrator', 'POST', 'accounts', { name: 'New' });
    expect([status, text]).toEqual([204, '']);
    expect(headers.get('odata-entityid')).toMatch(/\/api\/data\/v9\.2\/accounts\([0-9a-f-]{36}\)$/);
  });

  test('answers 201 with the row when asked for it', async () => {
    const { status, body } = await talk.ask(
      'clerk',
      'POST',
      'accounts?$select=name,statecode,statuscode',
      { name: 'Shown' },
      { prefer: 'return=representation' },
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'Shown', statecode: 0, statuscode: 1 });
    expect(body).not.toHaveProperty('accountnumber');
  });

  test('keeps an id that is given, once', async () => {
    const accountid = randomUUID();
    const create = () => talk.ask('administrator', 'POST', 'accounts', { accountid, name: 'Given' });
    expect((await create()).status).toBe(204);
    const again = await create();
    expect([again.status, again.code]).toEqual([412, '0x80040237']);
  });

  test('composes a person’s full name', async () => {
    const id = await talk.create('contacts', { firstname: 'Zoë', lastname: 'Brown' });
    expect((await talk.get(`contacts(${id})?$select=fullname`)).body['fullname']).toBe('Zoë Brown');
  });
});

describe('changing', () => {
  test('answers 204, or 200 with the row when asked for it; the ETag moves', async () => {
    const before = await etagOf(`accounts(${account})`);
    expect((await talk.ask('administrator', 'PATCH', `accounts(${account})`, { telephone1: '1' })).status).toBe(204);
    const shown = await talk.ask(
      'administrator',
      'PATCH',
      `accounts(${account})`,
      { telephone1: '2' },
      { prefer: 'return=representation' },
    );
    expect(shown.status).toBe(200);
    expect(shown.body).toMatchObject({ telephone1: '2', name: 'Writer' });
    expect(shown.body['@odata.etag']).not.toBe(before);
  });

  test('If-Match: the right version, an old one, any, and a row that is gone', async () => {
    const path = `accounts(${account})`;
    const patch = (target: string, version: string) =>
      talk.ask('administrator', 'PATCH', target, { telephone1: version }, { 'if-match': version });
    const etag = await etagOf(path);
    expect((await patch(path, etag)).status).toBe(204);
    const old = await patch(path, etag);
    expect([old.status, old.code]).toEqual([412, '0x80060882']);
    expect((await patch(path, '*')).status).toBe(204);
    const gone = await patch(`accounts(${randomUUID()})`, '*');
    expect([gone.status, gone.code]).toEqual([404, '0x80040217']);
  });

  test('a line that changes the totals moves the invoice’s ETag', async () => {
    const before = await etagOf(`invoices(${invoice})`);
    const line = { 'invoiceid@odata.bind': `/invoices(${invoice})`, productdescription: 'Rope', isproductoverridden: true };
    await talk.create('invoicedetails', { ...line, quantity: 1, priceperunit: 5 });
    expect(await etagOf(`invoices(${invoice})`)).not.toBe(before);
  });

  test('deleting asks the version as well', async () => {
    const id = await talk.create('accounts', { name: 'Short' });
    const remove = (version: string) => talk.ask('administrator', 'DELETE', `accounts(${id})`, undefined, { 'if-match': version });
    expect((await remove('W/"1"')).status).toBe(412);
    expect((await remove('*')).status).toBe(204);
    expect((await remove('*')).status).toBe(404);
  });
});

describe('upsert', () => {
  test('by id creates, then changes; If-None-Match: * only creates', async () => {
    const path = `accounts(${randomUUID()})`;
    const put = (name: string, headers: Record<string, string> = {}) => talk.ask('administrator', 'PATCH', path, { name }, headers);
    expect((await put('First', { 'if-none-match': '*' })).status).toBe(204);
    expect((await put('Second', { 'if-none-match': '*' })).status).toBe(412);
    expect((await put('Third', { 'if-none-match': 'null' })).status).toBe(204);
    expect((await talk.get(`${path}?$select=name`)).body['name']).toBe('Third');
  });

  test('by alternate key creates with the key’s values, then changes the same row', async () => {
    const connector = await talk.create('stl3_dynamicsxeroconnectors', { stl3_name: 'One', stl3_xerotenantid: randomUUID() });
    const path = `stl3_brandingthemes(_stl3_connectorid_value=${connector},stl3_xeroid='Bob''s')`;
    const put = (stl3_name: string) => talk.ask('administrator', 'PATCH', path, { stl3_name }, { prefer: 'return=representation' });
    const created = await put('Plain');
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ stl3_name: 'Plain', stl3_xeroid: "Bob's", _stl3_connectorid_value: connector });
    const changed = await put('Fancy');
    expect([changed.status, changed.body['stl3_brandingthemeid']]).toEqual([200, created.body['stl3_brandingthemeid']]);
    expect((await talk.get(`${path}?$select=stl3_name`)).body['stl3_name']).toBe('Fancy');
  });

  test('by what is no key is refused', async () => {
    const { status, code } = await talk.ask('administrator', 'PATCH', `accounts(name='Writer')`, { telephone1: '3' });
    expect([status, code]).toEqual([400, '0x80060888']);
  });

  test('an alternate key is held, also by a plain create; empty columns are not', async () => {
    const connector = { stl3_name: 'Two', stl3_xerotenantid: randomUUID() };
    await talk.create('stl3_dynamicsxeroconnectors', connector);
    const again = await talk.ask('administrator', 'POST', 'stl3_dynamicsxeroconnectors', connector);
    expect([again.status, again.code]).toEqual([412, '0x80060892']);
    await talk.create('stl3_dynamicsxeroconnectors', { stl3_name: 'Three' });
    await talk.create('stl3_dynamicsxeroconnectors', { stl3_name: 'Four' });
  });
});

describe('refused', () => {
  const cases: readonly (readonly [string, string, Json, number, string])[] = [
    ['an unknown column', 'accounts', { unitprice: 1 }, 400, '0x80048d19'],
    ['a lookup by its bare name', 'accounts', { ownerid: randomUUID() }, 400, '0x80048d19'],
    ['a number as text', 'invoicedetails', { quantity: '1' }, 400, '0x80048d19'],
    ['text as a number', 'accounts', { name: 5 }, 400, '0x80048d19'],
    ['a fraction in a choice', 'accounts', { paymenttermscode: 1.5 }, 400, '0x80048d19'],
    ['an instant in a day', 'invoices', { duedate: '2026-11-30T00:00:00Z' }, 400, '0x80048d19'],
    ['a day in an instant', 'invoices', { datedelivered: '2026-11-30' }, 400, '0x80048d19'],
    ['a day that is none', 'invoices', { duedate: '2026-02-31' }, 400, '0x80048d19'],
    ['yes as a number', 'invoicedetails', { isproductoverridden: 1 }, 400, '0x80048d19'],
    ['text too long', 'accounts', { name: 'x'.repeat(161) }, 400, '0x80044331'],
    ['a memo too long', 'invoicedetails', { description: 'x'.repeat(2001) }, 400, '0x80044331'],
    ['a choice outside its values', 'accounts', { paymenttermscode: 9 }, 400, '0x80044330'],
    ['a percentage above its range', 'invoices', { discountpercentage: 100.01 }, 400, '0x80044330'],
    ['a discount below zero', 'invoices', { discountamount: -1 }, 400, '0x80044330'],
    ['a bind in the wrong case', 'stl3_xerorequests', { 'stl3_invoiceid@odata.bind': `/invoices(${randomUUID()})` }, 400, '0x80048d19'],
    ['a bind by the column of a customer', 'invoices', { 'customerid@odata.bind': `/accounts(${randomUUID()})` }, 400, '0x80048d19'],
    ['a bind to a wrong table', 'invoices', { 'customerid_account@odata.bind': `/contacts(${randomUUID()})` }, 400, '0x80048d19'],
    ['a bind to nothing', 'invoices', { 'customerid_account@odata.bind': `/accounts(${randomUUID()})` }, 404, '0x80040217'],
    ['a total', 'invoices', { totalamount: 1 }, 400, '0x80040203'],
    ['a state at creation', 'invoices', { statecode: 2, statuscode: 100_001 }, 400, '0x80040203'],
    ['an extended amount', 'invoicedetails', { extendedamount: 1 }, 400, '0x80040203'],
  ];
  test.each(cases)('%s on create', async (_what, set, body, status, code) => {
    const said = await talk.ask('administrator', 'POST', set, body);
    expect([said.status, said.code]).toEqual([status, code]);
  });

  test.each([
    ['invoicenumber', () => ({ invoicenumber: 'X' })],
    ['currency', () => ({ 'transactioncurrencyid@odata.bind': `/transactioncurrencies(${aud})` })],
    ['creator', () => ({ 'createdby@odata.bind': `/systemusers(${people.clerk.userId})` })],
    ['total', () => ({ totaltax: 1 })],
  ])('%s on update', async (_what, body) => {
    const said = await talk.ask('administrator', 'PATCH', `invoices(${invoice})`, body());
    expect([said.status, said.code]).toEqual([400, '0x80040203']);
  });

  test('isproductoverridden cannot change', async () => {
    const id = await talk.create('invoicedetails', {
      'invoiceid@odata.bind': `/invoices(${invoice})`,
      isproductoverridden: true,
      productdescription: 'Sail',
      quantity: 1,
      priceperunit: 1,
    });
    const said = await talk.ask('administrator', 'PATCH', `invoicedetails(${id})`, { isproductoverridden: false });
    expect([said.status, said.code]).toEqual([400, '0x80040203']);
  });

  test('a body that is not JSON', async () => {
    const said = await talk.ask('administrator', 'POST', 'accounts', '{"name":');
    expect([said.status, said.code]).toEqual([400, '0x80048d19']);
  });
});

describe('state and reason', () => {
  test.each([
    ['invoices', { statecode: 0, statuscode: 4 }, 204, 4],
    ['invoices', { statuscode: 5 }, 204, 5],
    ['invoices', { statecode: 0, statuscode: 100_001 }, 400, 5],
    ['invoices', { statuscode: 100_003 }, 400, 5],
    ['invoices', { statecode: 3 }, 204, 100_003],
    ['invoices', { statecode: 0 }, 204, 1],
    ['accounts', { statecode: 1 }, 204, 2],
    ['accounts', { statecode: 0, statuscode: 2 }, 400, 2],
  ])('%s %j', async (set, body, status, reason) => {
    const path = `${set}(${set === 'invoices' ? invoice : account})`;
    const said = await talk.ask('administrator', 'PATCH', path, body);
    expect([said.status, said.code]).toEqual([status, status === 400 ? '0x80048408' : undefined]);
    expect((await talk.get(`${path}?$select=statuscode`)).body['statuscode']).toBe(reason);
  });
});

describe('several at once', () => {
  const of = (table: string, row: Json): Json => ({ '@odata.type': `Microsoft.Dynamics.CRM.${table}`, ...row });
  const many = (set: string, action: string, targets: readonly Json[]) =>
    talk.ask('administrator', 'POST', `${set}/Microsoft.Dynamics.CRM.${action}`, { Targets: targets });

  test('CreateMultiple says the ids, in order', async () => {
    const { status, body } = await many('accounts', 'CreateMultiple', [of('account', { name: 'M1' }), of('account', { name: 'M2' })]);
    expect(status).toBe(200);
    const ids = body['Ids'] as readonly string[];
    const names = await Promise.all(ids.map(async (id) => (await talk.get(`accounts(${id})?$select=name`)).body['name']));
    expect(names).toEqual(['M1', 'M2']);
  });

  test('UpdateMultiple changes all, or none when one fails', async () => {
    const first = await talk.create('accounts', { name: 'U1' });
    const second = await talk.create('accounts', { name: 'U2' });
    const rows = (name: unknown) => [
      of('account', { accountid: first, telephone1: 'new' }),
      of('account', { accountid: second, telephone1: 'new', name }),
    ];
    expect((await many('accounts', 'UpdateMultiple', rows('x'.repeat(161)))).status).toBe(400);
    expect((await talk.get(`accounts(${first})?$select=telephone1`)).body['telephone1']).toBeNull();
    expect((await many('accounts', 'UpdateMultiple', rows('U3'))).status).toBe(204);
    expect((await talk.get(`accounts(${first})?$select=telephone1`)).body['telephone1']).toBe('new');
  });

  test('a target that is gone, or has no key, refuses the whole', async () => {
    expect((await many('accounts', 'UpdateMultiple', [of('account', { accountid: randomUUID() })])).status).toBe(404);
    expect((await many('accounts', 'UpdateMultiple', [of('account', { name: 'No key' })])).status).toBe(400);
    expect((await talk.ask('administrator', 'POST', 'accounts/Microsoft.Dynamics.CRM.CreateMultiple', {})).status).toBe(400);
  });
});
