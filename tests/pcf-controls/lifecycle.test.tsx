import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { act, cleanup, configure, render, screen } from '@testing-library/react';
import { XeroStatus } from '../../pcf-controls/XeroStatus/index.ts';
import type { Inputs } from '../../pcf-controls/XeroStatus/inputs.ts';
import { INVOICE, detailsRow, inXero, requestRow } from './status-rows.ts';

// A busy machine draws late; by itself the library gives it a second.
configure({ asyncUtilTimeout: 30_000 });

interface Host {
  rows: Record<string, object[]>;
  queries: string[];
  refuse?: object;
}

const contextOf = (host: Host, entityId = `{${INVOICE.toUpperCase()}}`, entityTypeName = 'invoice') =>
  ({
    mode: { contextInfo: { entityId, entityTypeName } },
    resources: { getString: (key: string) => key },
    webAPI: {
      retrieveMultipleRecords: (table: string, options: string) => {
        host.queries.push(`${table}${options}`);
        // The platform rejects with a plain object.
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        return host.refuse === undefined ? Promise.resolve({ entities: host.rows[table] ?? [] }) : Promise.reject(host.refuse);
      },
    },
  }) as unknown as ComponentFramework.Context<Inputs>;

const show = async (host: Host, ...place: string[]) => {
  const control = new XeroStatus();
  control.init();
  const view = render(control.updateView(contextOf(host, ...place)));
  await act(() => Promise.resolve());
  await screen.findByRole('status');
  return { control, view };
};

afterEach(() => {
  cleanup();
  jest.useRealTimers();
});

describe('XeroStatus in a form', () => {
  test('shows badge, number, link, organisation and message of an invoice that is in Xero', async () => {
    const host = {
      rows: {
        stl3_xerodetails: [detailsRow('sent', { ...inXero, stl3_message: 'Sent to Xero.' })],
        stl3_xerorequest: [requestRow('done')],
      },
      queries: [],
    };
    await show(host);
    expect((await screen.findByText('In Xero')).textContent).toBe('In Xero');
    expect(screen.getByText('INV-0042')).toBeTruthy();
    const link = screen.getByText('Open in Xero');
    expect([link.getAttribute('href'), link.getAttribute('rel')]).toEqual([inXero.stl3_xerolink, 'noopener noreferrer']);
    expect(screen.getByText('Demo Company (AU)')).toBeTruthy();
    expect(screen.getByText('Sent to Xero.')).toBeTruthy();
    expect(screen.getByRole('status').getAttribute('aria-live')).toBe('polite');
  });

  test('follows a request until the number stands there, then rests', async () => {
    jest.useFakeTimers();
    const host: Host = { rows: { stl3_xerorequest: [requestRow('requested')] }, queries: [] };
    const control = new XeroStatus();
    control.init();
    render(control.updateView(contextOf(host)));
    const seconds = (count: number) => act(() => jest.advanceTimersByTimeAsync(count * 1000));
    await seconds(0);
    expect(screen.getByText('Waiting')).toBeTruthy();
    expect(screen.getByLabelText('Xero').getAttribute('aria-busy')).toBe('true');
    host.rows = { stl3_xerorequest: [requestRow('taken')] };
    await seconds(1);
    expect(screen.getByText('Sending')).toBeTruthy();
    host.rows = { stl3_xerorequest: [requestRow('done')], stl3_xerodetails: [detailsRow('sent', inXero)] };
    await seconds(1);
    expect(screen.getByText('INV-0042')).toBeTruthy();
    expect(screen.getByLabelText('Xero').getAttribute('aria-busy')).toBe('false');
    const before = host.queries.length;
    await seconds(120);
    expect(host.queries).toHaveLength(before);
  });

  test('a new context of the same record does not start the reading anew, another record does', async () => {
    const host = { rows: {}, queries: [] as string[] };
    const { control, view } = await show(host);
    await screen.findByText('Not sent');
    const before = host.queries.length;
    view.rerender(control.updateView(contextOf(host)));
    await act(() => Promise.resolve());
    expect(host.queries).toHaveLength(before);
    view.rerender(control.updateView(contextOf(host, '{00000000-0000-4000-8000-000000000002}')));
    await act(() => Promise.resolve());
    expect(host.queries[before]).toContain('00000000-0000-4000-8000-000000000002');
  });

  test('an invoice that was never saved asks nothing', async () => {
    const host = { rows: {}, queries: [] };
    await show(host, '');
    expect(screen.getByText('Save the invoice first; then it can be sent to Xero.')).toBeTruthy();
    expect(host.queries).toEqual([]);
  });

  test('without rights it names the role', async () => {
    await show({ rows: {}, queries: [], refuse: { errorCode: 2_147_746_336, message: 'missing prvRead' } });
    expect((await screen.findByText(/Stellarise Connector User/)).textContent).toContain('no access');
  });

  test('a refusal offers the way to mend it', async () => {
    const refused = requestRow('refused', {
      stl3_result: 'The customer is missing.',
      stl3_remedylink: 'https://contoso.crm.dynamics.com/x',
    });
    await show({ rows: { stl3_xerorequest: [refused] }, queries: [] });
    expect((await screen.findByText('Fix it')).getAttribute('href')).toBe('https://contoso.crm.dynamics.com/x');
    expect(screen.getByText('The customer is missing.')).toBeTruthy();
  });

  test('“Fix it” opened the very form that it stood on', async () => {
    const refused = requestRow('refused', {
      stl3_result: 'The invoice has no lines.',
      stl3_remedylink:
        'https://contoso.crm.dynamics.com/main.aspx?pagetype=entityrecord&etn=invoice&id=00000000-0000-4000-8000-000000000002',
    });
    await show({ rows: { stl3_xerorequest: [refused] }, queries: [] }, '{00000000-0000-4000-8000-000000000002}');
    expect(await screen.findByText('The invoice has no lines.')).toBeTruthy();
    expect(screen.queryByText('Fix it')).toBeNull();
  });

  test('gives nothing to the bound column and ends quietly', async () => {
    const host = { rows: { stl3_xerorequest: [requestRow('requested')] }, queries: [] as string[] };
    const { control, view } = await show(host);
    expect(control.getOutputs()).toEqual({});
    view.unmount();
    control.destroy();
    const before = host.queries.length;
    window.dispatchEvent(new Event('focus'));
    expect(host.queries).toHaveLength(before);
  });
});
