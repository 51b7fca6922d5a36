import { describe, expect, test } from '@jest/globals';
import type { ContactInXero } from '../../../relay-service/src/core/contact-changes.ts';
import { decideContactUpdate } from '../../../relay-service/src/core/contact-changes.ts';
import type { Customer } from '../../../relay-service/src/core/invoice.ts';

const id = 'a0000000-0000-4000-8000-00000000000a';
const customer = (change: Partial<Customer> = {}): Customer => ({
  kind: 'account',
  id,
  name: 'Contoso',
  accountNumber: 'C-1',
  firstName: null,
  lastName: null,
  email: 'new@contoso.example',
  phone: '07 1',
  address: { line1: '1 Quay St', line2: null, city: 'Cairns', region: null, postalCode: '4870', country: null },
  taxNumber: null,
  salesTaxTypeId: null,
  paymentTerms: null,
  ...change,
});
const POBOX = { AddressType: 'POBOX', AddressLine1: '1 Quay St', City: 'Cairns', PostalCode: '4870' };
const inStep: ContactInXero = {
  ContactID: 'c0000000-0000-4000-8000-00000000000c',
  ContactStatus: 'ACTIVE',
  Name: 'Contoso',
  ContactNumber: id,
  AccountNumber: 'C-1',
  EmailAddress: 'new@contoso.example',
  Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '07 1' }],
  Addresses: [POBOX],
};
const decide = (way: 'never' | 'fillEmpty' | 'keepInStep', contact: Partial<ContactInXero>, of: Partial<Customer> = {}, shared = false) =>
  decideContactUpdate({ customer: customer(of), contact: { ...inStep, ...contact }, way, shared });
const nothing = { kind: 'nothing' };
const change = (what: object) => ({ kind: 'change', change: { ContactID: inStep.ContactID, ...what } });
const otherAddress = { Addresses: [{ AddressType: 'POBOX', City: 'Perth' }] };

describe('contact updates', () => {
  test.each([
    ['never, whatever differs', 'never', { EmailAddress: 'old@x.example', Name: 'Old' }, {}, nothing],
    ['in step already', 'keepInStep', {}, {}, nothing],
    ['blanks are no difference', 'keepInStep', { EmailAddress: ' new@contoso.example ' }, {}, nothing],
    ['fill: an empty e-mail', 'fillEmpty', { EmailAddress: '' }, {}, change({ EmailAddress: 'new@contoso.example' })],
    ['fill: another e-mail stays', 'fillEmpty', { EmailAddress: 'old@x.example' }, {}, nothing],
    ['step: another e-mail follows', 'keepInStep', { EmailAddress: 'old@x.example' }, {}, change({ EmailAddress: 'new@contoso.example' })],
    ['fill: never renames', 'fillEmpty', { Name: 'Old name' }, {}, nothing],
    ['step: renames', 'keepInStep', { Name: 'Old name' }, {}, change({ Name: 'Contoso' })],
    ['step: case is no new name', 'keepInStep', { Name: 'CONTOSO' }, {}, nothing],
    ['step: "Name (number)" stays', 'keepInStep', { Name: 'Contoso (C-1)' }, {}, nothing],
    ['step: a name that Xero refuses is left', 'keepInStep', {}, { name: 'a<b' }, nothing],
    [
      'what the primary contact and the currency say is for new contacts only',
      'keepInStep',
      { EmailAddress: 'bills@contoso.example' },
      {
        email: null,
        phone: null,
        address: null,
        currencyCode: 'USD',
        primaryContact: { firstName: 'Ann', lastName: 'Other', email: 'ann@contoso.example', phone: '0800 26', address: null },
      },
      nothing,
    ],
    [
      'what is empty in Dynamics empties nothing',
      'keepInStep',
      { TaxNumber: '51 824' },
      { email: null, phone: null, address: null },
      nothing,
    ],
    ['an address that is none is not sent', 'keepInStep', { EmailAddress: 'old@x.example' }, { email: 'nonsense' }, nothing],
    ['fill: no phone', 'fillEmpty', { Phones: [] }, {}, change({ Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '07 1' }] })],
    [
      'fill: a mobile is not the phone',
      'fillEmpty',
      { Phones: [{ PhoneType: 'MOBILE', PhoneNumber: '04' }] },
      {},
      change({ Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '07 1' }] }),
    ],
    ['fill: another phone stays', 'fillEmpty', { Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '08' }] }, {}, nothing],
    [
      'step: another phone follows',
      'keepInStep',
      { Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '08' }] },
      {},
      change({ Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '07 1' }] }),
    ],
    ['fill: an empty address', 'fillEmpty', { Addresses: [{ AddressType: 'POBOX', City: '' }] }, {}, change({ Addresses: [POBOX] })],
    [
      'fill: a street address is not the postal one',
      'fillEmpty',
      { Addresses: [{ AddressType: 'STREET', City: 'Perth' }] },
      {},
      change({ Addresses: [POBOX] }),
    ],
    ['fill: another address stays whole', 'fillEmpty', otherAddress, {}, nothing],
    ['step: another address follows whole', 'keepInStep', otherAddress, {}, change({ Addresses: [POBOX] })],
    [
      'several at once',
      'keepInStep',
      { AccountNumber: '', EmailAddress: '' },
      {},
      change({ AccountNumber: 'C-1', EmailAddress: 'new@contoso.example' }),
    ],
    ['an archived contact is left', 'keepInStep', { ContactStatus: 'ARCHIVED', EmailAddress: '' }, {}, nothing],
    ['a merged contact is left', 'keepInStep', { MergedToContactID: 'x', EmailAddress: '' }, {}, nothing],
    ["the contact number is nobody's to change", 'keepInStep', { ContactNumber: '' }, {}, nothing],
  ] as const)('%s', (_case, way, contact, of, expected) => {
    expect(decide(way, contact, of)).toEqual(expected);
  });
  test.each(['fillEmpty', 'keepInStep'] as const)('%s: a contact that another customer has too is never changed', (way) => {
    const refused = { kind: 'refused', cause: 'CONTACT_SHARED' };
    expect(decide(way, { EmailAddress: '' }, {}, true)).toEqual(refused);
    expect(decide(way, { EmailAddress: '', ContactNumber: 'b0000000-0000-4000-8000-00000000000b' })).toEqual(refused);
    expect(decide(way, {}, {}, true)).toEqual(nothing);
  });
  test('once it is sent, nothing is left to change', () => {
    const decision = decide('keepInStep', { Name: 'Old', EmailAddress: '', Phones: [], ...otherAddress });
    if (decision.kind !== 'change') throw new Error('nothing to change');
    expect(decide('keepInStep', decision.change as Partial<ContactInXero>)).toEqual(nothing);
  });
});
