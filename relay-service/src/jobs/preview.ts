/** Check: the very document that would be posted, or what stands in the way. Looks at Xero, changes nothing there. */
import { createHash } from 'node:crypto';
import { verdictOf } from '../core/causes.ts';
import { describeReady, describeRefusal } from '../core/describe-outcome.ts';
import type { Mapped } from '../core/document.ts';
import type { Outcome } from '../core/outcome.ts';
import { findByNumbers } from '../xero/find-documents.ts';
import { addresseeOf } from './addressee.ts';
import type { Candidate } from './earlier-documents.ts';
import { contactsInPreview } from './find-contacts.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** A request for a preview; `map` takes what looking at Xero has found. */
export interface ToPreview {
  readonly asked: Candidate;
  readonly first: Mapped;
  readonly map: (seen: { readonly contactId: string | null; readonly numbersTaken: readonly string[] }) => Mapped;
}

const verdictNames = { Ready: 'ready', Blocked: 'blocked', NeedsChoice: 'needsChoice' } as const;

/**
 * Of the document as it was mapped before its contact and its intent were known, so that making the contact does not change it.
 * Null where nothing would be posted.
 */
export const fingerprintOf = (first: Mapped): string | null =>
  first.verdict === 'Ready' ? createHash('sha256').update(JSON.stringify(first.document)).digest('base64url') : null;

const numberOf = (mapped: Mapped): string[] =>
  mapped.verdict === 'Ready' && mapped.document.Type === 'ACCREC' && mapped.document.InvoiceNumber !== undefined
    ? [mapped.document.InvoiceNumber]
    : [];

const checked = (work: AskedOfConnection, { asked, first }: ToPreview, mapped: Mapped, contact: object): Outcome => {
  const reasons = mapped.verdict === 'Ready' ? [] : mapped.reasons;
  return {
    ...addresseeOf(asked.request, asked.invoice, work.connection, work.stored),
    kind: 'checked',
    verdict: verdictNames[mapped.verdict],
    reasons,
    preview: JSON.stringify({ ...mapped, ...contact, fingerprint: mapped.verdict === 'Ready' ? fingerprintOf(first) : null }),
    message: mapped.verdict === 'Ready' ? describeReady(mapped.predicted) : describeRefusal(reasons),
  };
};

/** Answers Check requests. */
export const preview = async (services: Services, work: AskedOfConnection, toPreview: readonly ToPreview[]): Promise<Outcome[]> => {
  const ready = toPreview.filter(({ first }) => first.verdict === 'Ready');
  const numbers = ready.flatMap(({ first }) => numberOf(first));
  const [contacts, taken] = await Promise.all([
    contactsInPreview(
      services,
      work,
      ready.map(({ asked }) => asked),
    ),
    numbers.length > 0 ? findByNumbers(services.xero(work.stored), numbers) : [],
  ]);
  const numbersTaken = taken.filter(({ type }) => type === 'ACCREC').flatMap(({ number }) => number ?? []);
  return toPreview.map((each) => {
    const contact = contacts.get(each.asked.request.id);
    if (each.first.verdict !== 'Ready' || !contact) return checked(work, each, each.first, {});
    if ('reason' in contact) return checked(work, each, { verdict: verdictOf([contact.reason]), reasons: [contact.reason] }, {});
    const contactId = 'contactId' in contact ? contact.contactId : null;
    return checked(work, each, each.map({ contactId, numbersTaken }), 'toMake' in contact ? { contactToMake: contact.toMake } : {});
  });
};
