/** Lays a credit note on the invoice that it credits. Xero is read first, so that a lost answer is found and nothing is laid twice. */
import type { AllocationDecision, CreditInXero } from '../../core/allocation.ts';
import { decideAllocation } from '../../core/allocation.ts';
import { reason } from '../../core/causes.ts';
import { describeAllocated } from '../../core/describe-outcome.ts';
import { isCreditNote } from '../../core/document-kinds.ts';
import type { EffectOutcome } from '../../core/effect-outcome.ts';
import { parseAmount, ZERO } from '../../core/money.ts';
import type { DocumentInXero } from '../../core/outcome.ts';
import { moveEffect } from '../../store/effects.ts';
import type { EffectsTable } from '../../store/schema.ts';
import { allocateCredit, readCredit } from '../../xero/allocations.ts';
import { findByIds } from '../../xero/find-documents.ts';
import { refOf } from '../addressee.ts';
import type { EffectContext, EffectSubject, RunEffect } from './context.ts';
import { ended, postingsInXero, readSubject, refusedBy } from './context.ts';
import { sendOnce } from './send-once.ts';

interface Both {
  readonly credit: CreditInXero;
  readonly invoice: DocumentInXero | null;
  readonly invoiceId: string;
}

/** Both documents as Xero holds them; else why there is nothing to allocate. */
const readBoth = async (
  context: EffectContext,
  effect: EffectsTable,
  { invoice }: EffectSubject,
): Promise<Both | Extract<AllocationDecision, { kind: 'refused' }>> => {
  const invoiceId = invoice.creditsInvoiceId;
  if (typeof invoiceId !== 'string')
    return { kind: 'refused', reason: reason('ALLOCATION_NEEDS_INVOICE', {}, 'invoice.stl3_creditsinvoiceid') };
  const postings = await postingsInXero(context, [effect.subject_id, invoiceId]);
  const posting = postings.get(effect.subject_id);
  const credited = postings.get(invoiceId);
  const credit =
    posting?.xero_document_id && isCreditNote(posting.document_kind) ? await readCredit(context.xero, posting.xero_document_id) : null;
  if (!credit) return { kind: 'refused', reason: reason('ALLOCATION_OF_INVOICE') };
  const ref = credited ? refOf(credited) : null;
  const [document = null] = ref ? await findByIds(context.xero, [ref]) : [];
  return { credit, invoice: document, invoiceId };
};

/** A document of which so much more is credited. Xero said before what was due, and took the allocation. */
export const creditedBy = (document: DocumentInXero, amount: string): DocumentInXero => {
  const more = parseAmount(amount) ?? ZERO;
  const due = (parseAmount(document.due) ?? ZERO).minus(more);
  const credited = isCreditNote(document.type) ? document.credited : (parseAmount(document.credited) ?? ZERO).plus(more).toFixed(2);
  return { ...document, credited, due: due.toFixed(2), status: due.isZero() ? 'paid' : document.status };
};

const allocated = (
  effect: EffectsTable,
  subject: EffectSubject,
  { credit, invoice, invoiceId }: Both,
  amount: string,
  now: boolean,
): EffectOutcome => {
  const { document } = credit;
  return ended(effect, subject, {
    result: 'succeeded',
    message: describeAllocated(document, invoice?.number ?? null, amount),
    document: now ? creditedBy(document, amount) : document,
    ...(invoice ? { alsoChanged: [{ invoiceId, document: now ? creditedBy(invoice, amount) : invoice }] } : {}),
  });
};

/** Runs one allocation. */
export const runAllocation: RunEffect = async (context, effect) => {
  const { ledger } = context.services;
  const subject = await readSubject(context, effect);
  const both = subject ? await readBoth(context, effect, subject) : null;
  if (!subject || !both) {
    if (effect.state === 'wanted') await moveEffect(ledger, effect, 'wanted', 'refused', { cause: 'INVOICE_GONE' });
    return null;
  }
  const decision = 'kind' in both ? both : decideAllocation({ ...both, organisation: context.connection.organisation });
  if (decision.kind === 'refused') {
    if (effect.state === 'wanted') await moveEffect(ledger, effect, 'wanted', 'refused', { cause: decision.reason.code });
    return refusedBy(effect, subject, decision.reason);
  }
  if ('kind' in both) return null;
  if (decision.kind === 'is-so' || effect.state !== 'wanted') {
    if (effect.state === 'wanted') await moveEffect(ledger, effect, 'wanted', 'done');
    return allocated(effect, subject, both, decision.amount, false);
  }
  const { amount, date } = decision;
  const sent = await sendOnce(context, effect, (call) =>
    allocateCredit(context.xero, { creditNoteId: both.credit.document.id, invoiceId: both.invoice?.id ?? '', amount, date }, call),
  );
  if (sent.kind === 'done') return allocated(effect, subject, both, amount, true);
  return sent.kind === 'refused'
    ? refusedBy(effect, subject, reason('XERO_REFUSED_EFFECT', { what: 'the allocation' }), { xeroError: sent.detail })
    : null;
};
