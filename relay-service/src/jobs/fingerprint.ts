/**
 * What a person saw in a preview, so that a post that would differ stops: one part for the document as it was mapped before its contact
 * was known, and one for the contact and what depends on it. The first is compared before anything is looked up or made in Xero.
 */
import { createHash } from 'node:crypto';
import type { Mapped } from '../core/document.ts';
import type { Invoice } from '../core/invoice.ts';

type Ready = Extract<Mapped, { verdict: 'Ready' }>;

const hashed = (seen: unknown): string => createHash('sha256').update(JSON.stringify(seen)).digest('base64url');

/** Of the customer too, and of what the document comes to, which a tax rate moves although no word of it changes. */
const documentPart = ({ document, predicted }: Ready, { customer }: Pick<Invoice, 'customer'>): string =>
  hashed([document, predicted, customer && [customer.kind, customer.id, customer.name]]);

const contactPart = (contactId: string | null, { document }: Ready): string =>
  hashed([contactId?.toLowerCase() ?? null, document.DueDate ?? null]);

/**
 * Of a preview; null where nothing would be posted.
 * @param whole mapped with all that was looked up
 * @param contactId null where it would be made
 */
export const fingerprintOf = (first: Mapped, invoice: Pick<Invoice, 'customer'>, whole: Mapped, contactId: string | null): string | null =>
  first.verdict === 'Ready' && whole.verdict === 'Ready' ? `${documentPart(first, invoice)}.${contactPart(contactId, whole)}` : null;

/** Whether the document is still the one that was seen. */
export const isSeenDocument = (seen: string, first: Ready, invoice: Pick<Invoice, 'customer'>): boolean =>
  seen.split('.')[0] === documentPart(first, invoice);

/**
 * Whether it still goes to the contact that was seen.
 * @param made for this very customer, since then or before: where the preview was of one that is to be made, it is that one
 */
export const isSeenContact = (seen: string, whole: Ready, contactId: string, made: boolean): boolean =>
  [contactId, ...(made ? [null] : [])].some((id) => seen.split('.')[1] === contactPart(id, whole));
