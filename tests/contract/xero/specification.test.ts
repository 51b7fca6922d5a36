import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { absent } from '../oracles.ts';
import { extras } from './extras.ts';
import { loadXeroSpecification } from './specification.ts';

const loaded = loadXeroSpecification();
const specification = loaded!;
const [about, why] = loaded ? [describe, ''] : [describe.skip, ` (${absent})`];

about(`what the checker reports${why}`, () => {
  const headers = {
    authorization: 'Bearer t',
    'xero-tenant-id': randomUUID(),
    accept: 'application/json',
    'content-type': 'application/json',
  };
  const invoice = { Type: 'ACCREC', InvoiceNumber: 'INV-1', Date: '2026-11-20', LineItems: [{ Description: 'x', Quantity: 1 }] };
  const put = { method: 'PUT', path: '/api.xro/2.0/Invoices', query: 'summarizeErrors=false', headers, body: { Invoices: [invoice] } };
  const get = { method: 'GET', path: '/Invoices', query: '', headers, body: undefined };
  const request = (change: object): string[] => specification.checkRequest({ ...put, ...change });
  const posted = (change: object): string[] => request({ body: { Invoices: [{ ...invoice, ...change }] } });
  const answered = (change: object): string[] =>
    specification.checkAnswer({ method: 'GET', path: '/Invoices', status: 200, body: { Invoices: [{ Type: 'ACCREC', ...change }] } });

  test('nothing, of what is right', () => {
    expect([...request({}), ...specification.checkRequest(get), ...answered({})]).toEqual([]);
  });

  test.each([
    ['a misspelt property', { Referense: 'PO' }, 'body/Invoices/0 must NOT have additional properties: Referense'],
    ['one of another case', { invoiceNumber: 'INV-1' }, 'body/Invoices/0 must NOT have additional properties: invoiceNumber'],
    [
      'one deep inside',
      { LineItems: [{ Descripton: 'x' }] },
      'body/Invoices/0/LineItems/0 must NOT have additional properties: Descripton',
    ],
    ['text for a number', { LineItems: [{ Quantity: 'two' }] }, 'body/Invoices/0/LineItems/0/Quantity must be number'],
    ['no id', { Contact: { ContactID: 'nope' } }, 'body/Invoices/0/Contact/ContactID must match format "uuid"'],
    ['a long number', { InvoiceNumber: 'x'.repeat(256) }, 'body/Invoices/0/InvoiceNumber must NOT have more than 255 characters'],
    ['no date', { Date: 'yesterday' }, expect.stringContaining('body/Invoices/0/Date must match pattern') as unknown],
    ['what is read-only', { Total: 1 }, 'body/Invoices/0/Total is read-only'],
    ['an extra of answers', { DateString: '2026-11-20T00:00:00' }, 'body/Invoices/0 must NOT have additional properties: DateString'],
    ['an unknown status', { Status: 'APPROVED' }, expect.stringContaining('body/Invoices/0/Status must be equal to one of') as unknown],
  ])('in a body: %s', (_what, change, message) => {
    expect(posted(change)).toEqual([message]);
  });

  test.each([
    ['an unknown query parameter', { query: 'summariseErrors=false' }, 'query summariseErrors is no parameter of the operation'],
    ['text for a whole number', { query: 'unitdp=four' }, 'query unitdp must be integer'],
    ['text for yes or no', { query: 'summarizeErrors=never' }, 'query summarizeErrors must be boolean'],
    ['no organisation', { headers: { ...headers, 'xero-tenant-id': undefined } }, 'header xero-tenant-id is missing'],
    ['no token', { headers: { ...headers, authorization: undefined } }, 'header authorization is no bearer token'],
    ['a key that is too long', { headers: { ...headers, 'idempotency-key': 'k'.repeat(129) } }, 'header idempotency-key is too long'],
    ['no body', { body: undefined }, 'body is missing'],
    ['a body without its wrapper', { body: { Invoicez: [] } }, 'body must NOT have additional properties: Invoicez'],
    ['an unknown path', { path: '/Invoice' }, '/Invoice is no path of the specification'],
    ['an unknown method', { method: 'PATCH' }, 'PATCH is no method of /Invoices'],
  ])('in a request: %s', (_what, change, message) => {
    expect(request(change)).toEqual([message]);
  });

  test.each([
    ['a list of ids', 'IDs=nope', 'query IDs/0 must match format "uuid"'],
    ['a body where none belongs', '', '/Invoices takes no body'],
    ['a wrong instant', '', 'header If-Modified-Since must match format "date-time"'],
  ])('in a read: %s', (what, query, message) => {
    const body = what.startsWith('a body') ? {} : undefined;
    const since = what.startsWith('a wrong') ? { 'if-modified-since': 'yesterday' } : {};
    expect(specification.checkRequest({ ...get, query, body, headers: { ...headers, ...since } })).toEqual([message]);
  });

  test.each([
    ['an unknown property', { Totals: 1 }, 'body/Invoices/0 must NOT have additional properties: Totals'],
    ['a date in another form', { DueDate: '2026-11-20' }, expect.stringContaining('body/Invoices/0/DueDate must match pattern') as unknown],
    ['an extra of another type', { RoundingAmount: '0.01' }, 'body/Invoices/0/RoundingAmount must be number'],
  ])('in an answer: %s', (_what, change, message) => {
    expect(answered(change)).toEqual([message]);
  });

  test('headers that nobody wrote down are not asked for', () => {
    const { headers: _headers, ...bare } = put;
    expect(specification.checkRequest(bare)).toEqual([]);
  });

  test('an answer of a status that nobody speaks of', () => {
    const answer = { method: 'GET', path: '/Invoices', body: {} };
    expect(specification.checkAnswer({ ...answer, status: 202 })).toEqual(['status 202 is no answer of GET /Invoices']);
    expect(specification.checkAnswer({ ...answer, status: 429 })).toEqual([]);
  });

  test('a refusal echoes elements of the list, and nothing else', () => {
    const refusal = (element: object): string[] =>
      specification.checkAnswer({
        method: 'PUT',
        path: '/Invoices',
        status: 400,
        body: { ErrorNumber: 10, Type: 'ValidationException', Message: 'A validation exception occurred', Elements: [element] },
      });
    expect(refusal({ InvoiceNumber: 'INV-1', ValidationErrors: [{ Message: 'Invoice # must be unique.' }] })).toEqual([]);
    expect(refusal({ InvoiceNumer: 'INV-1' })).toEqual(['body/Elements/0 must NOT have additional properties: InvoiceNumer']);
  });

  test('every extra names its source', () => {
    for (const { property, source } of extras) expect([property, source]).toEqual([property, expect.stringMatching(/\w{4}/)]);
  });
});
