/** Lets Xero mail an invoice: once by document, never again by itself, and nothing is said to be sent that nobody saw sent. */
import { reason } from '../../core/causes.ts';
import type { Mapped } from '../../core/document.ts';
import { describeMailed } from '../../core/describe-outcome.ts';
import { decideEmail, isAllowanceUsed } from '../../core/email.ts';
import type { DocumentInXero } from '../../core/outcome.ts';
import { readRequests } from '../../dataverse/read-requests.ts';
import { moveEffect, postponeEffects } from '../../store/effects.ts';
import type { EffectsTable, PostingsTable } from '../../store/schema.ts';
import { findContactsByIds } from '../../xero/contacts.ts';
import { emailInvoice } from '../../xero/email-invoice.ts';
import { findByIds } from '../../xero/find-documents.ts';
import { refOf } from '../addressee.ts';
import { mapper, NO_INTENT, todayOf } from '../map-invoice.ts';
import { readAsked } from '../read-asked.ts';
import type { EffectContext, RunEffect } from './context.ts';
import { ended, postingsInXero, readSubject, refusedBy } from './context.ts';
import { sendOnce } from './send-once.ts';

/** Xero does not say when its day ends; it is asked again so often at most. */
const ALLOWANCE_MS = 6 * 3_600_000;

/** The document as the request that made it would make it now. Null where that request or the invoice is gone. */
const mappedNow = async (context: EffectContext, posting: PostingsTable, effect: EffectsTable): Promise<Mapped | null> => {
  const { services, stored } = context;
  const dataverse = services.dataverse(stored.environment);
  const ids = [posting.request_id, effect.request_id].filter((id) => id !== null);
  const rows = await readRequests(dataverse, ids);
  const request = ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])[0];
  if (!request) return null;
  const { byConnection } = await readAsked(services, [stored], [{ ...request, connectorId: stored.connector_id }]);
  const [work] = byConnection;
  const [asked] = work?.asked ?? [];
  if (!work || !asked?.invoice) return null;
  return mapper(work, { ...asked, invoice: asked.invoice }, null, todayOf(services, work))({ contactId: null, intentId: NO_INTENT });
};

const addressOf = async ({ xero }: EffectContext, { contactId }: DocumentInXero): Promise<string | null> => {
  const [contact] = contactId === null ? [] : await findContactsByIds(xero, [contactId]);
  return contact?.EmailAddress ?? null;
};

/** Runs one mail. */
export const runEmail: RunEffect = async (context, effect) => {
  const { ledger } = context.services;
  const subject = await readSubject(context, effect);
  const posting = (await postingsInXero(context, [effect.subject_id])).get(effect.subject_id);
  const ref = posting ? refOf(posting) : null;
  // Owed for a document that another one has followed meanwhile: nobody wants the old one.
  const stale = effect.occasion !== effect.request_id && effect.occasion !== ref?.id;
  const [document] = ref && subject && !stale ? await findByIds(context.xero, [ref]) : [];
  if (!subject || !posting || !document) {
    if (effect.state === 'wanted') await moveEffect(ledger, effect, 'wanted', 'refused', { cause: 'SENT_BUT_NOT_FOUND' });
    return null;
  }
  if (effect.state === 'unsure') return refusedBy(effect, subject, reason('EMAIL_MAY_HAVE_BEEN_SENT'), { result: 'failed', document });
  const mailed = { result: 'succeeded', message: describeMailed(document), document, sentToContact: true } as const;
  if (effect.state !== 'wanted') return ended(effect, subject, mailed);
  const decision = decideEmail({
    document,
    address: await addressOf(context, document),
    demo: context.connection.organisation.demo,
    mapped: await mappedNow(context, posting, effect),
  });
  if (decision.kind === 'refused') {
    await moveEffect(ledger, effect, 'wanted', 'refused', { cause: decision.reason.code });
    return refusedBy(effect, subject, decision.reason, { document });
  }
  const sent = await sendOnce(context, effect, (call) => emailInvoice(context.xero, document.id, call));
  if (sent.kind === 'done') return ended(effect, subject, mailed);
  if (sent.kind === 'unsure') return refusedBy(effect, subject, reason('EMAIL_MAY_HAVE_BEEN_SENT'), { result: 'failed', document });
  if (sent.kind === 'later') return null;
  if (!isAllowanceUsed(sent.detail))
    return refusedBy(effect, subject, reason('XERO_REFUSED_EFFECT', { what: 'to mail the invoice' }), { xeroError: sent.detail, document });
  await moveEffect(ledger, effect, 'refused', 'wanted', { cause: 'EMAIL_ALLOWANCE_USED' });
  await postponeEffects(ledger, context.stored.id, 'email', ledger.now() + ALLOWANCE_MS / context.services.timeScale);
  const known = effect.cause === 'EMAIL_ALLOWANCE_USED';
  return known ? null : refusedBy(effect, subject, reason('EMAIL_ALLOWANCE_USED'), { result: 'failed', document });
};
