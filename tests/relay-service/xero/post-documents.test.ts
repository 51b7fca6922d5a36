import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { XeroDocument } from '../../../relay-service/src/core/document.ts';
import { markedUrl } from '../../../relay-service/src/core/marker.ts';
import type { RemoteError } from '../../../relay-service/src/errors.ts';
import type { XeroClient } from '../../../relay-service/src/xero/client.ts';
import { xeroClient } from '../../../relay-service/src/xero/client.ts';
import { findContacts, putContacts } from '../../../relay-service/src/xero/contacts.ts';
import { findByIds, findByNumbers, findInvoicesSince } from '../../../relay-service/src/xero/find-documents.ts';
import { findItems, putItems } from '../../../relay-service/src/xero/items.ts';
import { matchElements, putDocuments } from '../../../relay-service/src/xero/post-documents.ts';
import { readOrganisation } from '../../../relay-service/src/xero/read-organisation.ts';
import type { FaultName } from '../../sandbox/faults.ts';
import { signInToXero } from '../../sandbox/xero/sign-in.ts';
import type { XeroStandIn } from '../../sandbox/xero/start.ts';
import { startXero } from '../../sandbox/xero/start.ts';

let xero: XeroStandIn;
let client: XeroClient;
let contactId: string;

const call = (): { idempotencyKey: string; timeoutMs: number } => ({ idempotencyKey: randomUUID(), timeoutMs: 20_000 });

const document = (number: string, intentId: string, change: Partial<XeroDocument> = {}): XeroDocument => ({
  Type: 'ACCREC',
  Contact: { ContactID: contactId },
  Date: '2026-11-20',
  DueDate: '2026-12-20',
  LineAmountTypes: 'Exclusive',
  InvoiceNumber: number,
  Reference: 'PO 4711',
  CurrencyCode: 'AUD',
  Status: 'DRAFT',
  Url: markedUrl('https://contoso.crm6.dynamics.com', randomUUID(), intentId),
  LineItems: [
    { Description: 'Consulting', Quantity: 1.5, UnitAmount: 19.995, AccountCode: '200', TaxType: 'OUTPUT' },
    { Description: 'Licence', Quantity: 2, UnitAmount: 50, DiscountAmount: 12.5, AccountCode: '200', TaxType: 'OUTPUT' },
  ],
  ...change,
});

beforeEach(async () => {
  xero = await startXero({ limits: false });
  const { accessToken } = await signInToXero(xero.origin);
  const [connection] = xero.control.state().connections;
  client = xeroClient({ apiUrl: xero.origin, tenantId: connection!.tenantId, accessToken: () => Promise.resolve(accessToken) });
  const [made] = await putContacts(
    client,
    [{ Name: 'Acme Pty Ltd', ContactNumber: randomUUID(), EmailAddress: 'accounts@acme.example' }],
    call(),
  );
  contactId = made!.id!;
});
afterEach(() => xero.close());

describe('posting documents', () => {
  test('a document arrives as it was mapped, and its amounts come back as text', async () => {
    const intentId = randomUUID();
    const { elements } = await putDocuments(client, [document('INV-1', intentId)], call());
    expect(elements).toHaveLength(1);
    expect(elements[0]).toMatchObject({
      number: 'INV-1',
      intentId,
      errors: [],
      document: { net: '117.49', tax: '11.75', total: '129.24', status: 'draft', date: '2026-11-20' },
    });
  });

  test('one refused document does not stop its neighbours', async () => {
    const documents = ['A-1', 'A-2', 'A-3'].map((number) => document(number, randomUUID()));
    documents[1] = { ...documents[1]!, CurrencyCode: 'JPY' };
    const { elements } = await putDocuments(client, documents, call());
    expect(elements.map(({ errors }) => errors)).toEqual([[], ['Organisation is not subscribed to currency JPY'], []]);
  });

  test('elements are matched by marker or number, whatever their order', async () => {
    const wanted = ['B-1', 'B-2', 'B-3'].map((number) => ({ number, intentId: randomUUID() }));
    xero.control.addFault({ name: 'shuffled', path: 'Invoices' });
    const { elements } = await putDocuments(
      client,
      wanted.map(({ number, intentId }) => document(number, intentId)),
      call(),
    );
    expect(elements[0]?.number).toBe('B-3');
    const matched = matchElements(wanted, elements);
    for (const { number, intentId } of wanted) expect(matched.get(intentId)?.document?.number).toBe(number);
  });

  test.each<[FaultName, 'no' | 'unknown', number]>([
    ['answer-lost', 'unknown', 1],
    ['cut', 'unknown', 1],
    ['half-batch', 'unknown', 1],
    ['html', 'unknown', 0],
    ['server-error', 'unknown', 0],
    ['reset', 'unknown', 0],
    ['rate-limited', 'no', 0],
    ['unauthorized', 'no', 0],
  ])('%s is judged "%s"', async (name, executed, saved) => {
    xero.control.addFault({ name, path: 'Invoices', method: 'PUT' });
    const failure = await putDocuments(client, [document('C-1', randomUUID())], call()).catch((problem: unknown) => problem as RemoteError);
    expect(failure).toMatchObject({ name: 'RemoteError', system: 'Xero', executed });
    expect(xero.control.journal().filter(({ documentType }) => documentType === 'invoice')).toHaveLength(saved);
  });

  test('a write that takes too long is in doubt', async () => {
    xero.control.addFault({ name: 'latency', path: 'Invoices', seconds: 3 });
    const failure = await putDocuments(client, [document('D-1', randomUUID())], { ...call(), timeoutMs: 200 }).catch(
      (problem: unknown) => problem as RemoteError,
    );
    expect(failure).toMatchObject({ executed: 'unknown', retryable: true });
  });

  test('an unreachable Xero has certainly executed nothing', async () => {
    const gone = xeroClient({ apiUrl: 'http://127.0.0.1:9', tenantId: 'x', accessToken: () => Promise.resolve('t') });
    await expect(putDocuments(gone, [document('E-1', randomUUID())], call())).rejects.toMatchObject({ executed: 'no', retryable: true });
  });

  test('the same key with the same body answers again and makes nothing', async () => {
    const intentId = randomUUID();
    const once = call();
    await putDocuments(client, [document('F-1', intentId)], once);
    const body = document('F-1', intentId);
    await putDocuments(client, [body], once).catch(() => undefined);
    expect(xero.control.journal().filter(({ number }) => number === 'F-1')).toHaveLength(1);
  });

  test('a property that xero-node would drop stops the call before it leaves', async () => {
    const misspelt = { ...document('G-1', randomUUID()), Referense: 'x' } as XeroDocument;
    await expect(putDocuments(client, [misspelt], call())).rejects.toThrow('another body');
    expect(xero.control.requests().filter(({ path }) => path.endsWith('/Invoices'))).toHaveLength(0);
  });
});

describe('look-ups', () => {
  test('a document is found by number without case, by id, and among our own', async () => {
    const intentId = randomUUID();
    const { elements } = await putDocuments(client, [document('Inv-77', intentId)], call());
    const since = new Date(Date.now() - 60_000);
    for (const found of [
      await findByNumbers(client, ['INV-77']),
      await findByIds(client, [elements[0]!.document!]),
      await findInvoicesSince(client, since, true),
    ])
      expect(found).toMatchObject([{ number: 'Inv-77', intentId, total: '129.24' }]);
    expect(await findByNumbers(client, ['INV-78'])).toEqual([]);
  });

  test('contacts are found by number and by name, archived ones too', async () => {
    expect(await findContacts(client, { contactNumbers: [], accountNumbers: [], names: ['ACME PTY LTD'] })).toMatchObject([
      { ContactID: contactId },
    ]);
    expect(await findContacts(client, { contactNumbers: [randomUUID()], accountNumbers: [], names: ['Nobody "quoted"'] })).toEqual([]);
  });

  test('items are made once and found by code', async () => {
    const made = await putItems(client, [{ Code: 'WIDGET', Name: 'Widget', IsSold: true }], call());
    expect(made).toEqual([{ code: 'WIDGET', name: 'Widget', errors: [] }]);
    expect(await findItems(client, ['widget', 'OTHER'])).toEqual([{ code: 'WIDGET', name: 'Widget', tracked: false }]);
    expect((await putItems(client, [{ Code: 'WIDGET', Name: 'Widget', IsSold: true }], call()))[0]?.errors).toHaveLength(1);
  });

  test('the organisation is read whole', async () => {
    const data = await readOrganisation(client);
    expect(data.organisation).toMatchObject({ BaseCurrency: 'AUD', IsDemoCompany: true });
    expect(data.accounts.length).toBeGreaterThan(10);
    xero.control.addFault({ name: 'server-error', path: 'TaxRates' });
    await expect(readOrganisation(client)).rejects.toMatchObject({ name: 'RemoteError' });
  });

  test('an organisation that was removed in Xero is named as disconnected', async () => {
    xero.control.disconnect(client.tenantId);
    await expect(readOrganisation(client)).rejects.toMatchObject({ code: 'XERO_DISCONNECTED' });
  });
});
