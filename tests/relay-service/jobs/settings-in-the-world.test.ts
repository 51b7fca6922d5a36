import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { billTo, dateSource, rateSource, referenceSource, requestState, trackingSource } from '@stl3/solution';
import { people } from '../../sandbox/company/people.ts';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { updateRow } from '../../sandbox/dataverse/write-row.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking } from './asking.ts';

jest.setTimeout(60_000);

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20 });
});
afterEach(() => world.close());
const { asked, plain, organisation, valuesOf } = asking(() => world);

const done = { stl3_state: requestState.values.done.value, stl3_cause: null };
const change = (table: string, id: string, columns: Record<string, unknown>): void => {
  const writer = { environment: world.dataverse.control.environment, userId: people.administrator.userId, commits: [] };
  updateRow(writer, tableNamed(table), id, columns);
};
const choose = (columns: Record<string, unknown>): void =>
  change('stl3_stellariseconnectorsettings', world.dataverse.control.rows('stl3_stellariseconnectorsettings')[0]!.id, columns);
const sent = () => organisation().invoices[0]!;
const contactOf = (id: string) => organisation().contacts.find(({ ContactID }) => ContactID === id)!;

test('the date and the Reference come from the columns that the settings name', async () => {
  change('invoice', plain().id, { lastbackofficesubmit: '2026-11-10T13:00:00Z', emailaddress: 'orders@example.com' });
  choose({
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
  [{ stl3_datesource: dateSource.values.column.value, stl3_datecolumn: 'new_nowhere' }, 'new_nowhere'],
  [{ stl3_datesource: dateSource.values.column.value, stl3_datecolumn: 'name) or 1' }, 'name) or 1'],
  [{ stl3_referencesource: referenceSource.values.column.value, stl3_referencecolumn: null }, '(empty)'],
  [{ stl3_billto: billTo.values.namedLookup.value, stl3_billtocolumn: 'new_payerid' }, 'new_payerid'],
])('a column that no invoice has is named: %p', async (columns, name) => {
  choose(columns);
  const answer = await asked(plain().id);
  expect(answer).toMatchObject({ stl3_state: requestState.values.refused.value, stl3_cause: 'SETTINGS_COLUMN_UNKNOWN' });
  expect(answer['stl3_result']).toContain(name);
  expect(organisation().invoices).toEqual([]);
});

test.each(['parent', 'contactsCompany'] as const)("bill to %s: the contact in Xero is the company's", async (who) => {
  const invoice = world.company.invoices.find(
    ({ id, kind }) => kind === 'plain' && (valuesOf('invoice', id)['customerid'] as { table: string }).table === 'contact',
  )!;
  const { id: personId } = valuesOf('invoice', invoice.id)['customerid'] as { id: string };
  const company = world.dataverse.control.rows('account')[0]!;
  change('contact', personId, { 'parentcustomerid_account@odata.bind': `/accounts(${company.id})` });
  choose({ stl3_billto: billTo.values[who].value });
  expect(await asked(invoice.id)).toMatchObject(done);
  expect(contactOf(sent().ContactID)).toMatchObject({ Name: company.values['name'] });
});

test('bill to a named lookup, and to the customer where it is empty', async () => {
  choose({ stl3_billto: billTo.values.namedLookup.value, stl3_billtocolumn: 'customerid' });
  expect(await asked(plain().id)).toMatchObject(done);
  const { id } = valuesOf('invoice', plain().id)['customerid'] as { id: string };
  expect(contactOf(sent().ContactID)).toMatchObject({ ContactNumber: id });
});

test("tracking named as the invoice's owner", async () => {
  const { owner } = plain();
  const { id } = world.dataverse.control.rows('stl3_trackingcategory')[0]!;
  const name = valuesOf('systemuser', people[owner].userId)['fullname'];
  change('stl3_trackingcategory', id, { stl3_optionname: name });
  choose({ stl3_trackingsource: trackingSource.values.owner.value });
  expect(await asked(plain().id)).toMatchObject(done);
  expect(sent().Lines[0]?.Tracking).toMatchObject([{ Option: name }]);
});

test("Dynamics' own rate is sent where both sides have the same base currency", async () => {
  const dollars = world.company.invoices.find(({ kind }) => kind === 'dollars')!;
  valuesOf('invoice', dollars.id)['exchangerate'] = 0.66;
  choose({ stl3_ratesource: rateSource.values.dynamics.value });
  expect(await asked(dollars.id)).toMatchObject(done);
  expect(sent()).toMatchObject({ CurrencyCode: 'USD', CurrencyRate: 0.66 });
});

test("Xero's own rate stays where Dynamics counts in another currency", async () => {
  const dollars = world.company.invoices.find(({ kind }) => kind === 'dollars')!;
  const usd = (valuesOf('invoice', dollars.id)['transactioncurrencyid'] as { id: string }).id;
  const { id } = world.dataverse.control.rows('organization')[0]!;
  change('organization', id, { 'basecurrencyid@odata.bind': `/transactioncurrencies(${usd})` });
  choose({ stl3_ratesource: rateSource.values.dynamics.value });
  expect(await asked(dollars.id)).toMatchObject(done);
  const put = world.xero.control.requests().find(({ method, path }) => method === 'PUT' && path.endsWith('/Invoices'));
  expect(JSON.stringify(put?.body)).not.toContain('CurrencyRate');
});
