/** Allocate: somebody asks for what the settings leave to people, or asks once more for what was refused, or removed in Xero. */
import { reason } from '../../core/causes.ts';
import { mayChange } from '../../core/requester-rights.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { StoredConnection } from '../../store/connections.ts';
import type { Lease } from '../../store/lanes.ts';
import { effectsOf, effectWasTold, wantEffect } from '../../store/effects.ts';
import { postponeRequests } from '../../store/requests.ts';
import type { EffectsTable } from '../../store/schema.ts';
import { addresseeOf } from '../addressee.ts';
import { withoutThoseOnTheirWay } from '../latest-postings.ts';
import type { Asked, AskedOfConnection } from '../read-asked.ts';
import { restFor } from '../put-off.ts';
import { refusalOf } from '../refusal.ts';
import type { Services } from '../services.ts';
import { runAllocation } from './allocate.ts';
import { postingsInXero } from './context.ts';

/**
 * What this request runs: the allocation that the document calls for; once that is done by another, one of its own, for somebody may have
 * removed it in Xero since. What the request began before is gone on with, so that its allocation is one across lost answers.
 */
const effectFor = async (
  { ledger }: Services,
  stored: StoredConnection,
  { id: requestId, invoiceId: subjectId }: Asked['request'],
  documentId: string,
): Promise<EffectsTable | undefined> => {
  const own = `${documentId}:${requestId}`;
  const known = async (occasion: string) =>
    (await effectsOf(ledger, stored, 'allocation', [subjectId])).find((each) => each.occasion === occasion);
  const want = async (occasion: string) => {
    await wantEffect(ledger, stored, { kind: 'allocation', subjectId, occasion, requestId });
    return known(occasion);
  };
  if (await known(own)) return want(own);
  const effect = await want(documentId);
  return effect?.state === 'done' && effect.request_id !== requestId ? want(own) : effect;
};

const allocateOne = async (services: Services, work: AskedOfConnection, lease: Lease, asked: Asked): Promise<Outcome> => {
  const { stored, connection } = work;
  const { ledger } = services;
  const { request, invoice, requester } = asked;
  const addressee = addresseeOf(request, invoice, connection, stored);
  const stop = mayChange(requester, 'Allocating');
  if (stop) return refusalOf(addressee, [stop]);
  const context = { services, stored, lease, connection, xero: services.xero(stored) };
  const posting = (await postingsInXero(context, [request.invoiceId])).get(request.invoiceId);
  if (!posting?.xero_document_id)
    return refusalOf(addressee, [reason(invoice?.creditsInvoiceId ? 'NOT_IN_XERO' : 'ALLOCATION_NEEDS_INVOICE')]);
  const effect = await effectFor(services, stored, request, posting.xero_document_id);
  const outcome = effect && effect.state !== 'intended' ? await runAllocation(context, effect) : null;
  if (!effect || !outcome) {
    await postponeRequests(ledger, stored.environment_id, [request.id], restFor(services, { hindrance: 'effect-unsettled' }));
    const message = 'Xero gave no answer yet. The connector looks again in a few seconds.';
    return { ...addressee, kind: 'waiting', receipt: null, message };
  }
  // The request's own answer tells it.
  await effectWasTold(ledger, effect.id);
  return outcome.reason || !outcome.document
    ? refusalOf(addressee, outcome.reason ? [outcome.reason] : [], outcome.xeroError)
    : { ...addressee, kind: 'sent', document: outcome.document, receipt: null, message: outcome.message };
};

/** Answers Allocate requests of a connection while its lane is held, one after the other. */
export const allocateOnRequest = async (
  services: Services,
  work: AskedOfConnection,
  lease: Lease,
  asked: readonly Asked[],
): Promise<Outcome[]> => {
  const rest = await withoutThoseOnTheirWay(services, work.stored, asked, ({ request, invoice }) => [
    request.invoiceId,
    ...(typeof invoice?.creditsInvoiceId === 'string' ? [invoice.creditsInvoiceId] : []),
  ]);
  const outcomes: Outcome[] = [];
  for (const each of rest) outcomes.push(await allocateOne(services, work, lease, each));
  return outcomes;
};
