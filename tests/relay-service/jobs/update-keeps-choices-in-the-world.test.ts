/** An update says nothing of what the Send request chose, so that it stays as it was chosen. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { dateSource, invoiceType, lineAmountTypes, sendStatus } from '@stl3/solution';
import { people } from '../../sandbox/company/people.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done, refused } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20, relay: { timeScale: 120 }, xero: { timeScale: 120 } });
});
afterEach(() => world.close());
const { asked, plain, organisation, valuesOf, change, settings } = asking(() => world);

const send = (choices: Record<string, unknown> = {}) => asked(plain().id, 'financeManager', 'send', choices);
/** Updates after the invoice got a reference. */
const update = (reference = 'PO 1') => {
  change('invoice', { description: reference }, plain().id);
  return asked(plain().id, 'financeManager', 'update');
};
const held = () => organisation().invoices[0]!;
const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };
const sentEarlier = '2026-01-15';

test('a paid invoice that was dated on the day of sending gets its new reference, and keeps its day', async () => {
  settings({ stl3_datesource: dateSource.values.today.value });
  expect(await send(authorised)).toMatchObject(done);
  // As if it had been sent then.
  Object.assign(held(), { Date: sentEarlier, AmountPaid: 5 });
  expect(await update()).toMatchObject(done);
  expect(held()).toMatchObject({ Date: sentEarlier, Reference: 'PO 1' });
});

test('so does one whose date was empty and which the settings date today', async () => {
  settings({ stl3_todayifempty: true });
  change('invoice', { datedelivered: null }, plain().id);
  expect(await send()).toMatchObject(done);
  Object.assign(held(), { Date: sentEarlier });
  expect(await update()).toMatchObject(done);
  expect(held()).toMatchObject({ Date: sentEarlier, Reference: 'PO 1' });
});

test('a number and a date that the request chose stay', async () => {
  expect(await send({ stl3_number: 'A-77', stl3_date: sentEarlier })).toMatchObject(done);
  expect(await update()).toMatchObject(done);
  expect(held()).toMatchObject({ InvoiceNumber: 'A-77', Date: sentEarlier, Reference: 'PO 1' });
});

test('so do the line amount types and with them the total', async () => {
  settings({ stl3_lineamounttypes: lineAmountTypes.values.noTax.value });
  expect(await send({ stl3_lineamounttypes: lineAmountTypes.values.exclusive.value })).toMatchObject(done);
  const { Total } = held();
  expect(await update()).toMatchObject(done);
  expect(held()).toMatchObject({ LineAmountTypes: 'Exclusive', Total, Reference: 'PO 1' });
});

test('what was sent as a credit note by request is updated as one', async () => {
  expect(await send({ stl3_invoicetype: invoiceType.values.salesCreditNote.value })).toMatchObject(done);
  expect(await update()).toMatchObject(done);
  expect(organisation().creditNotes).toMatchObject([{ Type: 'ACCRECCREDIT', Reference: 'PO 1' }]);
});

test('a draft in a closed period, of the requester, is updated as the draft that it is', async () => {
  Object.assign(valuesOf('invoice', plain().id), { ownerid: { table: 'systemuser', id: people.financeManager.userId } });
  expect(await send({ stl3_sendstatus: sendStatus.values.draft.value })).toMatchObject(done);
  settings({ stl3_defaultstatus: sendStatus.values.authorised.value, stl3_authoriseown: false });
  change('stl3_dynamicsxeroconnector', { stl3_periodlockdate: held().Date });
  expect(await update()).toMatchObject(done);
  expect(held()).toMatchObject({ Status: 'DRAFT', Reference: 'PO 1' });
});

test('where the request that sent it is gone, the document itself says what was chosen', async () => {
  settings({ stl3_lineamounttypes: lineAmountTypes.values.noTax.value });
  expect(await send({ stl3_number: 'A-78', stl3_lineamounttypes: lineAmountTypes.values.exclusive.value })).toMatchObject(done);
  const { environment } = world.dataverse.control;
  for (const { id } of world.dataverse.control.rows('stl3_xerorequest')) environment.tables.get('stl3_xerorequest')?.delete(id);
  expect(await update()).toMatchObject(done);
  expect(held()).toMatchObject({ InvoiceNumber: 'A-78', LineAmountTypes: 'Exclusive', Reference: 'PO 1' });
});

test('an approved invoice is told what stands against it, not how it could be sent', async () => {
  settings({ stl3_defaultstatus: sendStatus.values.authorised.value });
  expect(await send(authorised)).toMatchObject(done);
  change('stl3_dynamicsxeroconnector', { stl3_periodlockdate: held().Date });
  expect(await update()).toMatchObject(refused('CHANGE_IN_LOCKED_PERIOD'));
});
