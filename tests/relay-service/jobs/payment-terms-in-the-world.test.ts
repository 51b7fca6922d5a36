import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sendStatus } from '@stl3/solution';
import { addDays, endOfMonth } from '../../../relay-service/src/core/dates.ts';
import type { Contact, PaymentTerms } from '../../sandbox/xero/organisation.ts';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done, judged, refused } from './asking.ts';

let world: World;
/** How far the relay's own clock is ahead. */
let ahead = 0;
beforeEach(async () => {
  ahead = 0;
  world = await startWorld({ webhookDelayMs: () => 5, relay: { clock: () => Date.now() + ahead, timeScale: 120 } });
});
afterEach(() => world.close());
const { asked, plain, organisation, valuesOf, change } = asking(() => world);

const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };
const customerOf = (index: number) => valuesOf('invoice', plain(index).id)['customerid'] as { table: string; id: string };
/** An invoice that says nothing of when it is due, nor does its customer. */
const undated = (index: number): string => {
  const { table, id } = customerOf(index);
  change(table, { paymenttermscode: null }, id);
  change('invoice', { duedate: null, paymenttermscode: null }, plain(index).id);
  return plain(index).id;
};
/** The customer as Xero knows it, with these terms. */
const inXero = (index: number, PaymentTerms?: PaymentTerms): Contact => {
  const { table, id } = customerOf(index);
  const name = valuesOf(table, id)[table === 'account' ? 'name' : 'fullname'] as string;
  const contact: Contact = {
    ContactID: '5d5a0f9e-0000-4000-8000-000000000001',
    ContactStatus: 'ACTIVE',
    Name: name,
    UpdatedDateUTC: 0,
    ...(PaymentTerms ? { PaymentTerms } : {}),
  };
  organisation().contacts.push(contact);
  return contact;
};
const shown = (invoiceId: string): { readonly document: { readonly Date: string; readonly DueDate?: string } } =>
  JSON.parse(
    world.dataverse.control.rows('stl3_xerodetails').find(({ values }) => (values['stl3_invoiceid'] as { id: string }).id === invoiceId)
      ?.values['stl3_preflight'] as string,
  ) as never;
const posted = () => organisation().invoices.at(-1)!;
const contactReads = () =>
  world.xero.control.requests().filter(({ method, path }) => method === 'GET' && path.endsWith('/Contacts')).length;

/** What Check shows, and then what Send posts. */
const checkedAndSent = async (invoiceId: string): Promise<readonly [date: string, shown: string | undefined, sent: string | undefined]> => {
  expect(await asked(invoiceId, 'financeManager', 'check', authorised)).toMatchObject(judged('ready', null));
  const { Date: date, DueDate } = shown(invoiceId).document;
  expect(await asked(invoiceId, 'financeManager', 'send', authorised)).toMatchObject(done);
  return [date, DueDate, posted().DueDate];
};

describe('an invoice that Dynamics has neither a due date nor terms for', () => {
  test("is due by the terms of its contact in Xero, else by the organisation's once they were read, else not authorised", async () => {
    const invoiceId = undated(0);
    const contact = inXero(0);
    expect(await asked(invoiceId, 'financeManager', 'check', authorised)).toMatchObject(judged('blocked', 'DUE_DATE_MISSING'));
    expect(await asked(invoiceId, 'financeManager', 'send', authorised)).toMatchObject(refused('DUE_DATE_MISSING'));

    organisation().PaymentTerms = { Sales: { Day: 31, Type: 'OFFOLLOWINGMONTH' }, Bills: { Day: 1, Type: 'DAYSAFTERBILLDATE' } };
    ahead += 61_000;
    const connector = { 'stl3_ConnectorId@odata.bind': `/stl3_dynamicsxeroconnectors(${world.connected.connectorId})` };
    expect(await asked('', 'administrator', 'refresh', { ...connector, 'stl3_InvoiceId@odata.bind': undefined })).toMatchObject({
      stl3_state: done.stl3_state,
    });
    const [date, seen, sent] = await checkedAndSent(invoiceId);
    expect([seen, sent]).toEqual([endOfMonth(date, 1), endOfMonth(date, 1)]);

    contact.PaymentTerms = { Sales: { Day: 7, Type: 'DAYSAFTERBILLMONTH' } };
    const other = undated(1);
    const { table, id } = customerOf(0);
    change('invoice', { [`customerid_${table}@odata.bind`]: `/${table}s(${id})` }, other);
    const [day, inCheck, inXeroThen] = await checkedAndSent(other);
    expect([inCheck, inXeroThen]).toEqual([addDays(endOfMonth(day), 7), addDays(endOfMonth(day), 7)]);
    // An update reads them again, and does not take the date away.
    change('invoice', { description: 'PO 777' }, other);
    expect(await asked(other, 'financeManager', 'update')).toMatchObject(done);
    expect(posted()).toMatchObject({ Reference: 'PO 777', DueDate: inXeroThen });
  });

  test('waits while the contact cannot be read, and is never sent without its terms', async () => {
    const contact = inXero(0);
    const { table, id } = customerOf(0);
    const other = undated(1);
    change('invoice', { [`customerid_${table}@odata.bind`]: `/${table}s(${id})` }, other);
    // With a due date nobody asks for the contact that is linked already.
    change(table, { paymenttermscode: null }, id);
    expect(await asked(plain(0).id)).toMatchObject(done);
    const before = contactReads();
    change('invoice', { duedate: '2031-01-31' }, other);
    change('invoice', { duedate: null }, other);
    // What is remembered, no terms at all, would refuse it: they are read anew.
    contact.PaymentTerms = { Sales: { Day: 3, Type: 'DAYSAFTERBILLDATE' } };
    world.xero.control.addFault({ name: 'server-error', method: 'GET', path: '^Contacts', times: 2 });
    expect(await asked(other, 'financeManager', 'send', authorised)).toMatchObject(done);
    expect(world.xero.control.faultHits()['server-error']).toBe(2);
    expect(contactReads()).toBe(before + 3);
    expect(posted()).toMatchObject({ ContactID: contact.ContactID, DueDate: addDays(posted().Date, 3) });
  });

  test('costs no further call for a customer that comes again, and what was refused is read anew', async () => {
    const contact = inXero(0, { Sales: { Day: 3, Type: 'DAYSAFTERBILLDATE' } });
    const invoices = [undated(0), undated(1), undated(2)] as const;
    const { table, id } = customerOf(0);
    for (const each of invoices.slice(1)) change('invoice', { [`customerid_${table}@odata.bind`]: `/${table}s(${id})` }, each);
    expect(await asked(invoices[0], 'financeManager', 'send', authorised)).toMatchObject(done);
    const before = contactReads();
    expect(await asked(invoices[1], 'financeManager', 'send', authorised)).toMatchObject(done);
    expect(contactReads()).toBe(before);
    // Nor does one that is made for it, nor one that was read to be found.
    expect(await asked(undated(3))).toMatchObject(done);
    const byId = world.xero.control.requests().filter(({ path, query }) => path.endsWith('/Contacts') && /(?:^|&)IDs=/.test(query));
    expect(byId).toEqual([]);
    // Check looks, and Send goes by what was shown.
    contact.PaymentTerms = { Sales: { Day: 0, Type: 'OFCURRENTMONTH' } };
    expect(await asked(invoices[2], 'financeManager', 'check', authorised)).toMatchObject(judged('blocked', 'XERO_TERMS_UNREADABLE'));
    contact.PaymentTerms = { Sales: { Day: 9, Type: 'DAYSAFTERBILLDATE' } };
    expect(await asked(invoices[2], 'financeManager', 'send', authorised)).toMatchObject(done);
    expect(posted().DueDate).toBe(addDays(posted().Date, 9));
  });

  test('terms that somebody typed over stopped the whole connection', async () => {
    change('stl3_dynamicsxeroconnector', { stl3_paymentterms: '30 days' }, world.connected.connectorId);
    change('invoice', { duedate: '2031-01-31' }, plain(1).id);
    expect(await asked(plain(1).id, 'financeManager', 'send', authorised)).toMatchObject(done);
    expect(await asked(undated(0), 'financeManager', 'send', authorised)).toMatchObject(refused('XERO_TERMS_UNREADABLE'));
  });

  test('is refused by name where its terms are none that a date can be told by, or its contact is gone', async () => {
    const contact = inXero(0, { Sales: { Day: 0, Type: 'OFCURRENTMONTH' } });
    const invoiceId = undated(0);
    expect(await asked(invoiceId, 'financeManager', 'send', authorised)).toMatchObject(refused('XERO_TERMS_UNREADABLE'));
    organisation().contacts.splice(organisation().contacts.indexOf(contact), 1);
    expect(await asked(invoiceId, 'financeManager', 'send', authorised)).toMatchObject(refused('CONTACT_GONE'));
    expect(organisation().invoices).toEqual([]);
  });
});
