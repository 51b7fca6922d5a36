import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { canRefresh, refreshFromXero } from '../../webresources/src/settings.ts';
import type { FakeHost } from './fake-xrm.ts';
import { installXrm, invoiceForm } from './fake-xrm.ts';

const SETTINGS = '5e5e5e5e-0000-4000-8000-000000000001';
const CONNECTOR = 'c0c0c0c0-0000-4000-8000-000000000001';
const CONNECTED = 715_330_000;
let host: FakeHost;

beforeEach(() => {
  jest.useFakeTimers();
  host = installXrm();
  host.api.rows('stl3_stellariseconnectorsettings').push({
    stl3_stellariseconnectorsettingsid: SETTINGS,
    _stl3_connectorid_value: CONNECTOR,
  });
  host.api.rows('stl3_dynamicsxeroconnector').push({ stl3_dynamicsxeroconnectorid: CONNECTOR, stl3_connectionstate: CONNECTED });
});
afterEach(() => void jest.useRealTimers());

const afterSeconds = (seconds: number): Promise<void> => jest.advanceTimersByTimeAsync(seconds * 1000);
const settingsForm = (id = `{${SETTINGS.toUpperCase()}}`, dirty = false) => invoiceForm({ id, name: 'Coral Bay Supplies', dirty });
const ANSWERED = '2026-11-29T03:20:00Z';

describe('Refresh from Xero on the settings form', () => {
  test('asks for the data of the connector, shows that it runs, then what was read and when', async () => {
    const form = settingsForm();
    const asking = refreshFromXero(form.context);
    await afterSeconds(0.5);
    expect(host.api.creates).toEqual([
      {
        stl3_name: 'Refresh Coral Bay Supplies from Xero',
        stl3_action: 715_330_005,
        'stl3_ConnectorId@odata.bind': `/stl3_dynamicsxeroconnectors(${CONNECTOR})`,
      },
    ]);
    expect(form.notifications()).toEqual([
      { level: 'INFO', message: 'Reading accounts, tax types, branding themes and tracking from Xero …' },
    ]);
    host.api.answer('done', { stl3_result: 'Read from Xero: 61 accounts.', stl3_answeredon: ANSWERED });
    await afterSeconds(1);
    await asking;
    const time = new Date(ANSWERED).toLocaleTimeString();
    expect(form.notifications()).toEqual([{ level: 'INFO', message: `Read from Xero: 61 accounts. Finished at ${time}.` }]);
  });

  test('a refusal is said in its own words, as an error', async () => {
    const form = settingsForm();
    const asking = refreshFromXero(form.context);
    await afterSeconds(0.5);
    host.api.answer('refused', { stl3_result: 'Nothing was changed: Xero did not answer.', stl3_answeredon: ANSWERED });
    await afterSeconds(1);
    await asking;
    expect(form.notifications()).toEqual([{ level: 'ERROR', message: 'Nothing was changed: Xero did not answer.' }]);
  });

  test('what somebody is typing on the form is neither saved nor thrown away', async () => {
    const form = settingsForm(undefined, true);
    const asking = refreshFromXero(form.context);
    await afterSeconds(0.5);
    host.api.answer('done', { stl3_result: 'Read.', stl3_answeredon: ANSWERED });
    await afterSeconds(1);
    await asking;
    expect([form.saves(), form.refreshes()]).toEqual([0, 0]);
  });

  test('two clicks make one request, and what a colleague asked for is waited for', async () => {
    const form = settingsForm();
    const first = refreshFromXero(form.context);
    await refreshFromXero(form.context);
    await afterSeconds(0.5);
    // The colleague's browser knows nothing of this one's clicks.
    jest.resetModules();
    const colleague = await import('../../webresources/src/settings.ts');
    const other = settingsForm();
    const second = colleague.refreshFromXero(other.context);
    await afterSeconds(0.5);
    expect(host.api.creates).toHaveLength(1);
    expect(other.notifications()[0]?.message).toContain('already asked for this');
    host.api.answer('done', { stl3_result: 'Read.', stl3_answeredon: ANSWERED });
    await afterSeconds(2);
    await Promise.all([first, second]);
    expect(other.notifications()[0]?.message).toContain('Read. Finished at');
  });

  test("an invoice's own Refresh under the same connector is not taken for it", async () => {
    host.api.rows('stl3_xerorequest').push({
      stl3_xerorequestid: 'a',
      stl3_action: 715_330_005,
      stl3_state: 715_330_000,
      _stl3_connectorid_value: CONNECTOR,
      _stl3_invoiceid_value: '5b5b5b5b-0000-4000-8000-000000000001',
    });
    const asking = refreshFromXero(settingsForm().context);
    await afterSeconds(0.5);
    expect(host.api.creates).toHaveLength(1);
    host.api.answer('done');
    await afterSeconds(1);
    await asking;
  });

  test('without an answer for a minute the form says where it will show', async () => {
    const form = settingsForm();
    const asking = refreshFromXero(form.context);
    await afterSeconds(70);
    await asking;
    expect(form.notifications()).toEqual([{ level: 'INFO', message: expect.stringContaining('still being read') }]);
  });

  test.each([
    ['settings that were never saved', '', 'Save the settings first'],
    ['settings of no connector', '{11111111-0000-4000-8000-000000000001}', 'belong to no connector'],
  ])('%s ask for nothing', async (_which, id, words) => {
    const form = settingsForm(id);
    await refreshFromXero(form.context);
    expect(form.notifications()[0]?.message).toContain(words);
    expect(host.api.creates).toEqual([]);
  });

  test.each([
    [
      { errorCode: -2147220960, message: 'Principal user is missing prvCreatestl3_XeroRequest' },
      'needs the role "Stellarise Connector User"',
    ],
    [{ message: 'Failed to fetch' }, 'Nothing was read; try again once you are back online'],
    [{ message: 'Odd.' }, 'so nothing was read. Dynamics says: Odd.'],
  ])('%p is said in plain words', async (failure, words) => {
    host.api.failCreate = () => failure;
    const form = settingsForm();
    await refreshFromXero(form.context);
    expect(form.notifications()).toEqual([{ level: 'ERROR', message: expect.stringContaining(words) }]);
  });
});

describe('the button shows', () => {
  const state = (value: number): void => {
    host.api.rows('stl3_dynamicsxeroconnector')[0]!['stl3_connectionstate'] = value;
  };
  test.each([
    [715_330_000, true],
    [715_330_001, true],
    [715_330_002, false],
    [715_330_003, false],
  ])('with the connector in state %i: %p', async (value, shows) => {
    state(value);
    expect(await canRefresh(settingsForm().context)).toBe(shows);
  });

  test('not on new settings, not without a right to read', async () => {
    expect(await canRefresh(settingsForm('').context)).toBe(false);
    host.api.failQuery = () => ({ errorCode: -2147220960, message: 'missing prvRead' });
    expect(await canRefresh(settingsForm().context)).toBe(false);
  });
});
