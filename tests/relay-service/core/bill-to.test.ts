import { describe, expect, test } from '@jest/globals';
import { billedOn } from '../../../relay-service/src/core/bill-to.ts';
import { decideContact } from '../../../relay-service/src/core/contact-ladder.ts';
import type { Customer } from '../../../relay-service/src/core/invoice.ts';
import { customer as account, invoice } from './examples.ts';

const holding: Customer = { ...account, id: '6f6f1d0e-3b8e-4a52-8f2f-0c5d5b1f0002', name: 'Works Holding', parent: null };
const works: Customer = { ...account, parent: holding };
const person: Customer = {
  ...account,
  kind: 'contact',
  id: '6f6f1d0e-3b8e-4a52-8f2f-0c5d5b1f0003',
  name: 'Ada Ng',
  accountNumber: null,
  parent: works,
};
const agent: Customer = { ...account, id: '6f6f1d0e-3b8e-4a52-8f2f-0c5d5b1f0004', name: 'Paying Agent' };

describe('who is billed', () => {
  test.each([
    ['the customer, if nothing is said', undefined, works, null, 'Adventure Works'],
    ['the customer', 'customer', works, agent, 'Adventure Works'],
    ['a person, by that setting too', 'customer', person, null, 'Ada Ng'],
    ["a person's company", 'contactsCompany', person, null, 'Adventure Works'],
    ['a person without company', 'contactsCompany', { ...person, parent: null }, null, 'Ada Ng'],
    ['a company has no company', 'contactsCompany', works, null, 'Adventure Works'],
    ['the parent account', 'parent', works, null, 'Works Holding'],
    ["a person's company as parent, and not the company's own", 'parent', person, null, 'Adventure Works'],
    ['an account without parent', 'parent', holding, null, 'Works Holding'],
    ['the named lookup', 'namedLookup', works, agent, 'Paying Agent'],
    ['the named lookup left empty', 'namedLookup', works, null, 'Adventure Works'],
  ] as const)('%s', (_, billTo, customer, namedBillTo, expected) => {
    expect(billedOn({ ...invoice, customer, namedBillTo }, billTo)?.name).toBe(expected);
  });

  test('nobody in the place of whoever the named lookup points at and cannot be read', () => {
    expect(billedOn({ ...invoice, customer: works, billToUnread: 'new_payerid' }, 'namedLookup')).toBeNull();
  });

  test('nobody where the invoice has no customer', () => {
    expect(billedOn({ ...invoice, customer: null }, 'parent')).toBeNull();
  });

  test('the contact is sought and made for whoever is billed', () => {
    const billed = billedOn({ ...invoice, customer: works }, 'parent');
    expect(billed && decideContact(billed, [], null, true)).toMatchObject({
      contact: { Name: 'Works Holding', ContactNumber: holding.id },
    });
  });
});

describe('where the bill goes', () => {
  const nowhere = { line1: ' ', line2: null, city: null, region: null, postalCode: null, country: null };
  const there = { ...nowhere, line1: '2 Queen St' };
  const billed = (changes: Partial<typeof invoice>) => billedOn({ ...invoice, ...changes }, 'customer');

  test("address and e-mail of the invoice go before the customer's own", () => {
    expect(billed({ billTo: there, email: 'bills@aw.example' })).toEqual({ ...account, address: there, email: 'bills@aw.example' });
    expect(billed({ billTo: nowhere, email: 'to whom it may concern' })).toEqual(account);
    expect(billed({ billTo: null, email: null })).toEqual(account);
  });
});
