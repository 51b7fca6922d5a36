import { describe, expect, test } from '@jest/globals';
import { decideContact } from '../../../relay-service/src/core/contact-ladder.ts';
import { contactToMake, isNameAllowed, nameInXero } from '../../../relay-service/src/core/contact-to-make.ts';
import { customer } from './examples.ts';

describe('the contact that is made', () => {
  test('carries what is known of the customer', () => {
    const decision = decideContact({ ...customer, name: '  Adventure   Works ' }, [], null, true);
    expect(decision).toEqual({
      kind: 'make',
      contact: {
        Name: 'Adventure Works',
        ContactNumber: customer.id,
        AccountNumber: 'AW-1',
        EmailAddress: 'accounts@adventure-works.example',
        TaxNumber: '51 824 753 556',
        Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '+61 2 5550 0100' }],
        Addresses: [
          { AddressType: 'POBOX', AddressLine1: '1 George St', City: 'Sydney', Region: 'NSW', PostalCode: '2000', Country: 'Australia' },
        ],
      },
    });
  });

  test('leaves out what is empty or would be refused', () => {
    const bare = {
      accountNumber: null,
      email: 'not an address',
      phone: null,
      taxNumber: null,
      address: { ...customer.address!, line1: null, city: null, region: null, postalCode: null, country: ' ' },
    };
    expect(decideContact({ ...customer, ...bare }, [], null, true)).toEqual({
      kind: 'make',
      contact: { Name: 'Adventure Works', ContactNumber: customer.id },
    });
  });

  test('a person goes by first and last name too', () => {
    const person = { ...customer, kind: 'contact', name: 'Zoë  Berg', firstName: ' Zoë', lastName: 'Berg', accountNumber: null } as const;
    expect(contactToMake(person, nameInXero(person, false))).toMatchObject({ Name: 'Zoë Berg', FirstName: 'Zoë', LastName: 'Berg' });
  });

  test('fields are cut to what Xero holds; one with a control character is left out', () => {
    const made = contactToMake(
      { ...customer, accountNumber: 'A'.repeat(51), phone: '\u00070800', firstName: 'F'.repeat(256), taxNumber: '1\u0000' },
      'X',
    );
    expect([made.AccountNumber?.length, made.FirstName?.length]).toEqual([50, 255]);
    expect(made).not.toHaveProperty('Phones');
    expect(made).not.toHaveProperty('TaxNumber');
  });

  test('a company goes by its primary contact where it has nothing of its own', () => {
    const primaryContact = { firstName: 'Ada', lastName: 'Ng', email: 'ada@aw.example', phone: '0800 1', address: customer.address };
    const bare = {
      ...customer,
      email: 'none',
      phone: ' ',
      address: { ...customer.address!, line1: null, city: ' ', region: null, postalCode: null, country: null },
      primaryContact,
    };
    expect(contactToMake(bare, 'X')).toMatchObject({
      FirstName: 'Ada',
      LastName: 'Ng',
      EmailAddress: 'ada@aw.example',
      Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '0800 1' }],
      Addresses: [{ AddressType: 'POBOX', AddressLine1: '1 George St' }],
    });
    const own = contactToMake({ ...customer, lastName: 'Berg', primaryContact }, 'X');
    expect(own).toMatchObject({ LastName: 'Berg', EmailAddress: customer.email, Phones: [{ PhoneNumber: customer.phone }] });
    expect(own).not.toHaveProperty('FirstName');
  });

  test('a currency goes with it only if the organisation uses it', () => {
    const made = (currencyCode: string | null, currencies: readonly string[]) =>
      decideContact({ ...customer, currencyCode }, [], null, true, { currencies });
    expect(made(' usd', ['AUD', 'USD'])).toMatchObject({ contact: { DefaultCurrency: 'USD' } });
    expect(made('EUR', ['AUD', 'USD'])).not.toHaveProperty('contact.DefaultCurrency');
    expect(made(null, ['AUD', 'USD'])).not.toHaveProperty('contact.DefaultCurrency');
  });

  test.each([
    ['Adventure Works', true],
    [' ', false],
    [null, false],
    ['a > b', false],
    ['x'.repeat(256), false],
    [` ${'x'.repeat(255)} `, true],
    ['a\u009Fb', false],
  ])('%p is a name: %p', (name, allowed) => {
    expect(isNameAllowed(name)).toBe(allowed);
  });
});
