import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connectionState, sendStatus, subscriptionState } from '@stl3/solution';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done, judged, refused } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20 });
});
afterEach(() => world.close());
const { asked, plain, organisation, valuesOf, change, settings } = asking(() => world);

type Values = Record<string, unknown>;
const details = (): Values | undefined => world.dataverse.control.rows('stl3_xerodetails').map(({ values }) => values)[0];
interface Preview {
  readonly document: Values & { readonly Url: string; readonly Contact: { readonly ContactID: string } };
  readonly contactToMake?: Values;
  readonly fingerprint: string | null;
}
const shown = (): Preview => JSON.parse(details()?.['stl3_preflight'] as string) as Preview;
const check = () => asked(plain().id, 'clerk', 'check');
describe('the preview', () => {
  test('is the document that is posted, but for what is not yet made', async () => {
    expect(await check()).toMatchObject(judged('ready', null));
    const { document, contactToMake, fingerprint } = shown();
    expect(document.Contact.ContactID).toMatch(/^0{8}-/);
    expect(contactToMake).toMatchObject({ Name: expect.any(String), ContactNumber: expect.any(String) });
    expect(world.xero.control.journal()).toEqual([]);
    expect(await asked(plain().id, 'clerk', 'send', { stl3_previewfingerprint: fingerprint })).toMatchObject(done);
    const sent = world.xero.control.requests().find(({ method, path }) => method === 'PUT' && path.endsWith('/Invoices'));
    const [posted] = (sent?.body as { Invoices: Preview['document'][] }).Invoices;
    const mark = { Contact: 'to come', Url: 'to come' };
    expect({ ...posted, ...mark }).toEqual({ ...document, ...mark });
  });

  const moves: readonly (readonly [string, () => void])[] = [
    ['the rows', () => change('invoice', { description: 'PO 9999' }, plain().id)],
    ['the settings', () => settings({ stl3_useinvoicename: true })],
    ['the date asked for', () => undefined],
  ];
  test.each(moves)('changed since you looked: %s', async (what, move) => {
    await check();
    const { fingerprint } = shown();
    move();
    const choices = what === 'the date asked for' ? { stl3_date: '2026-11-02' } : {};
    const answer = await asked(plain().id, 'clerk', 'send', { stl3_previewfingerprint: fingerprint, ...choices });
    expect(answer).toMatchObject(refused('CHANGED_SINCE_LOOKED'));
    expect(organisation().invoices).toEqual([]);
  });
});

describe('the contact, looked at and then sent to', () => {
  /** A contact of the customer's name, which the ladder finds. */
  const inXero = (id: string) => {
    const contact = { ContactID: id, ContactStatus: 'ACTIVE', Name: plain().customer.name, UpdatedDateUTC: 0 } as const;
    organisation().contacts.push(contact);
    return contact.ContactID;
  };
  const [one, other] = ['5d5a0f9e-0000-4000-8000-000000000001', '5d5a0f9e-0000-4000-8000-000000000002'];
  const link = () => world.dataverse.control.rows('stl3_xerocontact')[0]!;
  const sibling = () => world.company.invoices.filter(({ kind, customer }) => kind === 'plain' && customer === plain().customer)[1]!;
  const seen = async (): Promise<Values> => {
    expect(await asked(sibling().id, 'clerk', 'check')).toMatchObject(judged('ready', null));
    const details = world.dataverse.control.rows('stl3_xerodetails').find(({ values }) => values['stl3_invoicekey'] === sibling().id);
    return { stl3_previewfingerprint: (JSON.parse(details!.values['stl3_preflight'] as string) as Preview).fingerprint };
  };

  test('changed since you looked: the customer was linked to another one', async () => {
    inXero(one);
    await asked(plain().id);
    organisation().contacts.push({ ...organisation().contacts[0]!, ContactID: other, Name: 'Somebody else' });
    const choices = await seen();
    change('stl3_xerocontact', { stl3_xeroid: other }, link().id);
    expect(await asked(sibling().id, 'clerk', 'send', choices)).toMatchObject(refused('CHANGED_SINCE_LOOKED'));
    change('stl3_xerocontact', { stl3_xeroid: one }, link().id);
    expect(await asked(sibling().id, 'clerk', 'send', choices)).toMatchObject(done);
    expect(organisation().invoices.map(({ ContactID }) => ContactID)).toEqual([one, one]);
  });

  test('one that was merged in Xero was "changed since you looked" each time it was looked at', async () => {
    inXero(one);
    await asked(plain().id);
    const merged = organisation().contacts.find(({ ContactID }) => ContactID === one)!;
    organisation().contacts.push({ ...merged, ContactID: other, Name: 'The survivor' });
    Object.assign(merged, { ContactStatus: 'ARCHIVED', MergedToContactID: other });
    expect(await asked(sibling().id, 'clerk', 'send', await seen())).toMatchObject(done);
    expect(organisation().invoices.map(({ ContactID }) => ContactID)).toEqual([one, other]);
    expect(link().values).toMatchObject({ stl3_xeroid: other });
  });

  test('one that was to be made and that another invoice has made since is no change; one that somebody else made is', async () => {
    const choices = await seen();
    await asked(plain().id);
    expect(await asked(sibling().id, 'clerk', 'send', choices)).toMatchObject(done);

    const next = world.company.invoices.find(({ kind, customer }) => kind === 'plain' && customer !== plain().customer)!;
    await asked(next.id, 'clerk', 'check');
    const details = world.dataverse.control.rows('stl3_xerodetails').find(({ values }) => values['stl3_invoicekey'] === next.id);
    const { fingerprint } = JSON.parse(details!.values['stl3_preflight'] as string) as Preview;
    organisation().contacts.push({ ...organisation().contacts[0]!, ContactID: other, ContactNumber: '', Name: next.customer.name });
    const answer = await asked(next.id, 'clerk', 'send', { stl3_previewfingerprint: fingerprint });
    expect(answer).toMatchObject(refused('CHANGED_SINCE_LOOKED'));
    expect(organisation().invoices).toHaveLength(2);
  });
});

describe('what it finds in Xero', () => {
  test('a number that is used already, in another case', async () => {
    expect(await asked(plain().id)).toMatchObject(done);
    Object.assign(organisation().invoices[0]!, { InvoiceNumber: plain(1).number.toLowerCase() });
    expect(await asked(plain(1).id, 'clerk', 'check')).toMatchObject(judged('needsChoice', 'NUMBER_TAKEN'));
  });

  test('a linked contact that was archived since', async () => {
    expect(await asked(plain().id)).toMatchObject(done);
    const customer = valuesOf('invoice', plain().id)['customerid'] as { table: string; id: string };
    change('invoice', { [`customerid_${customer.table}@odata.bind`]: `/${customer.table}s(${customer.id})` }, plain(1).id);
    expect(await asked(plain(1).id, 'clerk', 'check')).toMatchObject(judged('ready', null));
    organisation().contacts.forEach((contact) => (contact.ContactStatus = 'ARCHIVED'));
    expect(await asked(plain(1).id, 'clerk', 'check')).toMatchObject(judged('needsChoice', 'CONTACT_ARCHIVED'));
  });

  test('a contact that another customer is linked to already is asked about, not taken', async () => {
    expect(await asked(plain().id)).toMatchObject(done);
    const [contact] = organisation().contacts.filter(({ ContactID }) => ContactID === organisation().invoices[0]?.ContactID);
    const customer = valuesOf('invoice', plain(1).id)['customerid'] as { table: string; id: string };
    const name = valuesOf(customer.table, customer.id)[customer.table === 'account' ? 'name' : 'fullname'];
    Object.assign(contact!, { Name: name, ContactNumber: '' });
    expect(await asked(plain(1).id, 'clerk', 'check')).toMatchObject(judged('needsChoice', 'CONTACT_OF_ANOTHER'));
  });
});

describe('gates of the books', () => {
  const authorised = { stl3_sendstatus: sendStatus.values.authorised.value };
  /** In Check and on sending alike. */
  const stops = async (cause: string, choices: Values = {}): Promise<void> => {
    expect(await asked(plain().id, 'financeManager', 'check', choices)).toMatchObject(judged('blocked', cause));
    expect(await asked(plain().id, 'financeManager', 'send', choices)).toMatchObject(refused(cause));
  };

  test('the day before the lock date and the lock date itself stop what is authorised, the day after does not', async () => {
    for (const column of ['stl3_periodlockdate', 'stl3_endofyearlockdate']) {
      change('stl3_dynamicsxeroconnector', { [column]: '2026-03-31' });
      for (const date of ['2026-03-30', '2026-03-31']) await stops('LOCKED_PERIOD', { ...authorised, stl3_date: date });
      const after = await asked(plain().id, 'financeManager', 'check', { ...authorised, stl3_date: '2026-04-01' });
      expect(after).toMatchObject(judged('ready', null));
      const draft = await asked(plain().id, 'financeManager', 'check', { stl3_date: '2026-03-31' });
      expect(draft['stl3_result']).toContain('closed in Xero');
      change('stl3_dynamicsxeroconnector', { [column]: null });
    }
    expect(world.xero.control.journal()).toEqual([]);
  });

  test('a currency that is not subscribed, an archived account, a tax type against the account, a day to come', async () => {
    const currencies = world.dataverse.control.rows('stl3_dynamicsxeroconnector')[0]!.values['stl3_currencies'];
    const line = world.dataverse.control
      .rows('invoicedetail')
      .find(({ values }) => (values['invoiceid'] as { id: string }).id === plain().id)!.id;
    const row = (table: string, column: string, value: string): string =>
      world.dataverse.control.rows(table).find(({ values }) => values[column] === value)!.id;
    change('stl3_dynamicsxeroconnector', { stl3_currencies: 'GBP', stl3_basecurrency: 'NZD' });
    await stops('CURRENCY_NOT_SUBSCRIBED');
    change('stl3_dynamicsxeroconnector', { stl3_currencies: currencies, stl3_basecurrency: 'AUD' });

    const account = row('stl3_chartofaccounts', 'stl3_code', '260');
    change('invoicedetail', { 'stl3_AccountId@odata.bind': `/stl3_chartofaccountses(${account})` }, line);
    change('stl3_chartofaccounts', { statecode: 1, statuscode: 2 }, account);
    await stops('ACCOUNT_INACTIVE');
    change('stl3_chartofaccounts', { statecode: 0, statuscode: 1 }, account);

    const purchases = row('stl3_taxtype', 'stl3_xeroid', 'INPUT');
    change('invoicedetail', { 'stl3_TaxTypeId@odata.bind': `/stl3_taxtypes(${purchases})` }, line);
    await stops('TAX_TYPE_NOT_ALLOWED');
    const sales = row('stl3_taxtype', 'stl3_xeroid', 'OUTPUT');
    change('invoicedetail', { 'stl3_TaxTypeId@odata.bind': `/stl3_taxtypes(${sales})` }, line);

    await stops('DATE_IN_FUTURE', { stl3_date: '2099-01-01' });
    expect(await check()).toMatchObject(judged('ready', null));
    expect(world.xero.control.journal()).toEqual([]);
  });
});

describe('gates of the connection', () => {
  test.each([
    ['stl3_connectionstate', connectionState.values.reconnect.value, 'CONNECTION_DOWN'],
    ['stl3_connectionstate', connectionState.values.copied.value, 'ENVIRONMENT_COPIED'],
    ['stl3_connectionstate', connectionState.values.takenOver.value, 'TAKEN_OVER'],
    ['stl3_subscriptionstate', subscriptionState.values.trialOver.value, 'TRIAL_OVER'],
    ['stl3_subscriptionstate', subscriptionState.values.ended.value, 'SUBSCRIPTION_ENDED'],
  ])('%s %i: %s, in the preview and on sending', async (column, value, cause) => {
    change('stl3_dynamicsxeroconnector', { [column]: value });
    expect(await check()).toMatchObject(judged('blocked', cause));
    expect(await asked(plain().id)).toMatchObject(refused(cause));
    expect(world.xero.control.journal()).toEqual([]);
  });

  test('settings that nobody confirmed stop a real organisation, not a demo company', async () => {
    settings({ stl3_mappingsconfirmed: false });
    expect(await check()).toMatchObject(judged('ready', null));
    change('stl3_dynamicsxeroconnector', { stl3_isdemo: false });
    expect(await check()).toMatchObject(judged('blocked', 'MAPPINGS_NOT_CONFIRMED'));
  });
});
