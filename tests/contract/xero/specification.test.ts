import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { XeroDocument } from '../../../relay-service/src/core/document.ts';
import { markedUrl } from '../../../relay-service/src/core/marker.ts';
import type { XeroClient } from '../../../relay-service/src/xero/client.ts';
import { xeroClient } from '../../../relay-service/src/xero/client.ts';
import { findContacts, putContacts } from '../../../relay-service/src/xero/contacts.ts';
import { findByIds, findByNumbers, findCreditNotesSince, findOwnSince } from '../../../relay-service/src/xero/find-documents.ts';
import { findItems, putItems } from '../../../relay-service/src/xero/items.ts';
import { putDocuments } from '../../../relay-service/src/xero/post-documents.ts';
import { readOrganisation } from '../../../relay-service/src/xero/read-organisation.ts';
import { signInToXero } from '../../sandbox/xero/sign-in.ts';
import type { XeroStandIn } from '../../sandbox/xero/start.ts';
import { startXero } from '../../sandbox/xero/start.ts';
import { absent } from '../oracles.ts';
import { extras } from './extras.ts';
import type { Exchange, Recorder } from './record-exchanges.ts';
import { recordExchanges } from './record-exchanges.ts';
import { loadXeroSpecification } from './specification.ts';

const loaded = loadXeroSpecification();
const specification = loaded!;
const [about, why] = loaded ? [describe, ''] : [describe.skip, ` (${absent})`];

const violationsOf = (exchange: Exchange): readonly string[] => {
  const { method, path, query, status } = exchange;
  const at = (violation: string): string => `${method} ${path}${query === '' ? '' : '?'}${query} -> ${status}: ${violation}`;
  return [
    ...specification.checkRequest(exchange).map((violation) => at(`request ${violation}`)),
    ...specification.checkAnswer({ method, path, status, body: exchange.answer }).map((violation) => at(`answer ${violation}`)),
  ];
};

about(`the relay and the Xero stand-in, held to Xero's specification${why}`, () => {
  let xero: XeroStandIn;
  let wire: Recorder;
  let client: XeroClient;
  let headers: Readonly<Record<string, string>>;
  let contactId: string;

  const call = (): { idempotencyKey: string; timeoutMs: number } => ({ idempotencyKey: randomUUID(), timeoutMs: 2_000 });
  /** Runs a piece of traffic and returns what the specification has against it. */
  const heldTo = async (traffic: () => Promise<unknown>): Promise<readonly string[]> => {
    const from = wire.exchanges.length;
    await traffic();
    expect(wire.exchanges.length).toBeGreaterThan(from);
    return wire.exchanges.slice(from).flatMap(violationsOf);
  };
  const raw = (method: string, path: string, body?: unknown, more: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`${wire.origin}/api.xro/2.0/${path}`, {
      method,
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const document = (number: string, change: Partial<XeroDocument> = {}): XeroDocument => ({
    Type: 'ACCREC',
    Contact: { ContactID: contactId },
    Date: '2026-11-20',
    DueDate: '2026-12-20',
    LineAmountTypes: 'Exclusive',
    InvoiceNumber: number,
    Reference: 'PO 4711',
    CurrencyCode: 'AUD',
    Status: 'AUTHORISED',
    Url: markedUrl('https://contoso.crm6.dynamics.com', randomUUID(), randomUUID()),
    LineItems: [
      {
        Description: 'Consulting',
        Quantity: 1.5,
        UnitAmount: 19.995,
        AccountCode: '200',
        TaxType: 'OUTPUT',
        Tracking: [{ Name: 'Region', Option: 'North' }],
      },
      {
        Description: 'Licence',
        ItemCode: 'LICENCE',
        Quantity: 2,
        UnitAmount: 50,
        DiscountAmount: 12.5,
        AccountCode: '200',
        TaxType: 'OUTPUT',
      },
      { Description: 'A line of text alone' },
    ],
    ...change,
  });

  beforeAll(async () => {
    xero = await startXero({ limits: false });
    wire = await recordExchanges(xero.origin);
    const { accessToken } = await signInToXero(xero.origin);
    const tenantId = xero.control.state().connections[0]!.tenantId;
    headers = {
      authorization: `Bearer ${accessToken}`,
      'xero-tenant-id': tenantId,
      accept: 'application/json',
      'content-type': 'application/json',
    };
    client = xeroClient({ apiUrl: wire.origin, tenantId, accessToken: () => Promise.resolve(accessToken) });
    const contact = { Name: 'Acme Pty Ltd', ContactNumber: randomUUID(), EmailAddress: 'accounts@acme.example' };
    contactId = (await putContacts(client, [contact], call()))[0]!.id!;
    await putItems(client, [{ Code: 'LICENCE', Name: 'Licence', IsSold: true }], call());
    await putDocuments(client, [document('KNOWN-1')], call());
  });
  afterAll(async () => {
    await wire.close();
    await xero.close();
  });

  describe('reads', () => {
    test('organisation, accounts, tax rates, branding themes, tracking categories, currencies', async () => {
      expect(await heldTo(() => readOrganisation(client))).toEqual([]);
      const read = wire.exchanges.map(({ path }) => path.replace('/api.xro/2.0/', ''));
      expect(read).toEqual(
        expect.arrayContaining(['Organisation', 'Accounts', 'TaxRates', 'BrandingThemes', 'TrackingCategories', 'Currencies']),
      );
    });
    test('organisation with lock dates', async () => {
      const organisation = xero.control.state().organisations[0]!;
      Object.assign(organisation, { PeriodLockDate: '2026-06-30', EndOfYearLockDate: '2025-06-30' });
      expect(await heldTo(() => raw('GET', 'Organisation'))).toEqual([]);
      delete organisation.PeriodLockDate;
      delete organisation.EndOfYearLockDate;
    });
    test('contacts by number, account number and name, paged', async () => {
      const by = { contactNumbers: [randomUUID()], accountNumbers: ['A-1'], names: ['ACME PTY LTD'] };
      expect(await heldTo(() => findContacts(client, by))).toEqual([]);
    });
    test('contacts by ids, changed since, and by a text', async () => {
      expect(await heldTo(() => raw('GET', `Contacts?IDs=${contactId},${randomUUID()}&page=1&pageSize=10`))).toEqual([]);
      expect(
        await heldTo(() => raw('GET', 'Contacts?searchTerm=acme', undefined, { 'If-Modified-Since': '2026-01-01T00:00:00.000Z' })),
      ).toEqual([]);
    });
    test('items by code', async () => {
      expect(await heldTo(() => findItems(client, ['LICENCE', 'NOBODY']))).toEqual([]);
    });
    test('invoices by number, by id, one alone, and our own since', async () => {
      const [found] = await findByNumbers(client, ['KNOWN-1']);
      expect(await heldTo(() => findByNumbers(client, ['KNOWN-1', 'KNOWN-2']))).toEqual([]);
      expect(await heldTo(() => findByIds(client, [found!]))).toEqual([]);
      expect(await heldTo(() => raw('GET', `Invoices/${found!.id}`))).toEqual([]);
      expect(await heldTo(() => findOwnSince(client, new Date(Date.now() - 60_000)))).toEqual([]);
    });
    test('invoices by a condition, unpaged', async () => {
      expect(await heldTo(() => raw('GET', `Invoices?where=${encodeURIComponent('Type=="ACCREC"')}`))).toEqual([]);
    });
    test('what is refused: a bad condition, a strange organisation, an id that nobody has', async () => {
      expect(await heldTo(() => raw('GET', `Invoices?where=${encodeURIComponent('Type = nonsense')}`))).toEqual([]);
      expect(await heldTo(() => raw('GET', 'Organisation', undefined, { 'xero-tenant-id': randomUUID() }))).toEqual([]);
      expect(await heldTo(() => raw('GET', `Invoices/${randomUUID()}`))).toEqual([]);
    });
  });

  describe('writes', () => {
    const known = { Name: 'Whole Ltd', FirstName: 'Ann', LastName: 'Other', TaxNumber: '51 824 753 556', AccountNumber: 'A-1' };

    test('contacts: made, and refused', async () => {
      const whole = {
        ...known,
        ContactNumber: randomUUID(),
        Phones: [{ PhoneType: 'DEFAULT' as const, PhoneNumber: '02 9999 9999' }],
        Addresses: [{ AddressType: 'POBOX' as const, AddressLine1: '1 Pitt St', City: 'Sydney', PostalCode: '2000', Country: 'Australia' }],
      };
      expect(await heldTo(() => putContacts(client, [whole], call()))).toEqual([]);
      const refused = { Name: 'Wrong Ltd', ContactNumber: randomUUID(), EmailAddress: 'no address' };
      expect(await heldTo(() => putContacts(client, [refused, { ...whole, ContactNumber: randomUUID() }], call()))).toEqual([]);
      const updated = { Contacts: [{ ContactID: contactId, FirstName: 'Ann' }] };
      expect(await heldTo(() => raw('POST', 'Contacts?summarizeErrors=false', updated))).toEqual([]);
    });
    test('items: made, and refused', async () => {
      const item = { Code: 'WIDGET', Name: 'Widget', Description: 'A widget', IsSold: true, IsPurchased: false };
      expect(await heldTo(() => putItems(client, [item], call()))).toEqual([]);
      expect(await heldTo(() => putItems(client, [item], call()))).toEqual([]);
      expect(await heldTo(() => raw('POST', 'Items?summarizeErrors=false', { Items: [item] }))).toEqual([]);
    });
    test('invoices: made, beside one that is refused', async () => {
      const documents = [document('NEW-1'), document('NEW-2', { CurrencyCode: 'JPY' }), document('NEW-3', { Status: 'DRAFT' })];
      const from = wire.exchanges.length;
      expect(await heldTo(() => putDocuments(client, documents, call()))).toEqual([]);
      expect(wire.exchanges[from]).toMatchObject({
        query: expect.stringContaining('summarizeErrors=false'),
        answer: { Invoices: [{ StatusAttributeString: 'OK' }, { StatusAttributeString: 'ERROR' }, { StatusAttributeString: 'OK' }] },
      });
    });
    test('bills', async () => {
      const lines = [{ Description: 'Paper', Quantity: 1, UnitAmount: 10, AccountCode: '300', TaxType: 'INPUT' }];
      expect(await heldTo(() => putDocuments(client, [document('BILL-1', { Type: 'ACCPAY', LineItems: lines })], call()))).toEqual([]);
    });
    test('credit notes of both sides: made, refused, listed since and read alone', async () => {
      const credit = (number: string, change: Partial<XeroDocument>): XeroDocument => {
        const { InvoiceNumber: _number, DueDate: _due, Url: _url, ...rest } = document(number, change);
        return { ...rest, CreditNoteNumber: number };
      };
      const bill = {
        Type: 'ACCPAYCREDIT',
        LineItems: [{ Description: 'Paper', Quantity: 1, UnitAmount: 10, AccountCode: '300' }],
      } as const;
      const lines = document('CN').LineItems.map(({ DiscountAmount: _discount, ...line }) => line);
      const sales = { Type: 'ACCRECCREDIT', LineItems: lines } as const;
      const documents = [credit('CN-1', sales), credit('CN-2', { ...sales, CurrencyCode: 'JPY' }), credit('CN-3', bill)];
      const from = wire.exchanges.length;
      expect(await heldTo(() => putDocuments(client, documents, call()))).toEqual([]);
      expect(wire.exchanges[from]).toMatchObject({
        path: '/api.xro/2.0/CreditNotes',
        answer: { CreditNotes: [{ StatusAttributeString: 'OK' }, { StatusAttributeString: 'ERROR' }, { StatusAttributeString: 'OK' }] },
      });
      const since = new Date(Date.now() - 60_000);
      expect(await heldTo(() => findCreditNotesSince(client, since))).toEqual([]);
      const [found] = await findCreditNotesSince(client, since);
      expect(await heldTo(() => findByIds(client, [found!, { id: randomUUID(), type: 'ACCPAYCREDIT' }]))).toEqual([]);
    });
    test('invoices: changed, and refused as a whole', async () => {
      const [found] = await findByNumbers(client, ['KNOWN-1']);
      const change = { Invoices: [{ InvoiceID: found!.id, Reference: 'PO 4712' }] };
      expect(await heldTo(() => raw('POST', `Invoices/${found!.id}`, change))).toEqual([]);
      expect(await heldTo(() => raw('POST', 'Invoices?summarizeErrors=false', change))).toEqual([]);
      expect(await heldTo(() => raw('PUT', 'Invoices', { Invoices: [document('KNOWN-1')] }))).toEqual([]);
    });
  });
});

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
