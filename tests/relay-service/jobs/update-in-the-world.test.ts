import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { requestState, sendStatus } from '@stl3/solution';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done, refused } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20, relay: { timeScale: 120 }, xero: { timeScale: 120 } });
});
afterEach(() => world.close());
const { asked, plain, organisation, valuesOf, change } = asking(() => world);

const update = () => asked(plain().id, 'financeManager', 'update');
const held = () => organisation().invoices;
const writes = () => world.xero.control.journal().filter(({ kind, documentType }) => kind === 'update' && documentType === 'invoice');
const describeAnew = (text: string): void => change('invoice', { description: text }, plain().id);
const firstLine = () =>
  world.dataverse.control.rows('invoicedetail').find(({ values }) => (values['invoiceid'] as { id: string }).id === plain().id)!;

describe('update', () => {
  test('what changed in Dynamics is changed in Xero, lines keep their ids, and a second time nothing is written', async () => {
    await asked(plain().id);
    const before = held()[0]!.Lines.map(({ LineItemID }) => LineItemID);
    describeAnew('PO 777');
    change('invoicedetail', { description: 'Described anew' }, firstLine().id);
    expect(await update()).toMatchObject({ ...done, stl3_result: `Updated in Xero: ${plain().number}` });
    expect(held()).toMatchObject([{ Reference: 'PO 777', Status: 'DRAFT', InvoiceNumber: plain().number }]);
    expect(held()[0]!.Lines.map(({ LineItemID }) => LineItemID)).toEqual(before);
    expect(
      held()[0]!
        .Lines.map(({ Description = '' }) => Description)
        .join(),
    ).toContain('Described anew');
    expect(await update()).toMatchObject({ ...done, stl3_result: `Xero is up to date: ${plain().number}` });
    expect(writes()).toHaveLength(1);
  });

  test('an approved document stays approved', async () => {
    await asked(plain().id, 'financeManager', 'send', { stl3_sendstatus: sendStatus.values.authorised.value });
    describeAnew('PO 778');
    expect(await update()).toMatchObject(done);
    expect(held()).toMatchObject([{ Reference: 'PO 778', Status: 'AUTHORISED' }]);
  });

  test('what a bookkeeper coded is named first, and overwritten when asked once more', async () => {
    await asked(plain().id);
    Object.assign(held()[0]!.Lines[0]!, { AccountCode: '260' });
    const first = await update();
    expect(first).toMatchObject(refused('UPDATE_OVERWRITES_CODING'));
    expect(first['stl3_result']).toContain('account 260 of line 1');
    expect(writes()).toEqual([]);
    // Somebody else is asked on their own.
    expect(await asked(plain().id, 'administrator', 'update')).toMatchObject({ stl3_state: requestState.values.refused.value });
    expect(await update()).toMatchObject(done);
    expect(held()[0]!.Lines[0]!.AccountCode).not.toBe('260');
  });

  test('a paid invoice takes words, not amounts or dates', async () => {
    await asked(plain().id, 'financeManager', 'send', { stl3_sendstatus: sendStatus.values.authorised.value });
    Object.assign(held()[0]!, { AmountPaid: 5 });
    describeAnew('PO 779');
    expect(await update()).toMatchObject(done);
    expect(held()).toMatchObject([{ Reference: 'PO 779' }]);
    const dated = await asked(plain().id, 'financeManager', 'update', { stl3_date: '2026-11-02' });
    expect(dated).toMatchObject(refused('UPDATE_OF_PAID_AMOUNTS'));
    expect(dated['stl3_result']).toContain('amounts stay as they are: date');
    expect(writes()).toHaveLength(1);
  });

  test('a clerk, and what was never sent, are refused by name', async () => {
    expect(await update()).toMatchObject(refused('NOT_IN_XERO'));
    expect(await asked(plain().id, 'clerk', 'update')).toMatchObject(refused('CHANGE_NEEDS_APPROVER'));
  });

  test.each(['answer-lost', 'reset', 'server-error', 'cut', 'rate-limited'] as const)('%s: it is written once', async (name) => {
    await asked(plain().id);
    describeAnew('PO 780');
    world.xero.control.addFault({ name, method: 'POST', path: '^Invoices' });
    expect(await update()).toMatchObject(done);
    expect(world.xero.control.faultHits()[name]).toBe(1);
    expect(held()).toMatchObject([{ Reference: 'PO 780' }]);
    expect(writes()).toHaveLength(1);
    expect(valuesOf('invoice', plain().id)['description']).toBe('PO 780');
  });
});
