/** Check: the very document that would be posted, or what stands in the way. Looks at Xero, changes nothing there. */
import { reason, verdictOf } from '../core/causes.ts';
import { describeReady, describeRefusal } from '../core/describe-outcome.ts';
import type { ContactToMake, Mapped } from '../core/document.ts';
import type { NumberedInBatch } from '../core/numbers-of-batch.ts';
import { reservedNumbers } from '../core/numbers-of-batch.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Following } from '../core/what-follows.ts';
import { describeFollowing } from '../core/what-follows.ts';
import { findByNumbers } from '../xero/find-documents.ts';
import { addresseeOf } from './addressee.ts';
import type { Candidate } from './earlier-documents.ts';
import { whatWouldFollow } from './effects/what-would-follow.ts';
import { contactsInPreview } from './find-contacts.ts';
import { fingerprintOf } from './fingerprint.ts';
import { itemsOfBatch } from './items-of-batch.ts';
import type { Seen } from './map-invoice.ts';
import { numberedOf } from './map-invoice.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** A request for a preview; `map` takes what looking at Xero has found. */
export interface ToPreview {
  readonly asked: Candidate;
  readonly first: Mapped;
  readonly map: (seen: Seen) => Mapped;
}

const verdictNames = { Ready: 'ready', Blocked: 'blocked', NeedsChoice: 'needsChoice' } as const;

const numberOf = (mapped: Mapped): string[] =>
  mapped.verdict === 'Ready' && mapped.document.Type === 'ACCREC' && mapped.document.InvoiceNumber !== undefined
    ? [mapped.document.InvoiceNumber]
    : [];

interface Shown {
  readonly mapped: Mapped;
  readonly contactToMake: ContactToMake | null;
  readonly following: Following | null;
}

/** Everything that the card may say, and in a few sentences what a person reads at once. */
const checked = (work: AskedOfConnection, { asked, first }: ToPreview, { mapped, contactToMake, following }: Shown): Outcome => {
  const ready = mapped.verdict === 'Ready';
  const reasons = ready ? [] : mapped.reasons;
  const warnings = [...((ready ? mapped.warnings : null) ?? []), ...(following?.warnings ?? [])];
  return {
    ...addresseeOf(asked.request, asked.invoice, work.connection, work.stored),
    kind: 'checked',
    verdict: verdictNames[mapped.verdict],
    reasons,
    preview: JSON.stringify({
      ...mapped,
      ...(warnings.length === 0 ? {} : { warnings }),
      ...(contactToMake ? { contactToMake } : {}),
      ...(following
        ? { following: { mail: following.mail, allocation: following.allocation, note: following.note, contact: following.contact } }
        : {}),
      fingerprint: fingerprintOf(first, asked.invoice, mapped, contactToMake || !ready ? null : mapped.document.Contact.ContactID),
    }),
    message: ready
      ? [
          describeReady(mapped.predicted),
          ...(following ? describeFollowing(following) : []),
          ...warnings.map(({ message }) => message),
        ].join(' ')
      : describeRefusal(reasons),
  };
};

/** Number and invoice by which the one of the batch that was asked for first is told from the others. */
const numbered = ({ asked: { request, invoice }, first }: ToPreview): NumberedInBatch[] =>
  first.verdict === 'Ready' ? [numberedOf(request, invoice, first.document)] : [];

/** Answers Check requests. */
export const preview = async (services: Services, work: AskedOfConnection, toPreview: readonly ToPreview[]): Promise<Outcome[]> => {
  const ready = toPreview.filter(({ first }) => first.verdict === 'Ready');
  const numbers = ready.flatMap(({ first }) => numberOf(first));
  const invoices = ready.map(({ asked }) => asked.invoice);
  const [contacts, taken, items] = await Promise.all([
    contactsInPreview(
      services,
      work,
      ready.map(({ asked }) => asked),
    ),
    numbers.length > 0 ? findByNumbers(services.xero(work.stored), numbers) : [],
    itemsOfBatch(services, work, invoices, 'closely'),
  ]);
  const numbersTaken = taken.filter(({ type }) => type === 'ACCREC').flatMap(({ number }) => number ?? []);
  const reserved = reservedNumbers(ready.flatMap(numbered));
  const look = ({ asked, first, map }: ToPreview): Omit<Shown, 'following'> => {
    const contact = contacts.get(asked.request.id);
    if (first.verdict !== 'Ready' || !contact) return { mapped: first, contactToMake: null };
    if ('reason' in contact) return { mapped: { verdict: verdictOf([contact.reason]), reasons: [contact.reason] }, contactToMake: null };
    const other = reserved.get(asked.request.id);
    const stop = other ? [reason('NUMBER_RESERVED', { ...other })] : [];
    if (stop.length > 0) return { mapped: { verdict: verdictOf(stop), reasons: stop }, contactToMake: null };
    const known =
      'contactId' in contact ? { contactId: contact.contactId, contactTerms: contact.terms } : { contactId: null, contactTerms: null };
    return { mapped: map({ ...known, numbersTaken, items }), contactToMake: 'toMake' in contact ? contact.toMake : null };
  };
  const looked = toPreview.map((each) => ({ each, ...look(each) }));
  const following = await whatWouldFollow(
    services,
    work,
    looked.flatMap(({ each, mapped, contactToMake }) => (mapped.verdict === 'Ready' ? [{ asked: each.asked, mapped, contactToMake }] : [])),
  );
  return looked.map(({ each, ...shown }) => checked(work, each, { ...shown, following: following.get(each.asked.request.id) ?? null }));
};
