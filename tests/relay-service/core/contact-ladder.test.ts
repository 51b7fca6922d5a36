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
const john = { kind: 'contact', name: 'John Smith', firstName: 'John', lastName: 'Smith', accountNumber: null, email: null } as const;

interface Case {
  readonly candidates: readonly XeroContactSummary[];
  readonly verdict: string;
  readonly who?: Partial<Customer>;
  readonly stored?: string | null;
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
  'our number merged into one of another customer': {
    candidates: [contact('a', { ...ours, MergedToContactID: 'b', ...archived }), contact('b', { ContactNumber: OTHER })],
    verdict: 'choose CONTACT_OF_ANOTHER of b',
  },
  'our number merged into one that was not read': {
    candidates: [contact('a', { ...ours, MergedToContactID: 'z', ...archived })],
    verdict: 'choose CONTACT_GONE of a',
  },
  'our number on a contact that asked to be forgotten': {
    candidates: [contact('a', { ...ours, ContactStatus: 'GDPRREQUEST' })],
    verdict: 'choose CONTACT_ARCHIVED of a',
  },
  'our number that another customer is linked to': {
    candidates: [contact('a', ours)],
    options: { linkedTo: { a: OTHER } },
    verdict: 'choose CONTACT_OF_ANOTHER of a',
  },
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
    verdict: 'choose CONTACT_OF_ANOTHER of a',
  },
  'account number and name that another customer is linked to': {
    candidates: [contact('a', { AccountNumber: 'AW-1', ...AW })],
    options: { linkedTo: { a: OTHER } },
    verdict: 'choose CONTACT_OF_ANOTHER of a',
  },
  "account number of another's contact and of a free one of our name": {
    candidates: [contact('a', { AccountNumber: 'AW-1', ContactNumber: OTHER }), contact('b', { AccountNumber: 'AW-1', ...AW })],
    verdict: 'use b by accountNumber',
  },
  'account number and name, twice': {
    candidates: [contact('a', { AccountNumber: 'AW-1', ...AW }), contact('b', { AccountNumber: ' aw-1 ', ...AW })],
    verdict: 'choose CONTACT_AMBIGUOUS of a b',
  },
  'account number and name, archived and merged': {
    candidates: [
      contact('a', { AccountNumber: 'AW-1', ...AW, MergedToContactID: 'B', ...archived }),
      contact('b', named('Adventure Works Group')),
    ],
    verdict: 'use b by accountNumber',
  },
  'account number of another name, merged': {
    candidates: [contact('a', { AccountNumber: 'AW-1', MergedToContactID: 'b', ...archived }), contact('b', named('Contoso'))],
    verdict: 'choose CONTACT_NAME_DIFFERS of b',
  },
  'account number over the same name elsewhere': {
    candidates: [contact('a', { AccountNumber: 'AW-1' }), contact('b', AW)],
    verdict: 'choose CONTACT_NAME_DIFFERS of a',
  },
  'no account number against one': {
    candidates: [contact('a', { AccountNumber: 'AW-1' })],
    who: { accountNumber: ' ' },
    verdict: 'make Adventure Works',
  },
  name: { candidates: [contact('a', AW)], verdict: 'use a by name' },
  'name without case and with blanks': { candidates: [contact('a', named('ADVENTURE   works '))], verdict: 'use a by name' },
  'name composed otherwise': { candidates: [contact('a', named('Cafe\u0301 Zoe'))], who: { name: 'Café Zoe' }, verdict: 'use a by name' },
  'name of two': { candidates: [contact('a', AW), contact('b', AW)], verdict: 'choose CONTACT_AMBIGUOUS of a b' },
  'name, archived beside active': { candidates: [contact('a', { ...AW, ...archived }), contact('b', AW)], verdict: 'use b by name' },
  'name archived': { candidates: [contact('a', { ...AW, ...archived })], verdict: 'choose CONTACT_ARCHIVED of a' },
  'name archived and merged': {
    candidates: [contact('a', { ...AW, MergedToContactID: 'b', ...archived }), contact('b', named('Adventure Works Group'))],
    verdict: 'use b by name',
  },
  'name archived and merged into one of another customer': {
    candidates: [contact('a', { ...AW, MergedToContactID: 'b', ...archived }), contact('b', { ContactNumber: OTHER })],
    verdict: 'choose CONTACT_OF_ANOTHER of b',
  },
  'two of the name, merged into one': {
    candidates: [contact('a', { ...AW, MergedToContactID: 'b', ...archived }), contact('b', AW)],
    verdict: 'use b by name',
  },
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
  'a branch that another customer is linked to, told apart by setting': {
    candidates: [contact('a', AW)],
    options: { accountNumberInName: true, linkedTo: { a: OTHER } },
    verdict: 'make Adventure Works (AW-1)',
  },
  'a branch, told apart by setting before': {
    candidates: [contact('a', { ...AW, AccountNumber: 'AW-2' }), contact('b', named('Adventure Works (aw-1)'))],
    options: { accountNumberInName: true },
    verdict: 'use b by name',
  },
  'a branch that may not be told apart is not looked for under its number': {
    candidates: [contact('b', named('Adventure Works (AW-1)'))],
    verdict: 'make Adventure Works',
  },
  'a namesake without number, which nothing tells apart': {
    candidates: [contact('a', { ...AW, ContactNumber: OTHER })],
    who: { accountNumber: null },
    options: { accountNumberInName: true },
    verdict: 'choose CONTACT_OF_ANOTHER of a',
  },
  'the setting does not part a free contact from its customer': {
    candidates: [contact('a', AW)],
    options: { accountNumberInName: true },
    verdict: 'use a by name',
  },
  'the second John Smith': {
    candidates: [contact('a', { ...named('John Smith'), ContactNumber: OTHER })],
    who: { ...john, accountNumber: null },
    verdict: 'choose CONTACT_OF_ANOTHER of a',
  },
  'the second John Smith, who has a number, by setting': {
    candidates: [contact('a', { ...named('John Smith'), ContactNumber: OTHER, EmailAddress: 'john@smith.example' })],
    who: { ...john, accountNumber: 'P-2', email: 'john@smith.example' },
    options: { accountNumberInName: true },
    verdict: 'make John Smith (P-2)',
  },
  'the first John Smith': {
    candidates: [contact('a', { ...named('John Smith'), ContactNumber: OTHER }), contact('b', { ...named('JOHN SMITH'), ...ours })],
    who: john,
    verdict: 'use b by contactNumber',
  },
  'a foreign contact number is no obstacle': { candidates: [contact('a', { ...AW, ContactNumber: 'CUST-77' })], verdict: 'use a by name' },
  'the same e-mail address only proposes': {
    candidates: [contact('a', { EmailAddress: 'Accounts@Adventure-Works.example' })],
    verdict: 'choose CONTACT_NEAR_MATCH of a',
  },
  'the e-mail address of the primary contact, where the company has none': {
    candidates: [contact('a', { EmailAddress: 'ann@aw.example' })],
    who: {
      email: null,
      primaryContact: { firstName: 'Ann', lastName: null, email: 'ann@aw.example', phone: null, address: null },
    },
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
  'an e-mail address of two': {
    candidates: [contact('a', { EmailAddress: customer.email }), contact('b', { EmailAddress: customer.email })],
    verdict: 'choose CONTACT_AMBIGUOUS of a b',
  },
  "an e-mail address of another customer's contact": {
    candidates: [contact('a', { EmailAddress: customer.email, ContactNumber: OTHER })],
    verdict: 'make Adventure Works',
  },
  'an e-mail address of a contact that another customer is linked to': {
    candidates: [contact('a', { EmailAddress: customer.email })],
    options: { linkedTo: { a: OTHER } },
    verdict: 'make Adventure Works',
  },
  'a name over an e-mail address': {
    candidates: [contact('a', { EmailAddress: customer.email }), contact('b', AW)],
    verdict: 'use b by name',
  },
  'no e-mail address is like none': { candidates: [contact('a')], who: { email: null }, verdict: 'make Adventure Works' },
  'a near match where none may be made': {
    candidates: [contact('a', named('Adventure Works Ltd'))],
    create: false,
    verdict: 'choose CONTACT_NEAR_MATCH of a',
  },
  'a near match that is archived': {
    candidates: [contact('a', { ...named('Adventure Works Ltd'), ...archived })],
    verdict: 'make Adventure Works',
  },
  'ß and ss': {
    candidates: [contact('a', named('Weiss Logistik'))],
    who: { name: 'Weiß Logistik GmbH' },
    verdict: 'choose CONTACT_NEAR_MATCH of a',
  },
  'wide letters': { candidates: [contact('a', named('ＡＤＶＥＮＴＵＲＥ　ＷＯＲＫＳ'))], verdict: 'choose CONTACT_NEAR_MATCH of a' },
  'a blank that nobody sees': {
    candidates: [contact('a', named('Adventure\u200B Works\u200F'))],
    verdict: 'choose CONTACT_NEAR_MATCH of a',
  },
  'a blank that does not break': { candidates: [contact('a', named('Adventure\u00A0Works'))], verdict: 'use a by name' },
  'a name with <': { candidates: [], who: { name: 'Fabrikam <Perth>' }, verdict: 'refuse CUSTOMER_NAME_NOT_ALLOWED' },
  'a name with < under our number': {
    candidates: [contact('a', { ...ours, ...named('Fabrikam Perth') })],
    who: { name: 'Fabrikam <Perth>' },
    verdict: 'use a by contactNumber',
  },
  'a name with < and a stored link': {
    candidates: [contact('a')],
    who: { name: 'Fabrikam <Perth>' },
    stored: 'a',
    verdict: 'use a by storedId',
  },
  'an account number with < behind the name': {
    candidates: [contact('a', { ...AW, AccountNumber: 'AW-2' })],
    who: { accountNumber: '<1>' },
    options: { accountNumberInName: true },
    verdict: 'refuse CUSTOMER_NAME_NOT_ALLOWED',
  },
  'a name with a bell in it': { candidates: [], who: { name: 'Adventure\u0007Works' }, verdict: 'refuse CUSTOMER_NAME_NOT_ALLOWED' },
  'a name with half an emoji': { candidates: [], who: { name: 'Zoo \uD83D' }, verdict: 'refuse CUSTOMER_NAME_NOT_ALLOWED' },
  'a name with tab and line end': { candidates: [], who: { name: '\tAdventure\r\nWorks' }, verdict: 'make Adventure Works' },
  'a name with an emoji': { candidates: [], who: { name: '🦘 Adventures' }, verdict: 'make 🦘 Adventures' },
  'another emoji': { candidates: [contact('a', named('🦘'))], who: { name: '🐨', email: null }, verdict: 'make 🐨' },
  'a name from right to left': {
    candidates: [contact('a', named('شركة المغامرة'))],
    who: { name: ' شركة  المغامرة' },
    verdict: 'use a by name',
  },
  'a new name from right to left': { candidates: [], who: { name: 'חברת הרפתקאות' }, verdict: 'make חברת הרפתקאות' },
  'a name of 255 characters': { candidates: [], who: { name: 'x'.repeat(255) }, verdict: `make ${'x'.repeat(255)}` },
  'a name of 256 characters': { candidates: [], who: { name: 'x'.repeat(256) }, verdict: 'refuse CUSTOMER_NAME_NOT_ALLOWED' },
  'a name of 256 characters under our number': {
    candidates: [contact('a', ours)],
    who: { name: 'x'.repeat(256) },
    verdict: 'use a by contactNumber',
  },
  'a long name told apart is cut before its number': {
    candidates: [contact('a', { Name: 'x'.repeat(255), ContactNumber: OTHER })],
    who: { name: 'x'.repeat(255) },
    options: { accountNumberInName: true },
    verdict: `make ${'x'.repeat(248)} (AW-1)`,
  },
  'a name in signs alone': { candidates: [contact('a', named('!!!'))], who: { name: '???', email: null }, verdict: 'make ???' },
};

describe('the contact ladder', () => {
  const decide = ({ candidates, who = {}, stored = null, create = true, options = {} }: Case): ContactDecision =>
    decideContact({ ...customer, ...who }, candidates, stored, create, options);

  test.each(Object.entries(cases))('%s', (_, each) => {
    expect(told(decide(each))).toBe(each.verdict);
    // A customer that is asked about is asked in words, whatever its name is made of.
    const decision = decide(each);
    if ('reason' in decision) expect(decision.reason.message).not.toMatch(/[{}]|undefined| {2}/);
  });

  test('a match needs nobody to make it: forbidding new contacts changes only what would be made', () => {
    const changed = Object.values(cases).filter(
      (each) => told(decide({ ...each, create: false })) !== told(decide({ ...each, create: true })),
    );
    expect(changed.filter(({ verdict }) => !/^make|CUSTOMER_NAME_NOT_ALLOWED|CONTACT_CREATION_OFF/.test(verdict))).toEqual([]);
  });

  test('the order in which Xero lists its contacts changes no link', () => {
    const linked = Object.values(cases).filter(({ verdict }) => /^(?:use|make)/.test(verdict));
    for (const each of linked) expect(told(decide({ ...each, candidates: each.candidates.toReversed() }))).toBe(each.verdict);
  });

  test('at least 40 cases, half of which need nobody', () => {
    const all = Object.values(cases);
    expect(all.length).toBeGreaterThanOrEqual(40);
    expect(all.filter(({ verdict }) => /^(?:use|make)/.test(verdict)).length * 2).toBeGreaterThanOrEqual(all.length);
  });
});
