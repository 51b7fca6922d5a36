/** What Xero lists of a contact, and what can be told from one contact alone. */
import { isGuid } from './guid.ts';
import type { Customer } from './invoice.ts';
import { oneLine } from './text.ts';
import type { WirePaymentTerms } from './payment-terms.ts';

/** A contact as Xero lists it, as far as deciding needs it. */
export interface XeroContactSummary {
  readonly ContactID: string;
  readonly Name: string;
  readonly ContactNumber?: string | null;
  readonly AccountNumber?: string | null;
  readonly ContactStatus: string;
  readonly MergedToContactID?: string | null;
  readonly EmailAddress?: string | null;
  readonly PaymentTerms?: WirePaymentTerms | null;
}

/** Contacts in Xero that a customer is linked to: contact id -> customer id. */
export type LinkedTo = Readonly<Record<string, string>>;

/** Ids and account numbers are the same whatever their case and the blanks around them. */
export const sameId = (a: string | null | undefined, b: string): boolean => oneLine(a).toLowerCase() === oneLine(b).toLowerCase();

/** An archived contact, or one of a person who asked to be forgotten, takes no documents. */
export const isActive = ({ ContactStatus }: XeroContactSummary): boolean => ContactStatus === 'ACTIVE';

/** Follows merges to the contact that is left; null where the chain leaves what was read. */
export const survivorOf = (contact: XeroContactSummary, all: readonly XeroContactSummary[]): XeroContactSummary | null => {
  const seen = new Set<string>();
  let current = contact;
  while (oneLine(current.MergedToContactID) !== '') {
    const next = oneLine(current.MergedToContactID).toLowerCase();
    const found = all.find(({ ContactID }) => sameId(ContactID, next));
    if (found === undefined || seen.has(next)) return null;
    seen.add(next);
    current = found;
  }
  return current;
};

/** Contacts that have to be read too before a merge can be followed; the caller asks again until there are none. */
export const mergedIntoUnread = (contacts: readonly XeroContactSummary[]): readonly string[] => {
  const read = new Set(contacts.map(({ ContactID }) => ContactID.toLowerCase()));
  const wanted = contacts.map(({ MergedToContactID }) => oneLine(MergedToContactID).toLowerCase());
  return [...new Set(wanted)].filter((id) => id !== '' && !read.has(id));
};

/** Another row of Dynamics has the contact: by a link, or by a contact number of the form of our ids that is not this customer's. */
export const isOfAnother = (contact: XeroContactSummary, customer: Customer, linkedTo: LinkedTo = {}): boolean => {
  const owner = linkedTo[contact.ContactID];
  return (
    (owner !== undefined && !sameId(owner, customer.id)) ||
    (isGuid(oneLine(contact.ContactNumber)) && !sameId(contact.ContactNumber, customer.id))
  );
};

/** Two account numbers that differ say that these are two branches of one name. */
export const isOtherBranch = (contact: XeroContactSummary, customer: Customer): boolean => {
  const ours = oneLine(customer.accountNumber);
  return oneLine(contact.AccountNumber) !== '' && ours !== '' && !sameId(contact.AccountNumber, ours);
};
