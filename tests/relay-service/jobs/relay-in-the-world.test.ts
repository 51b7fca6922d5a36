import { afterEach, describe, expect, test } from '@jest/globals';
import { requestState, sendStatus } from '@stl3/solution';
import { connectCompany } from '../../sandbox/connect-company.ts';
import { people } from '../../sandbox/company/people.ts';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { updateRow } from '../../sandbox/dataverse/write-row.ts';
import { judgeInvoices } from '../../sandbox/judge-invoices.ts';
import type { World, WorldOptions } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { until } from '../../prove/until.ts';
import { asking } from './asking.ts';

let world: World;
const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld({ webhookDelayMs: () => 20, ...options });
};
afterEach(() => world.close());

const { ask, answered, valuesOf, plain, organisation } = asking(() => world);
const theOnlyInvoice = () => {
  const { invoices } = organisation();
  expect(invoices).toHaveLength(1);
  return invoices[0]!;
};

describe('one invoice', () => {
  test('gets its number, link, totals and history in Dynamics, and belongs to the invoice owner', async () => {
    await start();
    const invoice = plain();
    const id = await ask(invoice.id);
    expect(await answered(id)).toMatchObject({ stl3_state: requestState.values.done.value, stl3_cause: null });
    const posted = theOnlyInvoice();
    const [details] = world.dataverse.control.rows('stl3_xerodetails').map(({ values }) => values);
    expect(details).toMatchObject({
      stl3_number: invoice.number,
      stl3_organisationname: 'Demo Company (AU)',
      stl3_total: posted.Total,
      ownerid: { id: people[invoice.owner].userId },
    });
    expect(world.dataverse.control.rows('stl3_synchistory')).toHaveLength(1);
    expect(posted).toMatchObject({ Type: 'ACCREC', Status: 'DRAFT', Total: valuesOf('invoice', invoice.id)['totalamount'] });
  });

  test('a webhook that was lost is found by the poll, of a relay that starts and of one that runs', async () => {
    await start();
    world.dataverse.control.addFault({ name: 'webhook-lost', times: 2 });
    // There before the relay first looks: its next look may be a minute later.
    let id = '';
    await world.restartRelay(async () => (id = await ask(plain().id)));
    await answered(id);
    // Somebody has just asked, so that it looks every five seconds.
    await answered(await ask(plain(1).id));
    expect(organisation().invoices).toHaveLength(2);
    expect(world.dataverse.control.deliveries()).toMatchObject([{ lost: true }, { lost: true }]);
  });

  test('a webhook that comes twice, and once more after the poll, makes one invoice', async () => {
    await start();
    world.dataverse.control.addFault({ name: 'webhook-twice' });
    world.dataverse.control.addFault({ name: 'webhook-late', seconds: 2 });
    await answered(await ask(plain().id));
    await new Promise((resolve) => setTimeout(resolve, 2500));
    theOnlyInvoice();
  });

  test.each(['clerk', 'visitor'] as const)('%s: only who has a role may send', async (who) => {
    await start();
    if (who === 'visitor') await expect(ask(plain().id, 'visitor')).rejects.toThrow(/prvCreatestl3_XeroRequest/);
    else expect(await answered(await ask(plain().id, who))).toMatchObject({ stl3_state: requestState.values.done.value });
  });

  test('with Authorised as the default, a manager sends Authorised and a clerk is told who may', async () => {
    await start();
    const { control } = world.dataverse;
    const table = tableNamed('stl3_stellariseconnectorsettings');
    const writer = { environment: control.environment, userId: people.administrator.userId, commits: [] };
    updateRow(writer, table, control.rows(table.logicalName)[0]!.id, { stl3_defaultstatus: sendStatus.values.authorised.value });
    expect(await answered(await ask(plain().id, 'financeManager'))).toMatchObject({ stl3_state: requestState.values.done.value });
    expect(theOnlyInvoice()).toMatchObject({ Status: 'AUTHORISED', AmountPaid: 0 });
    const clerk = await answered(await ask(plain(1).id, 'clerk'));
    expect([clerk['stl3_state'], clerk['stl3_cause'], organisation().invoices.length]).toEqual([
      requestState.values.refused.value,
      'NEEDS_APPROVER_BY_SETTINGS',
      1,
    ]);
  });

  test('check posts nothing', async () => {
    await start();
    expect(await answered(await ask(plain().id, 'clerk', 'check'))).toMatchObject({ stl3_state: requestState.values.done.value });
    expect(organisation().invoices).toEqual([]);
    expect(world.xero.control.journal()).toEqual([]);
  });

  test.each(['without-lines', 'without-date', 'cancelled'] as const)('%s is refused by name and nothing is posted', async (kind) => {
    await start();
    const values = await answered(await ask(world.company.invoices.find((each) => each.kind === kind)!.id));
    expect(values['stl3_state']).toBe(requestState.values.refused.value);
    expect(values['stl3_cause']).toMatch(/^[A-Z_]+$/);
    expect(values['stl3_remedy']).not.toBe('');
    expect(values['stl3_remedylink']).toMatch(/main\.aspx\?pagetype=entityrecord&etn=invoice/);
    expect(organisation().invoices).toEqual([]);
  });
});

describe('answers that are lost or late', () => {
  test.each([
    ['answer-lost', {}],
    ['cut', {}],
    ['reset', {}],
    ['server-error', { status: 503 }],
    ['html', {}],
    ['rate-limited', {}],
    ['unauthorized', {}],
    ['shuffled', {}],
  ] as const)('%s on posting ends with one invoice', async (name, more) => {
    await start({ relay: { timeScale: 60 }, xero: { timeScale: 60 } });
    world.xero.control.addFault({ name, method: 'PUT', path: '^Invoices$', ...more });
    expect(await answered(await ask(plain().id), 60)).toMatchObject({ stl3_state: requestState.values.done.value });
    expect(world.xero.control.faultHits()[name]).toBe(1);
    theOnlyInvoice();
    expect(judgeInvoices(world)).toMatchObject({ duplicates: [], lost: [], mismatched: [] });
  });

  test('a write that Xero saves after the relay gave up is found, not repeated', async () => {
    await start({ relay: { timeScale: 60 }, xero: { timeScale: 60 } });
    world.xero.control.addFault({ name: 'saved-late', method: 'PUT', path: '^Invoices$', seconds: 2 });
    expect(await answered(await ask(plain().id), 60)).toMatchObject({ stl3_state: requestState.values.done.value });
    theOnlyInvoice();
  });

  test('half a batch saved and the connection lost: each invoice ends up in Xero once', async () => {
    await start({ relay: { timeScale: 60 }, xero: { timeScale: 60 }, webhookDelayMs: () => 300 });
    world.xero.control.addFault({ name: 'half-batch', method: 'PUT', path: '^Invoices$' });
    const ids = await Promise.all([0, 1, 2, 3, 4].map((index) => ask(plain(index).id)));
    for (const id of ids) expect(await answered(id, 60)).toMatchObject({ stl3_state: requestState.values.done.value });
    expect(judgeInvoices(world)).toMatchObject({ xeroInvoices: 5, duplicates: [], lost: [], mismatched: [] });
  });

  test('a lost answer while lists lag behind writes ends with one invoice', async () => {
    await start({ relay: { timeScale: 60 }, xero: { timeScale: 60 } });
    world.xero.control.addFault({ name: 'list-lag', method: 'PUT', path: '^Invoices$', seconds: 1 });
    world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$' });
    expect(await answered(await ask(plain().id), 60)).toMatchObject({ stl3_state: requestState.values.done.value });
    theOnlyInvoice();
  });

  test('tokens that ended are renewed, also when the first answer is lost', async () => {
    let shiftMs = 0;
    await start({ relay: { clock: () => Date.now() + shiftMs } });
    shiftMs = 31 * 60_000;
    world.xero.control.advance(shiftMs);
    world.xero.control.addFault({ name: 'refresh-answer-lost' });
    expect(await answered(await ask(plain().id), 60)).toMatchObject({ stl3_state: requestState.values.done.value });
    expect(world.xero.control.faultHits()['refresh-answer-lost']).toBe(1);
    theOnlyInvoice();
  });

  test.each(['answer-lost', 'server-error', 'cut', 'reset'] as const)(
    '%s of Dynamics on the write-back still tells the outcome',
    async (name) => {
      await start();
      world.dataverse.control.addFault({ name, method: 'POST', path: 'batch', times: 2 });
      expect(await answered(await ask(plain().id))).toMatchObject({ stl3_state: requestState.values.done.value });
      theOnlyInvoice();
    },
  );
});

describe('the relay itself', () => {
  test('a restart with requests waiting loses none and doubles none', async () => {
    await start({ xero: { latency: { baseMs: 300, perElementMs: 20 } } });
    const ids = await Promise.all([0, 1, 2, 3, 4].map((index) => ask(plain(index).id)));
    await new Promise((resolve) => setTimeout(resolve, 700));
    await world.restartRelay();
    for (const id of ids) expect(await answered(id)).toMatchObject({ stl3_state: requestState.values.done.value });
    expect(judgeInvoices(world)).toMatchObject({ xeroInvoices: 5, duplicates: [], lost: [], mismatched: [] });
  });

  test('connecting writes connector, settings, reference data and webhook, and connecting again changes no setting', async () => {
    await start();
    const { control } = world.dataverse;
    const settings = () => control.rows('stl3_stellariseconnectorsettings').map(({ values }) => values);
    const counts = () =>
      [
        'stl3_dynamicsxeroconnector',
        'stl3_chartofaccounts',
        'stl3_taxtype',
        'stl3_brandingtheme',
        'stl3_trackingcategory',
        'serviceendpoint',
        'sdkmessageprocessingstep',
      ].map((table) => control.rows(table).length);
    expect(settings()).toMatchObject([{ stl3_mappingsconfirmed: true, stl3_useinvoicename: false }]);
    expect(counts()).toEqual([1, 14, 5, 2, 6, 1, 1]);
    const before = counts();
    const table = tableNamed('stl3_stellariseconnectorsettings');
    const writer = { environment: control.environment, userId: people.administrator.userId, commits: [] };
    updateRow(writer, table, control.rows(table.logicalName)[0]!.id, { stl3_useinvoicename: true, stl3_mappingsconfirmed: false });
    await world.restartRelay(async () => {
      const again = await connectCompany(world.config, people.administrator.upn, () => undefined);
      expect([again.connectorId, again.environmentId]).toEqual([world.connected.connectorId, world.connected.environmentId]);
    });
    expect(counts()).toEqual(before);
    expect(settings()).toMatchObject([{ stl3_useinvoicename: true, stl3_mappingsconfirmed: false }]);
  });

  test('an organisation that was disconnected in Xero is said so on the row, and nothing is lost', async () => {
    await start();
    world.xero.control.disconnect(organisation().tenantId);
    const id = await ask(plain().id);
    const taken = { stl3_state: requestState.values.taken.value };
    expect(await until(() => valuesOf('stl3_xerorequest', id)['stl3_state'] === taken.stl3_state, 30_000)).toBe(true);
    // It stays so.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(valuesOf('stl3_xerorequest', id)).toMatchObject(taken);
    expect(organisation().invoices).toEqual([]);
  });

  test('an answer that was written over is written again', async () => {
    await start({ relay: { timeScale: 200 } });
    const id = await ask(plain().id);
    await answered(id);
    const { environment } = world.dataverse.control;
    const writer = { environment, userId: people.administrator.userId, commits: [] };
    updateRow(writer, tableNamed('stl3_xerorequest'), id, { stl3_state: requestState.values.taken.value });
    expect(await answered(id)).toMatchObject({ stl3_state: requestState.values.done.value });
    theOnlyInvoice();
  });
});
