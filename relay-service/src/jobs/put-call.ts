/** Step 7 of the line: one frozen call, and what became of each of its members. */
import { NUMBER_REFUSED } from '../core/doubts.ts';
import { causeOfXeroError } from '../core/cause-of-xero-error.ts';
import { identityOf } from '../core/document-identity.ts';
import type { Outcome, Receipt } from '../core/outcome.ts';
import { describeChecking, describeSent } from '../core/describe-outcome.ts';
import type { PostingState } from '../core/posting-states.ts';
import { RemoteError } from '../errors.ts';
import { commitCall, endCall } from '../store/calls.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Lease } from '../store/lanes.ts';
import { stillHolds } from '../store/lanes.ts';
import type { PostingChange } from '../store/postings.ts';
import { postponeRequests } from '../store/requests.ts';
import type { PutElement } from '../xero/post-documents.ts';
import { putDocuments } from '../xero/post-documents.ts';
import type { ToSend } from './prepare.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

const timeoutOf = (elements: number): number => 30_000 + 2_000 * elements;

/** First look-up of a doubt; the answer may only have been slow. */
const FIRST_LOOK_MS = 1_000;

const identity = ({ document, total }: ToSend) => identityOf(document, total);

const receiptOf = (member: ToSend, callId: string, sentAt: number, answeredAt: number | null): Receipt => ({
  intentId: member.posting.id,
  generation: member.posting.generation,
  callId,
  sentAt: new Date(sentAt).toISOString(),
  answeredAt: answeredAt === null ? null : new Date(answeredAt).toISOString(),
  attempts: member.posting.attempts + 1,
  invoiceRowVersion: member.invoiceRowVersion,
});

const checking = (member: ToSend, receipt: Receipt): Outcome => ({
  ...member.addressee,
  kind: 'checking',
  receipt,
  message: describeChecking(),
});

const isNumberTaken = (element: PutElement): boolean => element.errors.some((error) => /must be unique/i.test(error));

/**
 * Commits the call, sends it once, and moves every member to what the answer says of it.
 * @returns what to tell; members that may be tried again later are due again and not among it
 */
export const putCall = async (
  services: Services,
  stored: StoredConnection,
  lease: Lease,
  members: readonly ToSend[],
): Promise<Outcome[]> => {
  const { ledger } = services;
  const documents = members.map(({ document }) => document);
  const timeoutMs = timeoutOf(members.length);
  const callId = await commitCall(ledger, {
    laneId: lease.laneId,
    epoch: lease.epoch,
    kind: 'clicks',
    body: JSON.stringify(documents),
    timeoutMs,
    members: members.map((member) => ({
      postingId: member.posting.id,
      identity: identity(member),
      invoiceRowVersion: member.invoiceRowVersion,
    })),
  });
  if (callId === null) return [];
  await services.atStep('call-committed');
  // A process that was stopped here for long must not send what a successor has looked up and sent meanwhile.
  if (!(await stillHolds(ledger, lease, services.config.instanceId))) {
    await endCall(ledger, callId, 'not-executed');
    return [];
  }

  const sentAt = ledger.now();
  try {
    const { elements } = await putDocuments(services.xero(stored), documents, { idempotencyKey: callId, timeoutMs });
    await services.atStep('call-answered');
    await endCall(ledger, callId, 'answered');
    const outcomes = await judge(services, lease, members, elements, callId, sentAt);
    await services.atStep('postings-moved');
    return outcomes;
  } catch (problem) {
    if (!(problem instanceof RemoteError)) throw problem;
    services.log.warn(
      { code: problem.code, status: problem.status, executed: problem.executed, call: callId, members: members.length },
      'a call to Xero failed',
    );
    await endCall(ledger, callId, problem.executed === 'no' ? 'not-executed' : 'in-doubt');
    if (problem.executed === 'no' && problem.status === 400) return refusedWhole(services, stored, lease, members, problem);
    return problem.executed === 'no'
      ? await giveBack(services, stored, lease, members, problem)
      : await doubt(services, lease, members, callId, sentAt);
  }
};

const judge = async (
  services: Services,
  lease: Lease,
  members: readonly ToSend[],
  elements: readonly PutElement[],
  callId: string,
  sentAt: number,
): Promise<Outcome[]> => {
  const answeredAt = services.ledger.now();
  const matched = services.safeguards.matchElements(
    members.map((member) => ({ intentId: member.posting.id, number: identity(member).number })),
    elements,
  );
  const { movePosting } = services.safeguards;
  const outcomes: Outcome[] = [];
  for (const member of members) {
    const element = matched.get(member.posting.id);
    // A member that a successor has taken up meanwhile is its to tell.
    const move = (to: PostingState, change: PostingChange) =>
      movePosting(services.ledger, member.posting.id, 'intended', to, change, lease);
    const receipt = receiptOf(member, callId, sentAt, answeredAt);
    if (element?.document && element.errors.length === 0) {
      if (await move('posted', { xero_document_id: element.document.id }))
        outcomes.push({ ...member.addressee, kind: 'sent', document: element.document, receipt, message: describeSent(element.document) });
    } else if (element && element.errors.length > 0 && !isNumberTaken(element)) {
      const cause = causeOfXeroError(element.errors.join(' '));
      if (await move('refused', { cause: cause.code, number_sealed: null }))
        outcomes.push(refusalOf(member.addressee, [cause], element.errors.join('\n')));
    } else {
      // No element of ours, or a number that is taken, perhaps by ourselves: only a look-up tells.
      const taken = element && isNumberTaken(element) ? { cause: NUMBER_REFUSED } : {};
      if (await move('doubtful', { ...taken, due_at: answeredAt })) outcomes.push(checking(member, receipt));
    }
  }
  return outcomes;
};

/** A call that Xero refuses whole has one bad member at least: halves are sent apart until it stands alone (posting protocol, section 2). */
const refusedWhole = async (
  services: Services,
  stored: StoredConnection,
  lease: Lease,
  members: readonly ToSend[],
  problem: RemoteError,
): Promise<Outcome[]> => {
  if (members.length === 1) {
    const cause = causeOfXeroError(problem.detail ?? '');
    const refused = await moveAll(services, lease, members, 'refused', 0, { cause: cause.code, number_sealed: null });
    return refused.map(({ addressee }) => refusalOf(addressee, [cause], problem.detail));
  }
  const back = await moveAll(services, lease, members, 'prepared', 0);
  const half = Math.ceil(back.length / 2);
  const parts = [back.slice(0, half), back.slice(half)].filter(({ length }) => length > 0);
  const outcomes: Outcome[] = [];
  for (const part of parts) outcomes.push(...(await putCall(services, stored, lease, part)));
  return outcomes;
};

const giveBack = async (
  services: Services,
  stored: StoredConnection,
  lease: Lease,
  members: readonly ToSend[],
  problem: RemoteError,
): Promise<Outcome[]> => {
  const delay = problem.retryAfterMs ?? 2_000;
  const back = await moveAll(services, lease, members, 'prepared', delay);
  await postponeRequests(
    services.ledger,
    stored.environment_id,
    back.map(({ addressee }) => addressee.requestId),
    delay,
  );
  return back.map(({ addressee }) => ({
    ...addressee,
    kind: 'waiting',
    receipt: null,
    message: `Xero cannot take the invoice right now. The connector tries again in about ${Math.max(1, Math.ceil(delay / 1000))} seconds.`,
  }));
};

const doubt = async (services: Services, lease: Lease, members: readonly ToSend[], callId: string, sentAt: number): Promise<Outcome[]> =>
  (await moveAll(services, lease, members, 'doubtful', FIRST_LOOK_MS)).map((member) =>
    checking(member, receiptOf(member, callId, sentAt, null)),
  );

/** @returns those that were still ours to move */
const moveAll = async (
  services: Services,
  lease: Lease,
  members: readonly ToSend[],
  to: PostingState,
  dueInMs: number,
  more: PostingChange = {},
): Promise<ToSend[]> => {
  const moved: ToSend[] = [];
  for (const member of members) {
    const change = { ...more, due_at: services.ledger.now() + dueInMs };
    if (await services.safeguards.movePosting(services.ledger, member.posting.id, 'intended', to, change, lease)) moved.push(member);
  }
  return moved;
};
