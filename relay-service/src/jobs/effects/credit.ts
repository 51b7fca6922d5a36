/** Posts the credit note of a canceled invoice, by the protocol of postings: a marker of its own, never a second one. */
import { idOf } from '@stl3/solution';
import { creditOfDue, isCreditOfDue } from '../../core/credit-of-due.ts';
import { isLiving } from '../../core/doubts.ts';
import { mayHaveBeenSent, nothingArrivesAfter } from '../../core/first-look.ts';
import type { CalendarDate } from '../../core/invoice.ts';
import type { DocumentInXero } from '../../core/outcome.ts';
import { neverSentStates } from '../../core/posting-states.ts';
import { adoptPosting, knownOf } from '../../store/adopted-postings.ts';
import { movePosting } from '../../store/posting-moves.ts';
import { findPosting, preparePosting } from '../../store/postings.ts';
import type { EffectsTable } from '../../store/schema.ts';
import { findCreditNotesSince } from '../../xero/find-documents.ts';
import { readWholeDocument } from '../../xero/update-document.ts';
import { lostSince } from '../look-first.ts';
import { putCall } from '../put-call.ts';
import type { EffectContext, EffectSubject } from './context.ts';

export type PostedCredit =
  | { readonly kind: 'posted'; readonly creditNoteId: string }
  | { readonly kind: 'refused'; readonly detail: string }
  /** Another life of the ledger made more than one: a person decides. */
  | { readonly kind: 'several' }
  /** On its way, or in doubt until a look-up finds it. */
  | { readonly kind: 'later' };

/**
 * The document is known by the invoice's document in Xero, not by the invoice: Send, Update and Refresh never take it for the invoice's own,
 * and of one document there is one such credit note, whoever cancels how often.
 */
const subjectIdOf = (document: DocumentInXero): string => idOf(`credit-of:${document.id.toLowerCase()}`);

const keyOf = ({ stored }: EffectContext, document: DocumentInXero) =>
  ({
    tenantId: stored.tenant_id,
    organizationId: stored.environment.organization_id,
    invoiceId: subjectIdOf(document),
    documentKind: 'ACCRECCREDIT',
  }) as const;

/** The credit note that a cancellation made of a document; null where there is none. */
export const creditNoteOf = async (context: EffectContext, document: DocumentInXero): Promise<string | null> =>
  (await findPosting(context.services.ledger, keyOf(context, document)))?.xero_document_id ?? null;

/**
 * What a life of the ledger that is lost may have made of it: taken up where it is there (posting protocol, section 8).
 * @returns null where it is to be posted
 */
const lookForLost = async (
  context: EffectContext,
  effect: EffectsTable,
  { invoice }: EffectSubject,
  document: DocumentInXero,
): Promise<PostedCredit | null> => {
  const { services, stored, xero } = context;
  const { ledger } = services;
  if (stored.look_first_before === null || !mayHaveBeenSent(invoice, stored.look_first_before)) return null;
  const known = await findPosting(ledger, keyOf(context, document));
  if (known && !(neverSentStates.includes(known.state) && known.created_at < stored.look_first_before)) return null;
  const made = (await findCreditNotesSince(xero, lostSince(stored))).filter((credit) => isCreditOfDue(credit, document));
  const { intents } = await knownOf(
    ledger,
    made.flatMap(({ intentId }) => intentId ?? []),
    [],
  );
  const lost = made.filter((credit) => isLiving(credit) && !intents.has(credit.intentId?.toLowerCase() ?? ''));
  const [credit, ...others] = lost;
  if (others.length > 0) return { kind: 'several' };
  if (!credit) return ledger.now() < nothingArrivesAfter(stored.look_first_before, services.timeScale) ? { kind: 'later' } : null;
  await adoptPosting(ledger, keyOf(context, document), {
    intentId: credit.intentId ?? '',
    generation: 1,
    xeroDocumentId: credit.id,
    connectionId: stored.id,
    requestId: effect.id,
    since: ledger.now(),
    told: true,
  });
  return { kind: 'posted', creditNoteId: credit.id };
};

/** Posts it unless it is there; asked again until it is. */
export const postCreditOfDue = async (
  context: EffectContext,
  effect: EffectsTable,
  subject: EffectSubject,
  document: DocumentInXero,
  date: CalendarDate,
): Promise<PostedCredit> => {
  const { services, stored, lease, xero } = context;
  const { ledger } = services;
  const lost = await lookForLost(context, effect, subject, document);
  if (lost) return lost;
  const posting = await preparePosting(ledger, keyOf(context, document), { connectionId: stored.id, requestId: effect.id });
  if (posting.state === 'posted') await movePosting(ledger, posting.id, 'posted', 'told', { number_sealed: null });
  if (posting.xero_document_id !== null) return { kind: 'posted', creditNoteId: posting.xero_document_id };
  if (posting.state !== 'prepared') return { kind: 'later' };
  const invoice = await readWholeDocument(xero, { id: document.id, type: document.type });
  const credit = invoice && creditOfDue({ invoice, date, intentId: posting.id });
  if (!credit) return { kind: 'refused', detail: '' };
  const [outcome] = await putCall(services, stored, { lease, kind: 'bulk', place: null }, [
    {
      addressee: { ...subject.addressee, requestId: effect.id },
      posting,
      document: credit,
      total: document.due ?? '0',
      warnings: [],
      invoiceRowVersion: '',
      requestRowVersion: '',
    },
  ]);
  if (outcome?.kind === 'sent') {
    await movePosting(ledger, posting.id, 'posted', 'told', { number_sealed: null });
    return { kind: 'posted', creditNoteId: outcome.document.id };
  }
  return outcome?.kind === 'refused' ? { kind: 'refused', detail: outcome.xeroError ?? outcome.message } : { kind: 'later' };
};
