import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { exportState, historyResult, requestState, sendStatus, startedBy } from '@stl3/solution';
import { people } from '../../sandbox/company/people.ts';
import { rowsOf } from '../../sandbox/dataverse/state.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking } from './asking.ts';
import { aWhile, historyOf } from './history-of.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20, relay: { timeScale: 120 }, xero: { timeScale: 120 } });
});
afterEach(() => world.close());
const { asked, plain, organisation, change, settings } = asking(() => world);

const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };
const automatic = (): void => settings({ stl3_automaticcreditnote: true });
/** As the form's Cancel Invoice does. */
const cancel = (index = 0): void => change('invoice', { statecode: 3, statuscode: 100003 }, plain(index).id, 'clerk');
const details = () => world.dataverse.control.rows('stl3_xerodetails')[0]!.values;
const { told, until } = historyOf(() => world);
const held = () => organisation().invoices;
const credits = () => organisation().creditNotes;

test('off: nothing changes in Xero, and somebody is told what to press', async () => {
  await asked(plain().id);
  cancel();
  await until(() => told('still stands in Xero (draft)').length > 0);
  await aWhile();
  expect(held()).toMatchObject([{ Status: 'DRAFT' }]);
  expect(told('still stands')).toMatchObject([{ stl3_cause: 'CANCELED_STILL_IN_XERO', stl3_startedby: startedBy.values.relay.value }]);
  expect(details()).toMatchObject({
    stl3_exportstate: exportState.values.sent.value,
    stl3_message: expect.stringContaining('Press Void in Xero'),
  });
});

test('a draft is deleted, an authorised one voided; whoever canceled is named, and it happens once', async () => {
  automatic();
  world.xero.control.addFault({ name: 'answer-lost', method: 'POST', path: '^Invoices' });
  await asked(plain().id);
  await asked(plain(1).id, 'financeManager', 'send', authorised);
  cancel();
  cancel(1);
  await until(() => told('followed in Xero').length === 2);
  expect(held().map(({ Status }) => Status)).toEqual(['DELETED', 'VOIDED']);
  for (const row of told('followed in Xero'))
    expect(row).toMatchObject({ stl3_result: historyResult.values.succeeded.value, stl3_requesterid: { id: people.clerk.userId } });
  await aWhile();
  expect(world.xero.control.journal().filter(({ kind, documentType }) => kind === 'update' && documentType === 'invoice')).toHaveLength(2);
});

test('behind hundreds that were canceled in the same second nothing was ever followed', async () => {
  await asked(plain().id);
  cancel(1);
  const invoices = rowsOf(world.dataverse.control.environment, 'invoice');
  const canceled = invoices.get(plain(1).id)!;
  for (let more = 0; more < 500; more++) {
    const id = randomUUID();
    invoices.set(id, { ...canceled, id, values: { ...canceled.values, invoiceid: id } });
  }
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  cancel();
  await until(() => told('still stands in Xero (draft)').length > 0);
});

test.each(['answer-lost', 'reset', 'server-error'] as const)(
  '%s: part-paid is credited once over what is due, on an open day',
  async (name) => {
    automatic();
    await asked(plain().id, 'financeManager', 'send', authorised);
    const invoice = held()[0]!;
    Object.assign(invoice, { AmountPaid: 10 });
    world.xero.control.addFault({ name, method: 'PUT', path: '^CreditNotes$' });
    world.xero.control.addFault({ name, method: 'PUT', path: '/Allocations$' });
    cancel();
    await until(() => told('credited with').length > 0);
    expect(world.xero.control.faultHits()[name]).toBe(2);
    const due = Number((invoice.Total - 10).toFixed(2));
    expect(credits()).toMatchObject([
      { Type: 'ACCRECCREDIT', Total: due, Status: 'PAID', Date: expect.any(String), ContactID: invoice.ContactID },
    ]);
    expect(credits()[0]?.Allocations).toMatchObject([{ InvoiceID: invoice.InvoiceID, Amount: due }]);
    expect(invoice).toMatchObject({ Status: 'PAID', AmountCredited: due });
    expect(details()).toMatchObject({ stl3_credited: due, stl3_due: 0, stl3_number: plain().number });
    await aWhile();
    expect(credits()).toHaveLength(1);
  },
);

test('a closed period is credited in the open one; what is paid, and what was reactivated meanwhile, stays', async () => {
  automatic();
  await asked(plain().id, 'financeManager', 'send', authorised);
  await asked(plain(1).id, 'financeManager', 'send', authorised);
  await asked(plain(2).id);
  const [locked, paid] = [held()[0]!, held()[1]!];
  const connector = world.dataverse.control.rows('stl3_dynamicsxeroconnector')[0]!;
  change('stl3_dynamicsxeroconnector', { stl3_periodlockdate: locked.Date }, connector.id);
  organisation().PeriodLockDate = locked.Date;
  Object.assign(paid, { AmountPaid: paid.Total, Status: 'PAID' });
  cancel();
  cancel(1);
  cancel(2);
  change('invoice', { statecode: 0, statuscode: 1 }, plain(2).id, 'clerk');
  await until(() => told('credited with').length > 0);
  await aWhile();
  expect(credits()).toHaveLength(1);
  expect(credits()[0]!.Date > locked.Date).toBe(true);
  expect(paid).toMatchObject({ Status: 'PAID', AmountCredited: 0 });
  expect(held()[2]).toMatchObject({ Status: 'DRAFT' });
});

test('a cancellation while nobody knows whether Xero has it waits for that', async () => {
  automatic();
  world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$' });
  const answer = asked(plain().id, 'clerk', 'send');
  await until(() => held().length === 1);
  cancel();
  expect(await answer).toMatchObject({ stl3_state: requestState.values.done.value });
  await until(() => held()[0]!.Status === 'DELETED');
});
