import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { billTo, idOf } from '@stl3/solution';
import type { World } from '../../sandbox/world.ts';
import { startWorld } from '../../sandbox/world.ts';
import { asking, done } from './asking.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ webhookDelayMs: () => 20 });
});
afterEach(() => world.close());
const { asked, plain, valuesOf, change, settings } = asking(() => world);

const nowhere = (prefix: string) =>
  Object.fromEntries(['line1', 'line2', 'city', 'stateorprovince', 'postalcode', 'country'].map((part) => [`${prefix}_${part}`, null]));
const made = (): unknown[] =>
  world.xero.control
    .requests()
    .filter(({ method, path }) => method === 'PUT' && path.endsWith('/Contacts'))
    .map(({ body }) => body);

/** An invoice to an account of Dynamics that says nothing of itself but is reached by Ann Other and trades in dollars. */
const reachedByAnn = () => {
  const { id: invoiceId } = plain();
  const { id: personId } = world.dataverse.control.rows('contact')[0]!;
  const { id: accountId } = world.dataverse.control.rows('account')[0]!;
  change(
    'contact',
    {
      ...nowhere('address1'),
      firstname: 'Ann',
      lastname: 'Other',
      emailaddress1: 'ann@contoso.example',
      telephone1: '0800 26',
      address1_line1: '1 Quay',
      address1_city: 'Cairns',
    },
    personId,
  );
  change(
    'account',
    {
      ...nowhere('address1'),
      name: 'Contoso',
      accountnumber: null,
      emailaddress1: null,
      telephone1: null,
      'primarycontactid@odata.bind': `/contacts(${personId})`,
      'transactioncurrencyid@odata.bind': `/transactioncurrencies(${idOf('demo-currency:USD')})`,
    },
    accountId,
  );
  Object.assign(valuesOf('invoice', invoiceId), nowhere('billto'));
  return { invoiceId, accountId };
};

test.each(['customer', 'parent', 'namedLookup'] as const)(
  'a new contact has the currency of its account and what the account itself lacks of its primary contact; billed by %s',
  async (who) => {
    const { invoiceId, accountId } = reachedByAnn();
    settings({ stl3_billto: billTo.values[who].value, ...(who === 'namedLookup' ? { stl3_billtocolumn: 'customerid' } : {}) });
    const asks = valuesOf('invoice', invoiceId);
    if (who === 'parent') {
      const { id: branchId } = world.dataverse.control.rows('account')[1]!;
      change('account', { 'parentaccountid@odata.bind': `/accounts(${accountId})` }, branchId);
      asks['customerid'] = { table: 'account', id: branchId };
    } else asks['customerid'] = { table: 'account', id: accountId };
    expect(await asked(invoiceId)).toMatchObject(done);
    expect(made()).toMatchObject([
      {
        Contacts: [
          {
            Name: 'Contoso',
            ContactNumber: accountId,
            FirstName: 'Ann',
            LastName: 'Other',
            EmailAddress: 'ann@contoso.example',
            DefaultCurrency: 'USD',
            Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '0800 26' }],
            Addresses: [{ AddressType: 'POBOX', AddressLine1: '1 Quay', City: 'Cairns' }],
          },
        ],
      },
    ]);
  },
);
