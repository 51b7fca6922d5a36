import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { XeroDocument } from '../../../relay-service/src/core/document.ts';
import { markedUrl } from '../../../relay-service/src/core/marker.ts';
import type { XeroClient } from '../../../relay-service/src/xero/client.ts';
import { xeroClient } from '../../../relay-service/src/xero/client.ts';
import { allocateCredit, readCredit } from '../../../relay-service/src/xero/allocations.ts';
import { findContacts, putContacts, updateContact } from '../../../relay-service/src/xero/contacts.ts';
import { emailInvoice } from '../../../relay-service/src/xero/email-invoice.ts';
import { findByIds, findByNumbers, findCreditNotesSince, findInvoicesSince } from '../../../relay-service/src/xero/find-documents.ts';
import { addHistoryNote } from '../../../relay-service/src/xero/history-notes.ts';
import { findItems, putItems } from '../../../relay-service/src/xero/items.ts';
import { putDocuments } from '../../../relay-service/src/xero/post-documents.ts';
import { readOrganisation } from '../../../relay-service/src/xero/read-organisation.ts';
import { signInToXero } from '../../sandbox/xero/sign-in.ts';
import type { XeroStandIn } from '../../sandbox/xero/start.ts';
import { startXero } from '../../sandbox/xero/start.ts';
import { absent } from '../oracles.ts';
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

  const call = (): { idempotencyKey: string; timeoutMs: number } => ({ idempotencyKey: randomUUID(), timeoutMs: 20_000 });
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
  const line = (UnitAmount: number) => ({ Description: 'Consulting', Quantity: 1, UnitAmount, AccountCode: '200', TaxType: 'OUTPUT' });
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
      expect(await heldTo(() => findInvoicesSince(client, new Date(Date.now() - 60_000), true))).toEqual([]);
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
    test('a credit note is allocated, and refused where nothing is left', async () => {
      const invoice = { ...document('AL-1'), LineItems: [line(100)] };
      const {
        InvoiceNumber: _number,
        DueDate: _due,
        Url: _url,
        ...rest
      } = document('AL-2', { Type: 'ACCRECCREDIT', LineItems: [line(30)] });
      const [put] = (await putDocuments(client, [invoice], call())).elements;
      const [credit] = (await putDocuments(client, [{ ...rest, CreditNoteNumber: 'AL-2' }], call())).elements;
      const allocation = { creditNoteId: credit!.document!.id, invoiceId: put!.document!.id, amount: '33.00', date: '2026-11-20' };
      expect(await heldTo(() => allocateCredit(client, allocation, call()))).toEqual([]);
      const from = wire.exchanges.length;
      expect(await heldTo(() => allocateCredit(client, allocation, call()).catch(() => undefined))).toEqual([]);
      expect(wire.exchanges[from]).toMatchObject({ status: 400 });
      expect(await heldTo(() => readCredit(client, allocation.creditNoteId))).toEqual([]);
      expect(await readCredit(client, allocation.creditNoteId)).toMatchObject({
        document: { status: 'paid', due: '0' },
        allocations: [{ invoiceId: allocation.invoiceId, amount: '33' }],
      });
    });
    test('an invoice is mailed, and refused by a demo company', async () => {
      const organisation = xero.control.state().organisations[0]!;
      const [found] = await findByNumbers(client, ['KNOWN-1']);
      expect(await heldTo(() => emailInvoice(client, found!.id, call()).catch(() => undefined))).toEqual([]);
      expect(wire.exchanges.at(-1)).toMatchObject({ status: 400 });
      Object.assign(organisation, { IsDemoCompany: false });
      expect(await heldTo(() => emailInvoice(client, found!.id, call()))).toEqual([]);
      expect(wire.exchanges.at(-1)).toMatchObject({ status: 204, body: {} });
      Object.assign(organisation, { IsDemoCompany: true });
    });
    test('notes in the history of invoices and credit notes', async () => {
      const [found] = await findByNumbers(client, ['KNOWN-1']);
      const [credit] = await findCreditNotesSince(client, new Date(Date.now() - 60_000));
      expect(await heldTo(() => addHistoryNote(client, found!, 'Sent from Dynamics 365', call()))).toEqual([]);
      expect(await heldTo(() => addHistoryNote(client, credit!, 'Sent from Dynamics 365', call()))).toEqual([]);
      expect(await heldTo(() => addHistoryNote(client, found!, 'x'.repeat(2501), call()).catch(() => undefined))).toEqual([]);
      expect(wire.exchanges.at(-1)).toMatchObject({ status: 400 });
    });
    test('one contact: changed, refused, and read alone', async () => {
      const change = {
        ContactID: contactId,
        EmailAddress: 'billing@acme.example',
        Phones: [{ PhoneType: 'DEFAULT' as const, PhoneNumber: '02 5555 5555' }],
        Addresses: [{ AddressType: 'POBOX' as const, City: 'Sydney' }],
      };
      expect(await heldTo(() => updateContact(client, change, call()))).toEqual([]);
      expect(await heldTo(() => updateContact(client, { ...change, EmailAddress: 'none' }, call()).catch(() => undefined))).toEqual([]);
      expect(wire.exchanges.at(-1)).toMatchObject({ status: 400 });
      expect(await heldTo(() => raw('GET', `Contacts/${contactId}`))).toEqual([]);
      expect(wire.exchanges.at(-1)?.answer).toMatchObject({ Contacts: [{ EmailAddress: 'billing@acme.example', Phones: change.Phones }] });
    });
  });
});
