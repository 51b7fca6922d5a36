/** What the ladder may come to, and how the contacts of one rung are judged. */
import { reason } from './causes.ts';
import type { LinkedTo, XeroContactSummary } from './contact-candidates.ts';
import { isActive, isOfAnother, survivorOf } from './contact-candidates.ts';
import type { ContactToMake, Reason } from './document.ts';
import type { Customer } from './invoice.ts';
import { oneLine } from './text.ts';

/** Rung of the ladder that led to a contact. */
export type MatchedBy = 'storedId' | 'contactNumber' | 'accountNumber' | 'name' | 'person';

export type ContactDecision =
  | { readonly kind: 'use'; readonly contactId: string; readonly matchedBy: MatchedBy }
  | { readonly kind: 'make'; readonly contact: ContactToMake }
  | { readonly kind: 'refuse'; readonly reason: Reason }
  | { readonly kind: 'choose'; readonly reason: Reason; readonly candidates: readonly XeroContactSummary[] };

export interface LadderOptions {
  /** Contacts in Xero that another customer is linked to. */
  readonly linkedTo?: LinkedTo;
  /** The request's own choice of contact, made by a person. */
  readonly chosenId?: string | null;
  /** A second contact of one name is made as "Name (account number)". */
  readonly accountNumberInName?: boolean;
  /** Currencies that the organisation uses, of which a new contact may have its own. */
  readonly currencies?: readonly string[];
}

/** Asks a person, who sees these contacts. */
export const choose = (
  code:
    | 'CONTACT_ARCHIVED'
    | 'CONTACT_GONE'
    | 'CONTACT_AMBIGUOUS'
    | 'CONTACT_NAME_DIFFERS'
    | 'CONTACT_NEAR_MATCH'
    | 'CONTACT_OF_ANOTHER'
    | 'CONTACT_OF_SEVERAL',
  customer: Customer,
  candidates: readonly XeroContactSummary[],
): Extract<ContactDecision, { kind: 'choose' }> => ({
  kind: 'choose',
  reason: reason(code, { customer: oneLine(customer.name), contact: candidates[0]?.Name ?? '' }, 'invoice.customerid'),
  candidates,
});

/** Judges the contacts that one rung found: after merges exactly one, active, and nobody else's unless a person linked it. */
export const judge = (
  customer: Customer,
  hits: readonly XeroContactSummary[],
  all: readonly XeroContactSummary[],
  matchedBy: MatchedBy,
  options: LadderOptions,
): ContactDecision => {
  const left = new Map(hits.flatMap((hit) => survivorOf(hit, all) ?? []).map((contact) => [contact.ContactID, contact]));
  if (left.size === 0) return choose('CONTACT_GONE', customer, hits);
  const active = [...left.values()].filter(isActive);
  const [contact] = active;
  if (contact === undefined) return choose('CONTACT_ARCHIVED', customer, [...left.values()]);
  if (active.length > 1) return choose('CONTACT_AMBIGUOUS', customer, active);
  const linked = matchedBy === 'storedId' || matchedBy === 'person';
  if (!linked && isOfAnother(contact, customer, options.linkedTo)) return choose('CONTACT_OF_ANOTHER', customer, [contact]);
  return { kind: 'use', contactId: contact.ContactID, matchedBy };
};
