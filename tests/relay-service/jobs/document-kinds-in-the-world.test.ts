import { afterEach, describe, expect, test } from '@jest/globals';
import { invoiceType } from '@stl3/solution';
import { intentOf, intentOfReference } from '../../../relay-service/src/core/marker.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done } from './asking.ts';

let world: World;
const start = async (): Promise<void> => {
  world = await startWorld({ webhookDelayMs: () => 20, relay: { timeScale: 120 }, xero: { timeScale: 120 } });
};
afterEach(() => world.close());
const { asked, plain, organisation, settings } = asking(() => world);

type Kind = keyof (typeof invoiceType)['values'];
const send = (kind: Kind, index = 0) => asked(plain(index).id, 'clerk', 'send', { stl3_invoicetype: invoiceType.values[kind].value });
const details = () => world.dataverse.control.rows('stl3_xerodetails').map(({ values }) => values);
/** What Xero holds of a kind. */
const held = (type: string) => [...organisation().invoices, ...organisation().creditNotes].filter(({ Type }) => Type === type);

const kinds = [
  ['bill', 'ACCPAY', 'Invoices', /AccountsPayable%2FView/],
  ['salesCreditNote', 'ACCRECCREDIT', 'CreditNotes', /AccountsReceivable%2FViewCreditNote/],
  ['billCreditNote', 'ACCPAYCREDIT', 'CreditNotes', /AccountsPayable%2FViewCreditNote/],
] as const;

describe.each(kinds)('%s', (kind, type, path, link) => {
  test('is made as what it is, and Dynamics shows its number, kind and page', async () => {
    await start();
    expect(await send(kind)).toMatchObject(done);
    const [document, ...others] = held(type);
    expect(others).toEqual([]);
    expect(document).toMatchObject({ InvoiceNumber: plain().number, Status: 'DRAFT' });
    expect(details()).toMatchObject([
      { stl3_number: plain().number, stl3_documenttype: invoiceType.values[kind].value, stl3_xerolink: expect.stringMatching(link) },
    ]);
    // The same invoice once more: nothing new is made.
    expect(await send(kind)).toMatchObject({ ...done, stl3_result: expect.stringMatching(/^Already in Xero/) });
    expect(held(type)).toHaveLength(1);
    expect(await asked(plain().id, 'clerk', 'refresh')).toMatchObject(done);
  });

  test.each([
    ['answer-lost', {}],
    ['cut', {}],
    ['server-error', { status: 503 }],
    ['saved-late', { seconds: 1 }],
  ] as const)('%s on posting ends with one document', async (name, more) => {
    await start();
    world.xero.control.addFault({ name, method: 'PUT', path: `^${path}$`, ...more });
    expect(await send(kind)).toMatchObject(done);
    expect(world.xero.control.faultHits()[name]).toBe(1);
    expect(held(type)).toHaveLength(1);
  });
});

test('a sales credit note that Xero numbers carries its marker in the Reference and is found by it', async () => {
  await start();
  settings({ stl3_usexeroinvoicenumber: true });
  world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^CreditNotes$' });
  expect(await send('salesCreditNote')).toMatchObject(done);
  const [credit, ...others] = held('ACCRECCREDIT');
  expect(others).toEqual([]);
  expect(intentOfReference(credit?.Reference)).toBe(details()[0]?.['stl3_intentid']);
});

test("a stranger's credit note with the same number, contact and date but another total is not taken for ours", async () => {
  await start();
  expect(await send('salesCreditNote')).toMatchObject(done);
  const [first] = held('ACCRECCREDIT');
  organisation().creditNotes.length = 0;
  const other = plain(1);
  organisation().creditNotes.push({ ...first!, InvoiceNumber: other.number, Total: first!.Total + 1, UpdatedDateUTC: Date.now() + 5_000 });
  world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^CreditNotes$' });
  expect(await send('salesCreditNote', 1)).toMatchObject(done);
  expect(organisation().creditNotes.filter(({ InvoiceNumber }) => InvoiceNumber === other.number)).toHaveLength(2);
});

test('sales invoices, bills and credit notes asked for at once go in calls of their own, each with its marker', async () => {
  await start();
  const answers = await Promise.all([send('salesInvoice', 0), send('bill', 1), send('salesCreditNote', 2), send('billCreditNote', 3)]);
  for (const answer of answers) expect(answer).toMatchObject(done);
  expect(['ACCREC', 'ACCPAY', 'ACCRECCREDIT', 'ACCPAYCREDIT'].map((type) => held(type).length)).toEqual([1, 1, 1, 1]);
  expect(intentOf(held('ACCPAY')[0]?.Url)).not.toBeNull();
});
