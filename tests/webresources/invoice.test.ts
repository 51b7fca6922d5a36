import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as commands from '../../webresources/src/invoice.ts';
import type { FakeHost } from './fake-xrm.ts';
import { gridOf, installXrm, invoiceForm } from './fake-xrm.ts';

const INVOICE = '5b5b5b5b-0000-4000-8000-000000000001';
let host: FakeHost;
beforeEach(() => {
  jest.useFakeTimers();
  host = installXrm();
});
afterEach(() => void jest.useRealTimers());

const afterSeconds = (seconds: number): Promise<void> => jest.advanceTimersByTimeAsync(seconds * 1000);

describe('commands of the ribbon', () => {
  test.each([
    ['sendFromForm', 715_330_001, 'Send INV-0042'],
    ['checkFromForm', 715_330_000, 'Check INV-0042'],
    ['approveFromForm', 715_330_002, 'Approve INV-0042'],
    ['updateFromForm', 715_330_003, 'Update INV-0042'],
    ['voidFromForm', 715_330_004, 'Void INV-0042'],
    ['refreshFromForm', 715_330_005, 'Refresh INV-0042'],
    ['acceptFromForm', 715_330_006, 'Accept INV-0042'],
  ] as const)('%s asks for its action', async (command, action, name) => {
    const running = commands[command](invoiceForm().context);
    await afterSeconds(0.5);
    expect(host.api.creates).toEqual([expect.objectContaining({ stl3_action: action, stl3_name: name })]);
    host.api.answer('done');
    await afterSeconds(1);
    await running;
  });

  test.each([
    ['sendFromGrid', 715_330_001],
    ['checkFromGrid', 715_330_000],
    ['approveFromGrid', 715_330_002],
  ] as const)('%s asks for its action', async (command, action) => {
    const running = commands[command]([INVOICE], gridOf([{ id: INVOICE, name: 'INV-0042' }]).grid);
    await afterSeconds(0.5);
    expect(host.api.creates).toEqual([expect.objectContaining({ stl3_action: action })]);
    host.api.answer('done');
    await afterSeconds(1);
    await running;
  });

  test('Void asks first and does nothing where the person declines', async () => {
    (Xrm.Navigation as unknown as Record<string, unknown>)['openConfirmDialog'] = () => Promise.resolve({ confirmed: false });
    await commands.voidFromForm(invoiceForm().context);
    expect(host.api.creates).toEqual([]);
  });

  test("Open in Xero opens the document's page", async () => {
    const link = 'https://go.xero.com/app/!abc/invoicing/view/1';
    host.api.rows('stl3_xerodetails').push({ _stl3_invoiceid_value: INVOICE, stl3_xerolink: link });
    await commands.openInXero(invoiceForm().context);
    expect(host.opened).toEqual([link]);
  });

  test('Open in Xero says so where there is nothing to open', async () => {
    const form = invoiceForm();
    await commands.openInXero(form.context);
    expect(form.notifications()).toEqual([{ level: 'INFO', message: 'INV-0042 is not in Xero yet.' }]);
  });

  test('Xero shows the details in a side pane', async () => {
    const navigated: unknown[] = [];
    const pane = { navigate: (target: unknown) => Promise.resolve(void navigated.push(target)) };
    (Xrm.App as unknown as Record<string, unknown>)['sidePanes'] = { getPane: () => undefined, createPane: () => Promise.resolve(pane) };
    host.api.rows('stl3_xerodetails').push({ stl3_xerodetailsid: 'd1', _stl3_invoiceid_value: INVOICE });
    await commands.openPane(invoiceForm().context);
    expect(navigated).toEqual([{ pageType: 'entityrecord', entityName: 'stl3_xerodetails', entityId: 'd1' }]);
  });
});
