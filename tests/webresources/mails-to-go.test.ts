import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { invoiceType, sendStatus, xeroStatus } from '@stl3/solution';
import { approveFromGrid, checkFromGrid, sendFromGrid } from '../../webresources/src/invoice.ts';
import { mailsToGo } from '../../webresources/src/mails-to-go.ts';
import type { FakeHost } from './fake-xrm.ts';
import { gridOf, installXrm } from './fake-xrm.ts';

const HERE = 'c0000000-0000-4000-8000-00000000000a';
const THERE = 'c0000000-0000-4000-8000-00000000000b';

let host: FakeHost;
beforeEach(() => {
  jest.useFakeTimers();
  host = installXrm();
  connect(HERE, { stl3_sendemail: true });
});
afterEach(() => void jest.useRealTimers());

const connect = (id: string, settings: object, connector: object = {}): void => {
  host.api
    .rows('stl3_dynamicsxeroconnector')
    .push({ stl3_dynamicsxeroconnectorid: id, stl3_isdemo: false, stl3_isdefault: false, ...connector });
  host.api
    .rows('stl3_stellariseconnectorsettings')
    .push({ _stl3_connectorid_value: id, stl3_sendemail: false, stl3_defaultstatus: sendStatus.values.authorised.value, ...settings });
};
const only = (table: string): Record<string, unknown> => host.api.rows(table)[0]!;
const invoices = (count: number, columns: object = {}): { id: string; name: string }[] =>
  Array.from({ length: count }, (_, index) => {
    const id = `5b5b5b5b-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
    host.api
      .rows('invoice')
      .push({ invoiceid: id, stl3_sendemail: null, stl3_invoicetype: null, _stl3_connectorid_value: null, ...columns });
    return { id, name: `INV-${String(index + 1)}` };
  });
const inXero = (id: string, status: keyof (typeof xeroStatus)['values'], connector = HERE): void =>
  void host.api
    .rows('stl3_xerodetails')
    .push({ stl3_invoicekey: id, _stl3_connectorid_value: connector, stl3_xerostatus: xeroStatus.values[status].value });

describe('how many mails go out', () => {
  test.each([
    ['the settings want it', {}, {}, 3],
    ['neither wants it', { stl3_sendemail: false }, {}, 0],
    ['the invoices want it', { stl3_sendemail: false }, { stl3_sendemail: true }, 3],
    ['they go as drafts', { stl3_defaultstatus: sendStatus.values.draft.value }, {}, 0],
    ['they go for approval', { stl3_defaultstatus: sendStatus.values.submitted.value }, {}, 0],
    ['sales invoices, said so', {}, { stl3_invoicetype: invoiceType.values.salesInvoice.value }, 3],
    ['bills', {}, { stl3_invoicetype: invoiceType.values.bill.value }, 0],
    ['credit notes', {}, { stl3_invoicetype: invoiceType.values.salesCreditNote.value }, 0],
  ])('%s', async (_case, settings, columns, mails) => {
    Object.assign(only('stl3_stellariseconnectorsettings'), settings);
    expect(await mailsToGo('send', invoices(3, columns))).toBe(mails);
  });

  test.each([
    ['send', null, 1],
    ['send', 'draft', 0],
    ['send', 'authorised', 0],
    ['send', 'paid', 0],
    ['send', 'voided', 1],
    ['send', 'deleted', 1],
    ['approve', null, 0],
    ['approve', 'draft', 1],
    ['approve', 'submitted', 1],
    ['approve', 'authorised', 0],
    ['check', null, 0],
    ['update', 'authorised', 0],
    ['void', 'authorised', 0],
  ] as const)('%s, in Xero %s', async (action, status, mails) => {
    const [row] = invoices(1);
    if (status !== null) inXero(row!.id, status);
    expect(await mailsToGo(action, [row!])).toBe(mails);
  });

  test('an approval mails whatever the status is that invoices are sent with', async () => {
    Object.assign(only('stl3_stellariseconnectorsettings'), { stl3_defaultstatus: sendStatus.values.draft.value });
    const [row] = invoices(1);
    inXero(row!.id, 'draft');
    expect(await mailsToGo('approve', [row!])).toBe(1);
  });

  test('a demo company mails nobody', async () => {
    Object.assign(only('stl3_dynamicsxeroconnector'), { stl3_isdemo: true });
    expect(await mailsToGo('send', invoices(3))).toBe(0);
  });

  test('of several connections the one counts that the invoice names, else the default one', async () => {
    connect(THERE, { stl3_sendemail: false });
    const [here] = invoices(1);
    expect(await mailsToGo('send', [here!])).toBe(0);
    Object.assign(only('stl3_dynamicsxeroconnector'), { stl3_isdefault: true });
    expect(await mailsToGo('send', [here!])).toBe(1);
    host.api.rows('invoice')[0]!['_stl3_connectorid_value'] = THERE;
    expect(await mailsToGo('send', [here!])).toBe(0);
    host.api.rows('invoice')[0]!['_stl3_connectorid_value'] = HERE;
    // What stands in the other organisation is another document.
    inXero(here!.id, 'authorised', THERE);
    expect(await mailsToGo('send', [here!])).toBe(1);
  });

  test('of 60 invoices no query is longer than an address may be', async () => {
    expect(await mailsToGo('send', invoices(60))).toBe(60);
    expect(Math.max(...host.api.queries.map((query) => encodeURI(query).length))).toBeLessThan(2000);
  });
});

describe('the list', () => {
  const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
  const settle = (): Promise<void> => jest.advanceTimersByTimeAsync(500);

  test('counts the mails before anything is asked for; whoever declines has sent nothing', async () => {
    const rows = invoices(4);
    host.api.rows('invoice')[3]!['stl3_invoicetype'] = invoiceType.values.bill.value;
    host.confirm = false;
    await sendFromGrid(idsOf(rows), gridOf(rows).grid);
    expect(host.confirmations).toEqual([expect.stringContaining('Of the 4 selected invoices, Xero mails 3 to the customers')]);
    expect(host.api.creates).toEqual([]);
  });

  test('goes on once it is confirmed', async () => {
    const rows = invoices(2);
    const sending = sendFromGrid(idsOf(rows), gridOf(rows).grid);
    await settle();
    expect(host.confirmations).toHaveLength(1);
    expect(host.api.creates).toHaveLength(2);
    host.api.answer('done');
    await jest.advanceTimersByTimeAsync(1000);
    await sending;
  });

  test('asks nobody where no mail goes out, nor for a Check', async () => {
    const rows = invoices(2);
    const asking = [checkFromGrid(idsOf(rows), gridOf(rows).grid)];
    await settle();
    host.api.answer('done');
    await jest.advanceTimersByTimeAsync(1000);
    await Promise.all(asking);
    const approving = approveFromGrid(idsOf(rows), gridOf(rows).grid);
    await settle();
    host.api.answer('done');
    await jest.advanceTimersByTimeAsync(1000);
    await approving;
    expect(host.confirmations).toEqual([]);
    expect(host.api.creates).toHaveLength(4);
  });

  test('where it cannot be counted, nothing is asked for, and that is said', async () => {
    const rows = invoices(2);
    host.api.failQuery = () => ({ errorCode: 1, message: 'no' });
    await sendFromGrid(idsOf(rows), gridOf(rows).grid);
    expect([host.api.creates, host.confirmations]).toEqual([[], []]);
    expect(host.banners()).toEqual([expect.objectContaining({ level: 2 })]);
  });

  test('a second click while the question is open asks nothing', async () => {
    const rows = invoices(1);
    const twice = [sendFromGrid(idsOf(rows), gridOf(rows).grid), sendFromGrid(idsOf(rows), gridOf(rows).grid)];
    await settle();
    host.api.answer('done');
    await jest.advanceTimersByTimeAsync(1000);
    await Promise.all(twice);
    expect(host.confirmations).toHaveLength(1);
    expect(host.api.creates).toHaveLength(1);
  });
});
