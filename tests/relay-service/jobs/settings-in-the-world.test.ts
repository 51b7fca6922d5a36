import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { billTo, dateSource, rateSource, referenceSource, requestState, trackingSource } from '@stl3/solution';
import { people } from '../../sandbox/company/people.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done, judged, refused } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20 });
});
afterEach(() => world.close());
const { asked, plain, organisation, valuesOf, change, settings } = asking(() => world);

const sent = () => organisation().invoices[0]!;
const contactOf = (id: string) => organisation().contacts.find(({ ContactID }) => ContactID === id)!;

test('the date and the Reference come from the columns that the settings name', async () => {
  change('invoice', { lastbackofficesubmit: '2026-11-10T13:00:00Z', emailaddress: 'orders@example.com' }, plain().id);
  settings({
    stl3_datesource: dateSource.values.column.value,
    stl3_datecolumn: ' LastBackOfficeSubmit ',
    stl3_referencesource: referenceSource.values.column.value,
    stl3_referencecolumn: 'emailaddress',
  });
  expect(await asked(plain().id)).toMatchObject(done);
  // Midnight of the eleventh in Sydney.
  expect(sent()).toMatchObject({ Date: '2026-11-11', Reference: 'orders@example.com' });
});

test.each([
  ['a choice', 'paymenttermscode', 'Net 45'],
  ['a yes or no', 'stl3_sendemail', 'No'],
])('%s as the Reference says its words', async (_, column, words) => {
  change('invoice', { paymenttermscode: 3, stl3_sendemail: false }, plain().id);
  settings({ stl3_referencesource: referenceSource.values.column.value, stl3_referencecolumn: column });
  expect(await asked(plain().id)).toMatchObject(done);
  expect(sent()).toMatchObject({ Reference: words });
});

test.each([
  [{ stl3_datesource: dateSource.values.column.value, stl3_datecolumn: 'new_nowhere' }, 'new_nowhere'],
  [{ stl3_datesource: dateSource.values.column.value, stl3_datecolumn: 'name) or 1' }, 'name) or 1'],
  [{ stl3_referencesource: referenceSource.values.column.value, stl3_referencecolumn: null }, '(empty)'],
  [{ stl3_billto: billTo.values.namedLookup.value, stl3_billtocolumn: 'new_payerid' }, 'new_payerid'],
])('a column that no invoice has is named: %p', async (columns, name) => {
  settings(columns);
  const answer = await asked(plain().id);
  expect(answer).toMatchObject({ stl3_state: requestState.values.refused.value, stl3_cause: 'SETTINGS_COLUMN_UNKNOWN' });
  expect(answer['stl3_result']).toContain(name);
  expect(organisation().invoices).toEqual([]);
});

test('a time zone that does not exist is named, in Check and on sending, and is mended by another one', async () => {
  settings({ stl3_timezone: 'Sydney' });
  expect(await asked(plain().id, 'clerk', 'check')).toMatchObject(judged('blocked', 'TIME_ZONE_UNKNOWN'));
  const answer = await asked(plain().id);
  expect(answer).toMatchObject(refused('TIME_ZONE_UNKNOWN'));
  expect(answer['stl3_result']).toContain('the time zone Sydney, which');
  settings({ stl3_timezone: 'Australia/Sydney' });
  expect(await asked(plain().id)).toMatchObject(done);
});

test.each(['parent', 'contactsCompany'] as const)("bill to %s: the contact in Xero is the company's", async (who) => {
  const invoice = world.company.invoices.find(
    ({ id, kind }) => kind === 'plain' && (valuesOf('invoice', id)['customerid'] as { table: string }).table === 'contact',
  )!;
  const { id: personId } = valuesOf('invoice', invoice.id)['customerid'] as { id: string };
  const company = world.dataverse.control.rows('account')[0]!;
  change('contact', { 'parentcustomerid_account@odata.bind': `/accounts(${company.id})` }, personId);
  settings({ stl3_billto: billTo.values[who].value });
  expect(await asked(invoice.id)).toMatchObject(done);
  expect(contactOf(sent().ContactID)).toMatchObject({ Name: company.values['name'] });
});

test('bill to a named lookup, and to the customer where it is empty', async () => {
  settings({ stl3_billto: billTo.values.namedLookup.value, stl3_billtocolumn: 'customerid' });
  expect(await asked(plain().id)).toMatchObject(done);
  const { id } = valuesOf('invoice', plain().id)['customerid'] as { id: string };
  expect(contactOf(sent().ContactID)).toMatchObject({ ContactNumber: id });
});

test.each([
  // No account and no contact either.
  ['another table', 'ownerid', null],
  ['a deleted account', 'customerid', { table: 'account', id: '6f6f1d0e-3b8e-4a52-8f2f-0c5d5b1f00ff' }],
])('bill to a named lookup that points at %s: refused, and nobody else is billed', async (_, column, target) => {
  if (target !== null) valuesOf('invoice', plain().id)[column] = target;
  settings({ stl3_billto: billTo.values.namedLookup.value, stl3_billtocolumn: column });
  const answer = await asked(plain().id);
  expect(answer).toMatchObject(refused('PAYER_NOT_READABLE'));
  expect(answer['stl3_result']).toContain(`Whoever ${column} of the invoice names`);
  expect(organisation().invoices).toEqual([]);
});

test("tracking named as the invoice's owner", async () => {
  const { owner } = plain();
  const { id } = world.dataverse.control.rows('stl3_trackingcategory')[0]!;
  const name = valuesOf('systemuser', people[owner].userId)['fullname'];
  change('stl3_trackingcategory', { stl3_optionname: name }, id);
  settings({ stl3_trackingsource: trackingSource.values.owner.value });
  expect(await asked(plain().id)).toMatchObject(done);
  expect(sent().Lines[0]?.Tracking).toMatchObject([{ Option: name }]);
});

test("Dynamics' own rate is sent where both sides have the same base currency", async () => {
  const dollars = world.company.invoices.find(({ kind }) => kind === 'dollars')!;
  valuesOf('invoice', dollars.id)['exchangerate'] = 0.66;
  settings({ stl3_ratesource: rateSource.values.dynamics.value });
  expect(await asked(dollars.id)).toMatchObject(done);
  expect(sent()).toMatchObject({ CurrencyCode: 'USD', CurrencyRate: 0.66 });
});

test("Xero's own rate stays where Dynamics counts in another currency", async () => {
  const dollars = world.company.invoices.find(({ kind }) => kind === 'dollars')!;
  const usd = (valuesOf('invoice', dollars.id)['transactioncurrencyid'] as { id: string }).id;
  const { id } = world.dataverse.control.rows('organization')[0]!;
  change('organization', { 'basecurrencyid@odata.bind': `/transactioncurrencies(${usd})` }, id);
  settings({ stl3_ratesource: rateSource.values.dynamics.value });
  expect(await asked(dollars.id)).toMatchObject(done);
  const put = world.xero.control.requests().find(({ method, path }) => method === 'PUT' && path.endsWith('/Invoices'));
  expect(JSON.stringify(put?.body)).not.toContain('CurrencyRate');
});
