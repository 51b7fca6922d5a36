import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { request as requestTable, requestAction, requestState } from '@stl3/solution';
import { isReferenceReadDue } from '../../../relay-service/src/jobs/refresh-reference-data.ts';
import { people } from '../../sandbox/company/people.ts';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { createRow, updateRow } from '../../sandbox/dataverse/write-row.ts';
import type { Organisation } from '../../sandbox/xero/organisation.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { until } from '../../journeys/demo-world.ts';

describe('when reference data is read by the clock', () => {
  const HOUR = 3_600_000;
  const at = (readAgo: number | null, problemAgo: number | null = null) => ({
    connection_id: 'c',
    read_at: readAgo === null ? null : 100 * HOUR - readAgo,
    read_whole_at: null,
    tried_at: problemAgo === null ? null : 100 * HOUR - problemAgo,
    problem: problemAgo === null ? null : 'XERO_HALF_READ',
  });
  test.each([
    ['never read', undefined, true],
    ['read an hour ago', at(HOUR), false],
    ['read four hours ago', at(4 * HOUR), true],
    ['failed a minute ago', at(5 * HOUR, 60_000), false],
    ['failed half an hour ago', at(5 * HOUR, HOUR / 2), true],
  ])('%s', (_when, read, due) => {
    expect(isReferenceReadDue(read, 100 * HOUR)).toBe(due);
  });
});

describe('on demand', () => {
  let world: World;
  /** How far the relay's own clock is ahead. */
  let ahead = 0;
  beforeEach(async () => {
    ahead = 0;
    world = await startWorld({ webhookDelayMs: () => 5, relay: { clock: () => Date.now() + ahead } });
  });
  const aMinuteLater = (): void => {
    ahead += 61_000;
  };
  afterEach(() => world.close());

  const rows = (table: string) => world.dataverse.control.rows(table);
  const row = (table: string, column: string, value: string) => rows(table).find(({ values }) => values[column] === value)!;
  const change = (by: (organisation: Organisation) => void): void => {
    const [organisation] = structuredClone([...world.xero.control.state().organisations]);
    by(organisation!);
    world.xero.control.seed([organisation!]);
  };
  /** What the button on the settings form does: a Refresh that names the connector and no invoice. */
  const ask = async (connectorId = world.connected.connectorId) => {
    const answer = await fetch(`${world.dataverse.origin}/api/data/v9.2/${requestTable.setName}`, {
      method: 'POST',
      headers: { cookie: `stand-in-user=${people.administrator.userId}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        stl3_name: 'Refresh from Xero',
        stl3_action: requestAction.values.refresh.value,
        'stl3_ConnectorId@odata.bind': `/stl3_dynamicsxeroconnectors(${connectorId})`,
      }),
    });
    expect(answer.status).toBe(204);
    const id = /\(([0-9a-f-]{36})\)/.exec(answer.headers.get('odata-entityid') ?? '')?.[1] ?? '';
    const state = () => rows('stl3_xerorequest').find((each) => each.id === id)!.values;
    await until('the answer', () => state()['stl3_answeredon'] != null);
    return state();
  };

  test('what is new is made, what was renamed follows, what was archived or vanished is deactivated and comes back', async () => {
    change((organisation) => {
      organisation.accounts.push({
        ...organisation.accounts[1]!,
        AccountID: '11111111-1111-4111-8111-111111111111',
        Code: '201',
        Name: 'Sails',
      });
      organisation.accounts.find(({ Code }) => Code === '260')!.Name = 'Other income';
      organisation.accounts.find(({ Code }) => Code === '270')!.Status = 'ARCHIVED';
      organisation.accounts = organisation.accounts.filter(({ Code }) => Code !== '404');
      organisation.PeriodLockDate = '2026-06-30';
    });
    aMinuteLater();
    const answer = await ask();
    expect(answer).toMatchObject({ stl3_state: requestState.values.done.value });
    expect(answer['stl3_result']).toContain('4 rows changed');
    expect(row('stl3_chartofaccounts', 'stl3_code', '201').values).toMatchObject({ stl3_accountname: 'Sails', statecode: 0 });
    expect(row('stl3_chartofaccounts', 'stl3_code', '260').values['stl3_accountname']).toBe('Other income');
    expect(row('stl3_chartofaccounts', 'stl3_code', '270').values['statecode']).toBe(1);
    expect(row('stl3_chartofaccounts', 'stl3_code', '404').values['statecode']).toBe(1);
    expect(rows('stl3_dynamicsxeroconnector')[0]!.values['stl3_periodlockdate']).toBe('2026-06-30');

    change((organisation) => (organisation.accounts.find(({ Code }) => Code === '270')!.Status = 'ACTIVE'));
    aMinuteLater();
    await ask();
    expect(row('stl3_chartofaccounts', 'stl3_code', '270').values['statecode']).toBe(0);
  });

  test.each([
    ['cut in the middle', { name: 'cut' as const, path: 'TaxRates' }],
    ['refused', { name: 'server-error' as const, path: 'TrackingCategories', times: 5 }],
    ['a page of HTML', { name: 'html' as const, path: 'BrandingThemes', times: 5 }],
  ])('a reading that is %s changes nothing and says so', async (_how, fault) => {
    change((organisation) => (organisation.accounts = organisation.accounts.filter(({ Code }) => Code !== '404')));
    aMinuteLater();
    const before = rows('stl3_chartofaccounts').map(({ id, version }) => [id, version]);
    world.xero.control.addFault(fault);
    const answer = await ask();
    expect(answer).toMatchObject({ stl3_state: requestState.values.refused.value, stl3_cause: 'REFERENCE_DATA_NOT_READ' });
    expect(answer['stl3_result']).toMatch(/^Nothing was changed/);
    expect(rows('stl3_chartofaccounts').map(({ id, version }) => [id, version])).toEqual(before);
  });

  test('an answer without a single account is taken for half read', async () => {
    change((organisation) => (organisation.accounts = []));
    aMinuteLater();
    expect((await ask())['stl3_result']).toMatch(/^Nothing was changed/);
    expect(rows('stl3_chartofaccounts').every(({ values }) => values['statecode'] === 0)).toBe(true);
  });

  test('asked twice within a minute, Xero is asked once', async () => {
    const before = world.xero.control.requests().length;
    expect((await ask())['stl3_result']).toContain('less than a minute ago');
    expect(world.xero.control.requests()).toHaveLength(before);
  });

  test('a connector that no connection serves is refused, and no other one is read in its place', async () => {
    const writer = { environment: world.dataverse.control.environment, userId: people.administrator.userId, commits: [] };
    const other = createRow(writer, tableNamed('stl3_dynamicsxeroconnector'), { stl3_name: 'Disconnected long ago' });
    aMinuteLater();
    const before = world.xero.control.requests().length;
    const answer = await ask(other.id);
    expect(answer).toMatchObject({ stl3_state: requestState.values.refused.value, stl3_cause: 'REFERENCE_DATA_NOT_READ' });
    expect(answer['stl3_result']).toMatch(/^Nothing was read: this connection is not connected to Xero any more/);
    expect(world.xero.control.requests()).toHaveLength(before);
  });

  test("refreshing leaves an administrator's choices and the connection's name alone", async () => {
    const writer = { environment: world.dataverse.control.environment, userId: people.administrator.userId, commits: [] };
    const [settings, connector] = [rows('stl3_stellariseconnectorsettings')[0]!, rows('stl3_dynamicsxeroconnector')[0]!];
    updateRow(writer, tableNamed('stl3_stellariseconnectorsettings'), settings.id, { stl3_usexeroinvoicenumber: true });
    updateRow(writer, tableNamed('stl3_dynamicsxeroconnector'), connector.id, { stl3_name: 'Our books' });
    aMinuteLater();
    await ask();
    expect(rows('stl3_stellariseconnectorsettings')[0]!.values['stl3_usexeroinvoicenumber']).toBe(true);
    expect(rows('stl3_dynamicsxeroconnector')[0]!.values).toMatchObject({ stl3_name: 'Our books' });
  });
});
