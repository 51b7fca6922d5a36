/**
 * What became of an invoice before: a document that lives in Xero is answered as it is and never sent again; one that was voided or
 * deleted there, and only proved so by Xero itself, makes room for the next generation.
 */
import { reason } from '../core/causes.ts';
import { describeAlreadySent, describeSent, describeWithNotes } from '../core/describe-outcome.ts';
import type { Invoice } from '../core/invoice.ts';
import type { Resend } from '../core/mapping.ts';
import { kindOf } from '../core/mapping.ts';
import type { Outcome } from '../core/outcome.ts';
import { ADOPTED_GONE } from '../store/adopted-postings.ts';
import { findPostingsOfInvoices } from '../store/postings.ts';
import type { PostingsTable } from '../store/schema.ts';
import { findByIds } from '../xero/find-documents.ts';
import { addresseeOf, addresseeOfFormer, addresseeWithoutRepeats, receiptOf, refOf } from './addressee.ts';
import { notesOnFound } from './notes-on-found.ts';
import type { Asked, AskedOfConnection } from './read-asked.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

/** A request whose invoice is there. */
export type Candidate = Asked & { readonly invoice: Invoice };

export interface Earlier {
  readonly answers: readonly Outcome[];
  /** Those that may be mapped, and which of them follow a document that is gone. */
  readonly fresh: readonly { readonly asked: Candidate; readonly resend: Resend | null }[];
}

const typeAsked = ({ request, invoice }: Candidate) => kindOf(invoice, request.choices.type).type;

/** Whether this very request became the posting, and was or is to be answered by it. */
const becameOf =
  ({ request }: Candidate) =>
  ({ request_id, cause }: PostingsTable): boolean =>
    request_id === request.id && cause !== ADOPTED_GONE;

export const earlierDocuments = async (services: Services, work: AskedOfConnection, candidates: readonly Candidate[]): Promise<Earlier> => {
  const { stored, connection } = work;
  const postings = await findPostingsOfInvoices(
    services.ledger,
    { tenantId: stored.tenant_id, organizationId: stored.environment.organization_id },
    candidates.map(({ invoice }) => invoice.id),
  );
  /** The newest first. */
  const sent = new Map<Candidate, readonly PostingsTable[]>();
  /** A generation that was begun after the document that is gone is gone on with. */
  const next = new Map<Candidate, number>();
  for (const candidate of candidates) {
    const of = postings.filter(
      ({ invoice_id, document_kind }) => invoice_id === candidate.invoice.id && document_kind === typeAsked(candidate),
    );
    const reached = of.filter(({ state }) => state === 'posted' || state === 'told').toSorted((a, b) => b.generation - a.generation);
    sent.set(candidate, reached);
    next.set(candidate, Math.max(0, ...of.map(({ generation }) => generation)));
  }
  const documents = await findByIds(
    services.xero(stored),
    [...sent.values()].flatMap(([posting]) => (posting && refOf(posting)) ?? []),
  );
  const answers: Outcome[] = [];
  const fresh: { asked: Candidate; resend: Resend | null }[] = [];
  for (const asked of candidates) {
    const [posting, ...former] = sent.get(asked) ?? [];
    if (!posting) {
      fresh.push({ asked, resend: null });
      continue;
    }
    const addressee = addresseeOf(asked.request, asked.invoice, connection, stored);
    const addresseeAgain = addresseeOfFormer(addressee, posting, stored);
    const document = documents.find(({ id }) => id === posting.xero_document_id);
    const isOwn = becameOf(asked);
    // Whoever asked for it is answered as the first time, also where Dynamics has lost that answer: what followed it is not done again.
    const untold = posting.state === 'posted' || isOwn(posting);
    if (!document) answers.push(refusalOf(addressee, [reason('SENT_BUT_NOT_FOUND', { organisation: connection.organisation.name })]));
    // Served long ago, and followed by what somebody else sent anew: nothing is done for it any more.
    else if (!isOwn(posting) && former.some(isOwn))
      answers.push({
        ...addresseeWithoutRepeats(addressee),
        kind: 'sent',
        document,
        receipt: null,
        message: describeAlreadySent(document),
      });
    else if (!untold && (document.status === 'voided' || document.status === 'deleted'))
      fresh.push({ asked, resend: { generation: Math.max(posting.generation + 1, next.get(asked) ?? 0), formerNumber: document.number } });
    else if (untold) {
      const receipt = await receiptOf(services.ledger, posting);
      answers.push({
        ...addresseeAgain,
        kind: 'sent',
        document,
        receipt,
        message: describeWithNotes(describeSent(document), notesOnFound(services, work, asked, { document, receipt })),
      });
    } else answers.push({ ...addresseeAgain, kind: 'sent', document, receipt: null, message: describeAlreadySent(document) });
  }
  return { answers, fresh };
};
