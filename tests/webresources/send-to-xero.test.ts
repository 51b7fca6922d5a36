import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sendFromForm } from '../../webresources/src/send-to-xero.ts';
import type { FakeHost } from './fake-xrm.ts';
import { installXrm, invoiceForm } from './fake-xrm.ts';

const INVOICE = '5b5b5b5b-0000-4000-8000-000000000001';
let host: FakeHost;

beforeEach(() => {
  jest.useFakeTimers();
  host = installXrm();
});
afterEach(() => void jest.useRealTimers());

const afterSeconds = (seconds: number): Promise<void> => jest.advanceTimersByTimeAsync(seconds * 1000);

describe('Send to Xero on the form', () => {
  test('makes one request for the invoice, shows progress, then the answer', async () => {
    const form = invoiceForm();
    const sending = sendFromForm(form.context);
    await afterSeconds(0.5);
    expect(host.api.creates).toEqual([
      { stl3_name: 'Send INV-0042', stl3_action: 715_330_001, 'stl3_InvoiceId@odata.bind': `/invoices(${INVOICE})` },
    ]);
    expect(form.notifications()).toEqual([{ level: 'INFO', message: 'Sending INV-0042 to Xero …' }]);
    host.api.answer('done', { stl3_result: 'Sent to Xero as INV-0042 (draft).' });
    await afterSeconds(1);
    await sending;
    expect(form.notifications()).toEqual([]);
    expect(host.banners()).toContainEqual(expect.objectContaining({ level: 1, message: 'Sent to Xero as INV-0042 (draft).' }));
    expect(form.refreshes()).toBe(1);
  });

  test('a refusal stays on the form with its remedy, and its link opens', async () => {
    const form = invoiceForm();
    const sending = sendFromForm(form.context);
    await afterSeconds(0.5);
    host.api.answer('refused', {
      stl3_result: 'The customer has no e-mail address.',
      stl3_remedy: 'Add one to the account.',
      stl3_remedylink: 'https://contoso.crm.dynamics.com/main.aspx?etn=account',
    });
    await afterSeconds(1);
    await sending;
    expect(form.notifications()).toEqual([{ level: 'ERROR', message: 'The customer has no e-mail address. Add one to the account.' }]);
    const [banner] = host.banners().filter(({ level }) => level === 2) as unknown as { action: { eventHandler: () => void } }[];
    banner!.action.eventHandler();
    expect(host.opened).toEqual(['https://contoso.crm.dynamics.com/main.aspx?etn=account']);
  });

  test('“Sent to Xero” stayed above the refusal of what was asked next', async () => {
    const form = invoiceForm();
    for (const state of ['done', 'refused'] as const) {
      const asking = sendFromForm(form.context);
      await afterSeconds(0.5);
      host.api.answer(state, { stl3_result: state });
      await afterSeconds(1);
      await asking;
    }
    expect(host.banners()).toEqual([]);
    expect(form.notifications()).toEqual([{ level: 'ERROR', message: 'refused' }]);
  });

  test('“Show me” led to the very form that was open', async () => {
    const form = invoiceForm();
    const sending = sendFromForm(form.context);
    await afterSeconds(0.5);
    const remedyLink = `https://contoso.crm.dynamics.com/main.aspx?pagetype=entityrecord&etn=invoice&id=${INVOICE}`;
    host.api.answer('refused', { stl3_result: 'The invoice has no lines.', stl3_remedylink: remedyLink });
    await afterSeconds(1);
    await sending;
    expect(host.banners()).toEqual([]);
    expect(form.notifications()).toEqual([{ level: 'ERROR', message: 'The invoice has no lines.' }]);
  });

  test('a dirty form is saved first', async () => {
    const form = invoiceForm({ dirty: true });
    const sending = sendFromForm(form.context);
    await afterSeconds(0.5);
    expect(form.saves()).toBe(1);
    expect(host.api.creates).toHaveLength(1);
    host.api.answer('done');
    await afterSeconds(1);
    await sending;
  });

  test('edits made while waiting are not thrown away by a refresh', async () => {
    const form = invoiceForm();
    const sending = sendFromForm(form.context);
    await afterSeconds(0.5);
    form.edit();
    host.api.answer('done');
    await afterSeconds(1);
    await sending;
    expect(form.refreshes()).toBe(0);
  });

  test.each([
    ['a save that fails', { dirty: true, saveFails: true }, 'could not be saved'],
    ['an invoice that was never saved', { id: '' }, 'Save the invoice first'],
  ])('%s sends nothing', async (_case, options, message) => {
    const form = invoiceForm(options);
    await sendFromForm(form.context);
    expect(host.api.creates).toEqual([]);
    expect(form.notifications()[0]?.message).toContain(message);
  });

  test('a double click makes one request', async () => {
    const form = invoiceForm();
    const clicks = [sendFromForm(form.context), sendFromForm(form.context)];
    await afterSeconds(0.5);
    expect(host.api.creates).toHaveLength(1);
    host.api.answer('done');
    await afterSeconds(1);
    await Promise.all(clicks);
  });

  test.each([
    ['requested', 715_330_000],
    ['taken', 715_330_001],
  ])('a request in state %s is waited for in place of a second one', async (_state, value) => {
    host.api.rows('stl3_xerorequest').push({
      stl3_xerorequestid: 'aaaaaaaa-0000-4000-8000-000000000001',
      _stl3_invoiceid_value: INVOICE,
      stl3_action: 715_330_001,
      stl3_state: value,
    });
    const form = invoiceForm();
    const sending = sendFromForm(form.context);
    await afterSeconds(0.5);
    expect(host.api.creates).toEqual([]);
    expect(form.notifications()[0]?.message).toContain('already on its way');
    host.api.answer('done', { stl3_result: 'Sent.' });
    await afterSeconds(1);
    await sending;
    expect(host.banners().at(-1)?.message).toBe('Sent.');
  });

  test('gives up after a minute and says where the result will show', async () => {
    const form = invoiceForm();
    const sending = sendFromForm(form.context);
    await afterSeconds(62);
    await sending;
    expect(form.notifications()).toEqual([{ level: 'INFO', message: expect.stringContaining('Still working on INV-0042') }]);
    const looks = host.api.queries.filter((query) => query.includes('stl3_xerorequestid eq'));
    expect(looks).toHaveLength(15 + 23);
  });

  test('a look that fails does not end the wait', async () => {
    const form = invoiceForm();
    const sending = sendFromForm(form.context);
    await afterSeconds(0.5);
    host.api.failQuery = () => ({ message: 'Failed to fetch' });
    await afterSeconds(3);
    host.api.failQuery = () => null;
    host.api.answer('done', { stl3_result: 'Sent.' });
    await afterSeconds(1);
    await sending;
    expect(host.banners().at(-1)).toMatchObject({ level: 1, message: 'Sent.' });
  });

  test.each([
    ['a missing privilege', { errorCode: 2_147_746_336, message: 'Principal user is missing prvCreate' }, 'Stellarise Connector User'],
    ['a missing privilege, as a signed code', { errorCode: -2_147_220_960, message: '' }, 'Stellarise Connector User'],
    ['a limit of the platform', { errorCode: 0x80072322, message: 'Number of requests exceeded' }, 'very busy'],
    ['no network', { message: 'Failed to fetch' }, 'could not be reached'],
    ['anything else', { errorCode: 1, message: 'Generic SQL error.' }, 'Dynamics says: Generic SQL error.'],
  ])('%s is told in plain words', async (_case, failure, message) => {
    host.api.failCreate = () => failure;
    const form = invoiceForm();
    await sendFromForm(form.context);
    expect(form.notifications()).toEqual([{ level: 'ERROR', message: expect.stringContaining(message) }]);
  });

  test('after a failure the next click works', async () => {
    host.api.failCreate = () => ({ message: 'Failed to fetch' });
    const form = invoiceForm();
    await sendFromForm(form.context);
    host.api.failCreate = () => null;
    const sending = sendFromForm(form.context);
    await afterSeconds(0.5);
    host.api.answer('done');
    await afterSeconds(1);
    await sending;
    expect(host.api.creates).toHaveLength(1);
  });
});
