/** Step 7 of the line: one frozen call, and what became of each of its members. */
import type { Outcome } from '../core/outcome.ts';
import type { PostingState } from '../core/posting-states.ts';
import { RemoteError } from '../errors.ts';
import { commitCall, noCallFollowed, settleCall } from '../store/calls.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Lease } from '../store/lanes.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Mover, PostingChange } from '../store/posting-moves.ts';
import type { KindOfWork } from '../store/schema.ts';
import type { Place } from '../xero/client.ts';
import { putDocuments } from '../xero/post-documents.ts';
import { countAge, isYoung, tooOld } from './age-of-call.ts';
import { forgetNumber } from './earlier-calls.ts';
import { checking, identity, judge, receiptOf } from './judge-call.ts';
import type { ToSend } from './prepare.ts';
import { obstacleOf, putOff, restFor } from './put-off.ts';
import { refusalOf } from './refusal.ts';
import { causeOfRefusal } from './refused-by-xero.ts';
import type { Services } from './services.ts';

/** Under what a call is made. */
export interface CallOptions {
  readonly lease: Lease;
  readonly kind: KindOfWork;
  /** Its place among Xero's calls; a call that is split waits for further ones itself. */
  readonly place: Place | null;
}

/** Grows with the call. */
export const timeoutOf = (elements: number): number => 30_000 + 2_000 * elements;

/** Xero takes no larger request. */
const MOST_BYTES = 3_500_000;
/** What is split waits so long for the place of each half. */
const HALF_PATIENCE_MS = 90_000;

/** The order in which a call holds its members: it can be built again byte for byte. */
export const inOrder = (members: readonly ToSend[]): readonly ToSend[] =>
  members.toSorted((a, b) => (a.posting.id < b.posting.id ? -1 : 1));

/**
 * Commits the call, sends it once, and moves every member to what the answer says of it.
 * @returns what to tell; members that may be tried again later are due again and not among it
 */
export const putCall = async (
  services: Services,
  stored: StoredConnection,
  options: CallOptions,
  unordered: readonly ToSend[],
): Promise<Outcome[]> => {
  const { ledger } = services;
  const { lease } = options;
  const members = inOrder(unordered);
  if (members.length === 0) return [];
  const documents = members.map(({ document }) => document);
  const body = JSON.stringify(documents);
  if (members.length > 1 && Buffer.byteLength(body) > MOST_BYTES) return putHalves(services, stored, options, members);
  const timeoutMs = timeoutOf(members.length);
  const age = countAge(() => ledger.now());
  const callId = await commitCall(ledger, {
    laneId: lease.laneId,
    epoch: lease.epoch,
    kind: options.kind,
    body,
    timeoutMs,
    members: members.map((member) => ({
      postingId: member.posting.id,
      identity: identity(member),
      invoiceRowVersion: member.invoiceRowVersion,
    })),
  });
  if (callId === null) {
    await noCallFollowed(ledger, members);
    return [];
  }
  await services.atStep('call-committed');

  const sentAt = ledger.now();
  try {
    const { elements } = await putDocuments(services.xero(stored), documents, {
      idempotencyKey: callId,
      timeoutMs,
      ...(options.place ? { place: options.place } : {}),
      // A process that was stopped here for long must not send what others have looked up and sent meanwhile.
      maySend: async () => {
        if (!(await services.lanes.maySend(lease.laneId, lease.epoch))) return false;
        if (!isYoung(services, age())) throw tooOld();
        return true;
      },
    });
    await services.atStep('call-answered');
    const outcomes = await settleCall(ledger, callId, 'answered', (inside) =>
      judge({ services, stored, ledger: inside, lease, callId, sentAt, from: 'intended' }, members, elements),
    );
    await services.atStep('postings-moved');
    return outcomes;
  } catch (problem) {
    if (!(problem instanceof RemoteError)) throw problem;
    services.log.warn(
      { code: problem.code, status: problem.status, executed: problem.executed, call: callId, members: members.length },
      'a call to Xero failed',
    );
    if (problem.executed === 'unknown') return doubt(services, lease, members, callId, sentAt);
    if (problem.status === 400 && members.length > 1) return sendApart(services, stored, options, members, callId);
    if (problem.status === 400 || problem.code === 'XERO_FORBIDDEN') return refuse(services, stored, lease, members, callId, problem);
    return giveBack(services, stored, lease, members, callId, problem);
  }
};

/** Two calls with keys of their own in place of one that was certainly not executed; they wait for their places one after the other. */
const putHalves = async (
  services: Services,
  stored: StoredConnection,
  { lease, kind, place }: CallOptions,
  members: readonly ToSend[],
): Promise<Outcome[]> => {
  const half = Math.ceil(members.length / 2);
  const outcomes: Outcome[] = [];
  let ready = place;
  for (const part of [members.slice(0, half), members.slice(half)].filter(({ length }) => length > 0)) {
    try {
      ready ??= await services.xero(stored).enter(HALF_PATIENCE_MS);
    } catch (problem) {
      if (!(problem instanceof RemoteError)) throw problem;
      await noCallFollowed(services.ledger, part);
      outcomes.push(...(await giveBackUnsent(services, stored, part, problem)));
      continue;
    }
    const own = ready;
    ready = null;
    try {
      outcomes.push(...(await putCall(services, stored, { lease, kind, place: own }, part)));
    } finally {
      // A call that never left must not keep its place, which does nothing where the request has left it.
      own.leave(null);
    }
  }
  return outcomes;
};

/** A call that Xero refuses whole has one bad member at least: halves are sent apart until it stands alone (posting protocol, section 2). */
const sendApart = async (
  services: Services,
  stored: StoredConnection,
  { lease, kind }: CallOptions,
  members: readonly ToSend[],
  callId: string,
): Promise<Outcome[]> => {
  const back = await settleCall(services.ledger, callId, 'not-executed', (inside) =>
    // What was announced stands for the halves.
    moveAll(services, inside, { ...lease, callId }, members, 'prepared', 0, ({ posting: { attempts } }) => ({ attempts })),
  );
  return putHalves(services, stored, { lease, kind, place: null }, back);
};

/** What would be refused again: a member that stands alone, or whatever is sent by somebody without the role for it. */
const refuse = async (
  services: Services,
  stored: StoredConnection,
  lease: Lease,
  members: readonly ToSend[],
  callId: string,
  problem: RemoteError,
): Promise<Outcome[]> => {
  const cause = await causeOfRefusal(services, stored, members[0]?.addressee.organisationName ?? '', problem);
  const refused = await settleCall(services.ledger, callId, 'not-executed', (inside) =>
    moveAll(services, inside, { ...lease, callId }, members, 'refused', 0, () => ({ cause: cause.code })),
  );
  return refused.map(({ addressee }) => refusalOf(addressee, [cause], problem.detail));
};

/** Puts off what stays prepared. @returns what people are told meanwhile */
export const giveBackUnsent = async (
  services: Services,
  stored: StoredConnection,
  members: readonly ToSend[],
  problem: RemoteError,
): Promise<Outcome[]> => {
  return putOff(
    services,
    stored,
    members.map(({ addressee }) => addressee),
    obstacleOf(problem),
  );
};

const giveBack = async (
  services: Services,
  stored: StoredConnection,
  lease: Lease,
  members: readonly ToSend[],
  callId: string,
  problem: RemoteError,
): Promise<Outcome[]> => {
  const back = await settleCall(services.ledger, callId, 'not-executed', (inside) =>
    moveAll(services, inside, { ...lease, callId }, members, 'prepared', restFor(services, obstacleOf(problem))),
  );
  return giveBackUnsent(services, stored, back, problem);
};

const doubt = async (services: Services, lease: Lease, members: readonly ToSend[], callId: string, sentAt: number): Promise<Outcome[]> => {
  const moved = await settleCall(services.ledger, callId, 'in-doubt', (inside) =>
    moveAll(services, inside, { ...lease, callId }, members, 'doubtful', restFor(services, { hindrance: 'first-look-up' })),
  );
  return moved.map((member) => checking(member, receiptOf(member, callId, sentAt, null)));
};

/** @returns those that were still ours to move: of this very call, which others may have ended and followed by one of their own */
const moveAll = async (
  services: Services,
  ledger: Ledger,
  mover: Mover & { readonly callId: string },
  members: readonly ToSend[],
  to: PostingState,
  dueInMs: number,
  more: (member: ToSend) => PostingChange = () => ({}),
): Promise<ToSend[]> => {
  const moved: ToSend[] = [];
  for (const member of members) {
    const change = { ...more(member), ...(to === 'doubtful' ? {} : forgetNumber(member.posting)), due_at: ledger.now() + dueInMs };
    if (await services.safeguards.movePosting(ledger, member.posting.id, 'intended', to, change, mover)) moved.push(member);
  }
  return moved;
};
