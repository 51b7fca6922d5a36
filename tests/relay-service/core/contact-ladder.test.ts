import { describe, expect, test } from '@jest/globals';
import type { ContactDecision, LadderOptions, XeroContactSummary } from '../../../relay-service/src/core/contact-ladder.ts';
import { decideContact } from '../../../relay-service/src/core/contact-ladder.ts';
import type { Customer } from '../../../relay-service/src/core/invoice.ts';
import { customer } from './examples.ts';

const OTHER = '6f6f1d0e-3b8e-4a52-8f2f-0c5d5b1f0099';

const contact = (id: string, changes: Partial<XeroContactSummary> = {}): XeroContactSummary => ({
  ContactID: id,
  Name: 'Somebody',
  ContactStatus: 'ACTIVE',
  ...changes,
});
const archived = { ContactStatus: 'ARCHIVED' };
const ours = { ContactNumber: customer.id };
const named = (Name: string) => ({ Name });
const AW = named('Adventure Works');

interface Case {
  readonly candidates: readonly XeroContactSummary[];
  readonly verdict: string;
  readonly who?: Partial<Customer>;
  readonly stored?: string;
  readonly create?: boolean;
  readonly options?: LadderOptions;
}

const told = (decision: ContactDecision): string => {
  switch (decision.kind) {
    case 'use':
      return `use ${decision.contactId} by ${decision.matchedBy}`;
    case 'make':
      return `make ${decision.contact.Name}`;
    case 'refuse':
      return `refuse ${decision.reason.code}`;
    case 'choose':
      return `choose ${decision.reason.code} of ${decision.candidates.map(({ ContactID }) => ContactID).join(' ')}`;
  }
};

const cases: Readonly<Record<string, Case>> = {
  'nobody in Xero': { candidates: [], verdict: 'make Adventure Works' },
  'only strangers': { candidates: [contact('a'), contact('b')], verdict: 'make Adventure Works' },
  'nobody, and none may be made': { candidates: [], create: false, verdict: 'refuse CONTACT_CREATION_OFF' },
  'a match needs no making': { candidates: [contact('a', AW)], create: false, verdict: 'use a by name' },
  'stored link': { candidates: [contact('a')], stored: 'a', verdict: 'use a by storedId' },
  'stored link over our own number': { candidates: [contact('a'), contact('b', ours)], stored: 'a', verdict: 'use a by storedId' },
  'stored link in another case': { candidates: [contact('ABC')], stored: 'abc', verdict: 'use ABC by storedId' },
  'stored link merged': {
    candidates: [contact('a', { MergedToContactID: 'b', ...archived }), contact('b')],
    stored: 'a',
    verdict: 'use b by storedId',
  },
  'stored link merged twice': {
    candidates: [contact('a', { MergedToContactID: 'b' }), contact('b', { MergedToContactID: 'c' }), contact('c')],
    stored: 'a',
    verdict: 'use c by storedId',
  },
  'stored link merged in a ring': {
    candidates: [contact('a', { MergedToContactID: 'b' }), contact('b', { MergedToContactID: 'a' })],
    stored: 'a',
    verdict: 'choose CONTACT_GONE of a',
  },
  'stored link archived': { candidates: [contact('a', archived)], stored: 'a', verdict: 'choose CONTACT_ARCHIVED of a' },
  'stored link gone': { candidates: [contact('b')], stored: 'a', verdict: 'choose CONTACT_GONE of ' },
  'stored link that another has too': {
    candidates: [contact('a')],
    stored: 'a',
    options: { linkedTo: { a: OTHER } },
    verdict: 'use a by storedId',
  },
  "a person's choice over the stored link": {
    candidates: [contact('a'), contact('b')],
    stored: 'a',
    options: { chosenId: 'b' },
    verdict: 'use b by person',
  },
  "a person's choice of another's contact": {
    candidates: [contact('b')],
    options: { chosenId: 'b', linkedTo: { b: OTHER } },
    verdict: 'use b by person',
  },
  'our number': { candidates: [contact('a', ours)], verdict: 'use a by contactNumber' },
  'our number in capitals': { candidates: [contact('a', { ContactNumber: customer.id.toUpperCase() })], verdict: 'use a by contactNumber' },
  'our number under another name': {
    candidates: [contact('a', { ...ours, ...named('Renamed there') })],
    verdict: 'use a by contactNumber',
  },
  'our number over the same name': { candidates: [contact('a', AW), contact('b', ours)], verdict: 'use b by contactNumber' },
  'our number merged': {
    candidates: [contact('a', { ...ours, MergedToContactID: 'b', ...archived }), contact('b')],
    verdict: 'use b by contactNumber',
  },
  'our number archived': { candidates: [contact('a', { ...ours, ...archived })], verdict: 'choose CONTACT_ARCHIVED of a' },
  'our number twice': { candidates: [contact('a', ours), contact('b', ours)], verdict: 'choose CONTACT_AMBIGUOUS of a b' },
  'our number, archived beside active': {
    candidates: [contact('a', { ...ours, ...archived }), contact('b', ours)],
    verdict: 'use b by contactNumber',
  },
  'account number and name': { candidates: [contact('a', { AccountNumber: 'aw-1', ...AW })], verdict: 'use a by accountNumber' },
  'account number, name spaced otherwise': {
    candidates: [contact('a', { AccountNumber: 'AW-1', ...named(' adventure  WORKS ') })],
    verdict: 'use a by accountNumber',
  },
  'account number of another name': { candidates: [contact('a', { AccountNumber: 'AW-1' })], verdict: 'choose CONTACT_NAME_DIFFERS of a' },
  'account number of two, one of our name': {
    candidates: [contact('a', { AccountNumber: 'AW-1' }), contact('b', { AccountNumber: 'AW-1', ...AW })],
    verdict: 'use b by accountNumber',
  },
  'account number of two strangers': {
    candidates: [contact('a', { AccountNumber: 'AW-1' }), contact('b', { AccountNumber: 'AW-1' })],
    verdict: 'choose CONTACT_AMBIGUOUS of a b',
  },
  'account number archived': {
    candidates: [contact('a', { AccountNumber: 'AW-1', ...AW, ...archived })],
    verdict: 'choose CONTACT_ARCHIVED of a',
  },
  'account number of another customer of ours': {
    candidates: [contact('a', { AccountNumber: 'AW-1', ContactNumber: OTHER })],
    verdict: 'make Adventure Works',
  },
  name: { candidates: [contact('a', AW)], verdict: 'use a by name' },
  'name without case and with blanks': { candidates: [contact('a', named('ADVENTURE   works '))], verdict: 'use a by name' },
  'name composed otherwise': { candidates: [contact('a', named('Cafe\u0301 Zoe'))], who: { name: 'Café Zoe' }, verdict: 'use a by name' },
  'name of two': { candidates: [contact('a', AW), contact('b', AW)], verdict: 'choose CONTACT_AMBIGUOUS of a b' },
  'name, archived beside active': { candidates: [contact('a', { ...AW, ...archived }), contact('b', AW)], verdict: 'use b by name' },
  'name archived': { candidates: [contact('a', { ...AW, ...archived })], verdict: 'choose CONTACT_ARCHIVED of a' },
  'name of another customer of ours': {
    candidates: [contact('a', { ...AW, ContactNumber: OTHER })],
    verdict: 'choose CONTACT_OF_ANOTHER of a',
  },
  'name that another customer is linked to': {
    candidates: [contact('a', AW)],
    options: { linkedTo: { a: OTHER } },
    verdict: 'choose CONTACT_OF_ANOTHER of a',
  },
  'name that we are linked to': { candidates: [contact('a', AW)], options: { linkedTo: { a: customer.id } }, verdict: 'use a by name' },
  'a branch of the same name': { candidates: [contact('a', { ...AW, AccountNumber: 'AW-2' })], verdict: 'choose CONTACT_OF_ANOTHER of a' },
  'a branch, told apart by setting': {
    candidates: [contact('a', { ...AW, AccountNumber: 'AW-2' })],
    options: { accountNumberInName: true },
    verdict: 'make Adventure Works (AW-1)',
  },
  'a foreign contact number is no obstacle': { candidates: [contact('a', { ...AW, ContactNumber: 'CUST-77' })], verdict: 'use a by name' },
  'the same e-mail address only proposes': {
    candidates: [contact('a', { EmailAddress: 'Accounts@Adventure-Works.example' })],
    verdict: 'choose CONTACT_NEAR_MATCH of a',
  },
  'the same e-mail address, archived': {
    candidates: [contact('a', { EmailAddress: 'accounts@adventure-works.example', ...archived })],
    verdict: 'make Adventure Works',
  },
  'the legal form apart': { candidates: [contact('a', named('Adventure Works Pty. Ltd.'))], verdict: 'choose CONTACT_NEAR_MATCH of a' },
  'an accent apart': {
    candidates: [contact('a', named('Cafe Zoe'))],
    who: { name: 'Café Zoe' },
    verdict: 'choose CONTACT_NEAR_MATCH of a',
  },
  '& and and': {
    candidates: [contact('a', named('Smith and Sons'))],
    who: { name: 'Smith & Sons' },
    verdict: 'choose CONTACT_NEAR_MATCH of a',
  },
  'two near ones': {
    candidates: [contact('a', named('Adventure Works Ltd')), contact('b', named('The Adventure Works'))],
    verdict: 'choose CONTACT_AMBIGUOUS of a b',
  },
  'a name that begins alike': { candidates: [contact('a', named('Adventure Works Cycles'))], verdict: 'make Adventure Works' },
  'a customer without name': { candidates: [], who: { name: null }, verdict: 'refuse CUSTOMER_NAME_MISSING' },
  'a nameless customer with a link': { candidates: [contact('a')], who: { name: null }, stored: 'a', verdict: 'use a by storedId' },
  'a name in signs alone': { candidates: [contact('a', named('!!!'))], who: { name: '???', email: null }, verdict: 'make ???' },
};

describe('the contact ladder', () => {
  test.each(Object.entries(cases))('%s', (_, { candidates, who = {}, stored = null, create = true, options = {}, verdict }) => {
    expect(told(decideContact({ ...customer, ...who }, candidates, stored, create, options))).toBe(verdict);
  });

  test('at least 40 cases, half of which need nobody', () => {
    const all = Object.values(cases);
    expect(all.length).toBeGreaterThanOrEqual(40);
    expect(all.filter(({ verdict }) => /^(use|make)/.test(verdict)).length * 2).toBeGreaterThanOrEqual(all.length);
  });
});

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
});
