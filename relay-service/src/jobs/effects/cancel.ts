/** Follows a cancellation in Dynamics: deletes, voids or credits the document, by what Xero holds; or says why somebody has to. */
import { decideAllocation } from '../../core/allocation.ts';
import { decideCancellation } from '../../core/cancellation.ts';
import { reason } from '../../core/causes.ts';
import { describeCanceled, statusWord } from '../../core/describe-outcome.ts';
import type { CalendarDate } from '../../core/invoice.ts';
import type { DocumentInXero } from '../../core/outcome.ts';
import { readCanceledBy } from '../../dataverse/find-canceled.ts';
import { moveEffect, noteEffect } from '../../store/effects.ts';
import { findPostingsOfInvoices } from '../../store/postings.ts';
import type { EffectsTable, PostingsTable } from '../../store/schema.ts';
import { RemoteError } from '../../errors.ts';
import { allocateCredit, readCredit } from '../../xero/allocations.ts';
import { changeStatus } from '../../xero/change-status.ts';
import { findByIds } from '../../xero/find-documents.ts';
import { refOf } from '../addressee.ts';
import { todayOf } from '../map-invoice.ts';
import { restFor } from '../put-off.ts';
import { creditedBy } from './allocate.ts';
import type { EffectContext, EffectSubject, RunEffect } from './context.ts';
import { ended, readSubject, refusedBy } from './context.ts';
import { creditNoteOf, postCreditOfDue } from './credit.ts';
import { sendOnce } from './send-once.ts';

const postingOf = async ({ services, stored }: EffectContext, effect: EffectsTable): Promise<PostingsTable | undefined> => {
  const key = { tenantId: stored.tenant_id, organizationId: stored.environment.organization_id };
  const postings = await findPostingsOfInvoices(services.ledger, key, [effect.subject_id]);
  return postings.find(({ id }) => effect.occasion.startsWith(`${id}:`));
};

const done = (effect: EffectsTable, subject: EffectSubject, document: DocumentInXero, how: string) =>
  ended(effect, subject, { result: 'succeeded', message: describeCanceled(how), document });

const refused = (effect: EffectsTable, subject: EffectSubject, detail: string) =>
  refusedBy(effect, subject, reason('XERO_REFUSED_EFFECT', { what: 'what the cancellation in Dynamics asks for' }), { xeroError: detail });

const setStatus: (
  context: EffectContext,
  effect: EffectsTable,
  subject: EffectSubject,
  document: DocumentInXero,
  status: 'VOIDED' | 'DELETED',
) => ReturnType<RunEffect> = async (context, effect, subject, document, status) => {
  const after: { document: DocumentInXero | null } = { document: null };
  const sent = await sendOnce(context, effect, async (call) => {
    const [answer] = await changeStatus(context.xero, [{ id: document.id, type: document.type, status }], call);
    if (answer && answer.errors.length > 0)
      throw new RemoteError({
        code: 'XERO_BAD_REQUEST',
        system: 'Xero',
        message: 'Xero refused the change of status.',
        status: 400,
        executed: 'no',
        retryable: false,
        detail: answer.errors.join('\n'),
      });
    after.document = answer?.document ?? null;
  });
  if (sent.kind === 'refused') return refused(effect, subject, sent.detail);
  const word = status === 'VOIDED' ? 'voided' : 'deleted';
  return sent.kind === 'done'
    ? done(effect, subject, after.document ?? { ...document, status: word }, `${document.number ?? 'the document'} ${word}`)
    : null;
};

const credited = (document: DocumentInXero, credit: DocumentInXero | null): string =>
  `${document.number ?? 'the invoice'} credited with ${credit?.number ?? 'a credit note'}`;

/** The credit note is a posting with the rules of postings; laying it on the invoice is read again where its answer is lost. */
const credit: (
  context: EffectContext,
  effect: EffectsTable,
  subject: EffectSubject,
  document: DocumentInXero,
  date: CalendarDate,
) => ReturnType<RunEffect> = async (context, effect, subject, document, date) => {
  const { services } = context;
  const { ledger } = services;
  const posted = await postCreditOfDue(context, effect, subject, document, date);
  if (posted.kind === 'later') {
    await noteEffect(ledger, effect.id, { due_at: ledger.now() + restFor(services, { hindrance: 'effect-unsettled' }) });
    return null;
  }
  if (posted.kind === 'several') {
    await moveEffect(ledger, effect, 'wanted', 'refused', { cause: 'SEVERAL_IN_XERO' });
    return refusedBy(effect, subject, reason('SEVERAL_IN_XERO'), { document });
  }
  if (posted.kind === 'refused') {
    await moveEffect(ledger, effect, 'wanted', 'refused', { cause: 'XERO_REFUSED_EFFECT' });
    return refused(effect, subject, posted.detail);
  }
  const held = await readCredit(context.xero, posted.creditNoteId);
  const decision = held ? decideAllocation({ credit: held, invoice: document, organisation: context.connection.organisation }) : null;
  const how = credited(document, held?.document ?? null);
  if (!held || decision?.kind !== 'allocate') {
    await moveEffect(ledger, effect, 'wanted', 'done');
    return decision?.kind === 'refused'
      ? refusedBy(effect, subject, decision.reason, { message: `${describeCanceled(how)}. ${decision.reason.message}`, document })
      : done(effect, subject, document, how);
  }
  // A closed period holds the invoice's own date; its credit is laid on it on the day of the credit note.
  const sent = await sendOnce(context, effect, (call) =>
    allocateCredit(
      context.xero,
      { creditNoteId: held.document.id, invoiceId: document.id, amount: decision.amount, date: decision.date },
      call,
    ),
  );
  if (sent.kind === 'refused') return refused(effect, subject, sent.detail);
  return sent.kind === 'done' ? done(effect, subject, creditedBy(document, decision.amount), how) : null;
};

/** What an earlier call of ours made of the document. */
const howItStands = async (context: EffectContext, document: DocumentInXero): Promise<string> => {
  const creditNoteId = await creditNoteOf(context, document);
  const credit = creditNoteId === null ? null : await readCredit(context.xero, creditNoteId);
  return credit ? credited(document, credit.document) : `${document.number ?? 'the document'} ${statusWord(document.status)}`;
};

/** Runs one cancellation. */
export const runCancellation: RunEffect = async (context, effect) => {
  const { services, stored, connection, xero } = context;
  const { ledger } = services;
  const by = await readCanceledBy(services.dataverse(stored.environment), effect.subject_id);
  const posting = await postingOf(context, effect);
  if (posting && ['intended', 'doubtful'].includes(posting.state)) {
    await noteEffect(ledger, effect.id, { due_at: ledger.now() + restFor(services, { hindrance: 'effect-unsettled' }) });
    return null;
  }
  const ref = posting ? refOf(posting) : null;
  const found = by ? await readSubject(context, effect) : null;
  const [document] = ref && found ? await findByIds(xero, [ref]) : [];
  if (!by || !found || !document) {
    if (effect.state === 'wanted') await moveEffect(ledger, effect, 'wanted', 'done');
    return null;
  }
  const subject: EffectSubject = { ...found, addressee: { ...found.addressee, action: 'void', requesterId: by.userId } };
  if (effect.state !== 'wanted') return done(effect, subject, document, document.number ?? 'the document');
  const decision = decideCancellation({
    document,
    organisation: connection.organisation,
    automatic: connection.settings.automaticCreditNote === true,
    today: todayOf(services, context),
  });
  switch (decision.kind) {
    case 'nothing':
      await moveEffect(ledger, effect, 'wanted', 'done');
      // Sent before, and its answer was lost: it is so by our own doing.
      return effect.attempts > 0 ? done(effect, subject, document, await howItStands(context, document)) : null;
    case 'ask':
      await moveEffect(ledger, effect, 'wanted', 'refused', { cause: decision.reason.code });
      return refusedBy(effect, subject, decision.reason, { document });
    case 'change':
      return setStatus(context, effect, subject, document, decision.status);
    case 'credit':
      return credit(context, effect, subject, document, decision.date);
  }
};
