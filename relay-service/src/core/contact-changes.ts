/** Keeping a contact in step: what of it differs from the customer and may be changed, by the setting "Contact updates". */
import type { XeroContactSummary } from './contact-candidates.ts';
import { isActive, isOfAnother } from './contact-candidates.ts';
import { contactToMake, isNameAllowed, nameInXero } from './contact-to-make.ts';
import type { ContactToMake } from './document.ts';
import type { Customer } from './invoice.ts';
import { foldedName, oneLine } from './text.ts';

/** A contact as Xero answers it, as far as it is compared. */
export interface ContactInXero extends XeroContactSummary {
  readonly FirstName?: string | null;
  readonly LastName?: string | null;
  readonly TaxNumber?: string | null;
  readonly Phones?: readonly { readonly PhoneType?: string; readonly PhoneNumber?: string | null }[];
  readonly Addresses?: readonly Readonly<Record<string, string | null | undefined>>[];
}

/** What is sent: the id, and nothing but what differs. */
export type ContactChange = { readonly ContactID: string } & Partial<
  Pick<ContactToMake, 'Name' | 'AccountNumber' | 'FirstName' | 'LastName' | 'EmailAddress' | 'TaxNumber' | 'Phones' | 'Addresses'>
>;

export interface ContactQuestion {
  /** The customer by its own row: what one invoice is billed to says nothing about the customer. */
  readonly customer: Customer;
  readonly contact: ContactInXero;
  readonly way: 'never' | 'fillEmpty' | 'keepInStep';
  /** Another customer has the contact too, by a stored link. */
  readonly shared: boolean;
}

export type ContactUpdateDecision =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'change'; readonly change: ContactChange }
  | { readonly kind: 'refused'; readonly cause: 'CONTACT_SHARED' };

const texts = ['AccountNumber', 'FirstName', 'LastName', 'EmailAddress', 'TaxNumber'] as const;

const isEmpty = (text: string | null | undefined): boolean => oneLine(text) === '';

/** What is empty in Dynamics empties nothing in Xero: somebody may have entered it there. */
const differs = (way: ContactQuestion['way'], wanted: string | undefined, current: string | null | undefined): boolean =>
  wanted !== undefined && (isEmpty(current) || (way === 'keepInStep' && oneLine(current) !== oneLine(wanted)));

/** A name is changed only to keep in step; "Name (account number)" is a name of ours too, and stays. */
const renamed = ({ customer, contact, way }: ContactQuestion): Pick<ContactChange, 'Name'> => {
  const name = nameInXero(customer, false);
  const known = [name, nameInXero(customer, true)].map(foldedName);
  return way !== 'keepInStep' || !isNameAllowed(name) || known.includes(foldedName(contact.Name)) ? {} : { Name: name };
};

const phonesOf = (wanted: ContactToMake, { contact, way }: ContactQuestion): Pick<ContactChange, 'Phones'> => {
  const number = wanted.Phones?.[0]?.PhoneNumber;
  const current = contact.Phones?.find(({ PhoneType }) => PhoneType === 'DEFAULT')?.PhoneNumber;
  return wanted.Phones && differs(way, number, current) ? { Phones: wanted.Phones } : {};
};

/** An address is one thing: its lines are never mixed of two. */
const addressesOf = (wanted: ContactToMake, { contact, way }: ContactQuestion): Pick<ContactChange, 'Addresses'> => {
  const address = wanted.Addresses?.[0];
  if (!wanted.Addresses || !address) return {};
  const current = contact.Addresses?.find(({ AddressType }) => AddressType === 'POBOX') ?? {};
  const { AddressType: _type, ...lines } = address;
  const parts = ['AddressLine1', 'AddressLine2', 'City', 'Region', 'PostalCode', 'Country'] as const;
  const empty = parts.every((part) => isEmpty(current[part]));
  const same = parts.every((part) => oneLine(current[part]) === oneLine(lines[part]));
  return same || (!empty && way === 'fillEmpty') ? {} : { Addresses: wanted.Addresses };
};

/** Decides. Pure: an answer that got lost is resolved by asking again, which finds nothing left to change. */
export const decideContactUpdate = (question: ContactQuestion): ContactUpdateDecision => {
  const { customer, contact, way, shared } = question;
  if (way === 'never' || !isActive(contact) || !isEmpty(contact.MergedToContactID)) return { kind: 'nothing' };
  // The primary contact only serves for making a contact: in one that exists somebody may have entered whom it is really reached by.
  const wanted = contactToMake({ ...customer, primaryContact: null }, nameInXero(customer, false));
  const change: ContactChange = {
    ContactID: contact.ContactID,
    ...renamed(question),
    ...Object.fromEntries(texts.flatMap((field) => (differs(way, wanted[field], contact[field]) ? [[field, wanted[field]]] : []))),
    ...phonesOf(wanted, question),
    ...addressesOf(wanted, question),
  };
  if (Object.keys(change).length === 1) return { kind: 'nothing' };
  return shared || isOfAnother(contact, customer) ? { kind: 'refused', cause: 'CONTACT_SHARED' } : { kind: 'change', change };
};
