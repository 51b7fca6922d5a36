import { describe, expect, test } from '@jest/globals';
import type { XeroContactSummary } from '../../../relay-service/src/core/contact-candidates.ts';
import { decideContacts } from '../../../relay-service/src/core/contacts-of-batch.ts';
import type { Customer } from '../../../relay-service/src/core/invoice.ts';
import { customer } from './examples.ts';

const id = (last: number): string => `6f6f1d0e-3b8e-4a52-8f2f-0c5d5b1f00${String(last).padStart(2, '0')}`;
const person = (last: number, changes: Partial<Customer> = {}): Customer => ({
  ...customer,
  kind: 'contact',
  id: id(last),
  name: 'John Smith',
  accountNumber: null,
  email: null,
  ...changes,
});
const john = (ContactID: string, changes: Partial<XeroContactSummary> = {}): XeroContactSummary => ({
  ContactID,
  Name: 'John Smith',
  ContactStatus: 'ACTIVE',
  ...changes,
});

const apart = { accountNumberInName: true };

/** Verdicts by the last two digits of the customer's id, whatever the order in which customers come. */
const verdicts = (customers: readonly Customer[], candidates: readonly XeroContactSummary[], options = {}): string[] => {
  const told = (given: readonly Customer[]): string[] =>
    [...decideContacts(given, candidates, true, options)]
      .map(([{ id: customerId }, decision]) => {
        const what =
          decision.kind === 'use'
            ? `use ${decision.contactId}`
            : decision.kind === 'make'
              ? `make ${decision.contact.Name}`
              : `${decision.kind} ${decision.reason.code}`;
        return `${customerId.slice(-2)} ${what}`;
      })
      .sort();
  expect(told(customers.toReversed())).toEqual(told(customers));
  return told(customers);
};

describe('customers that are decided together', () => {
  test('two namesakes and one contact: nobody knows whose it is, so both are asked about', () => {
    expect(verdicts([person(1), person(2)], [john('a')])).toEqual(['01 choose CONTACT_OF_SEVERAL', '02 choose CONTACT_OF_SEVERAL']);
  });

  test('who has the contact by number keeps it, the namesake is asked about', () => {
    expect(verdicts([person(1), person(2)], [john('a', { ContactNumber: id(2) })])).toEqual(['01 choose CONTACT_OF_ANOTHER', '02 use a']);
    const merged = [john('old', { Name: 'J. Smith', ContactNumber: id(2), MergedToContactID: 'a', ContactStatus: 'ARCHIVED' }), john('a')];
    expect(verdicts([person(1), person(2)], merged)).toEqual(['01 choose CONTACT_OF_SEVERAL', '02 use a']);
  });

  test('two new namesakes: one gets the name, the other its number behind it, or is asked about', () => {
    const numbered = [person(1, { accountNumber: 'P-1' }), person(2, { accountNumber: 'P-2' }), person(3, { accountNumber: 'P-3' })];
    expect(verdicts(numbered, [], apart)).toEqual(['01 make John Smith', '02 make John Smith (P-2)', '03 make John Smith (P-3)']);
    expect(verdicts(numbered.slice(0, 2), [])).toEqual(['01 make John Smith', '02 choose CONTACT_OF_ANOTHER']);
    expect(verdicts([person(1), person(2)], [], apart)).toEqual(['01 make John Smith', '02 choose CONTACT_OF_ANOTHER']);
  });

  test('two new customers with one account number: the second is asked about', () => {
    const twins = [person(1, { accountNumber: 'P-1' }), person(2, { accountNumber: 'p-1', name: 'Jane Smith' })];
    expect(verdicts(twins, [])).toEqual(['01 make John Smith', '02 choose CONTACT_OF_ANOTHER']);
    const [, second] = [...decideContacts(twins, [], true).values()];
    expect(second).toMatchObject({ kind: 'choose', candidates: [] });
  });

  test('strangers do not disturb each other', () => {
    expect(verdicts([person(1), person(2, { name: 'Jane Doe' }), person(3, { name: 'Contoso' })], [john('a')])).toEqual([
      '01 use a',
      '02 make Jane Doe',
      '03 make Contoso',
    ]);
  });
});
