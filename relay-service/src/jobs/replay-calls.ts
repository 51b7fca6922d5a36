/**
 * The quickest end of a doubt: the same call once more under its own key, less than five minutes after it was sent. Xero answers what it
 * answered then, or does now what never arrived; either way every doubt of the call is over (posting protocol, sections 2 and 4).
 */
import type { Outcome } from '../core/outcome.ts';
import { RemoteError } from '../errors.ts';
import { besideLedger } from '../store/beside-ledger.ts';
import { findCall, settleCall } from '../store/calls.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Lease } from '../store/lanes.ts';
import type { Ledger } from '../store/ledger.ts';
import { membersOfCall } from '../store/postings.ts';
import { reopenRequest } from '../store/requests.ts';
import type { CallsTable, PostingsTable } from '../store/schema.ts';
import { putDocuments } from '../xero/post-documents.ts';
import { isYoung } from './age-of-call.ts';
import { judge } from './judge-call.ts';
import type { ToSend } from './prepare.ts';
import { timeoutOf } from './put-call.ts';
import { rebuildCall } from './rebuild-call.ts';
import type { Services } from './services.ts';

/** Calls that were tried once; whatever is still in doubt then is looked up. */
const tried = besideLedger(() => new Set<string>());
const isFirstTry = (ledger: Ledger, callId: string): boolean => {
  const known = tried(ledger);
  const first = !known.has(callId);
  known.add(callId);
  return first;
};

const ageOf = ({ ledger }: Services, { sent_at }: CallsTable): number => ledger.now() - sent_at;

/** Xero refused the call then, whole: nothing of it was executed, and each member goes back to where it was. */
const giveBack = (services: Services, stored: StoredConnection, lease: Lease, call: CallsTable, members: readonly ToSend[]) =>
  settleCall(services.ledger, call.id, 'not-executed', async (inside) => {
    for (const { posting, addressee } of members)
      if (await services.safeguards.movePosting(inside, posting.id, 'doubtful', 'prepared', { due_at: inside.now() }, lease))
        await reopenRequest(inside, stored.environment_id, addressee.requestId);
  });

const replay = async (
  services: Services,
  stored: StoredConnection,
  lease: Lease,
  call: CallsTable,
  members: readonly ToSend[],
): Promise<Outcome[]> => {
  const { ledger } = services;
  try {
    const { elements } = await putDocuments(
      services.xero(stored),
      members.map(({ document }) => document),
      {
        idempotencyKey: call.id,
        timeoutMs: timeoutOf(members.length),
        maySend: async () => (await services.lanes.maySend(lease.laneId, lease.epoch)) && isYoung(services, ageOf(services, call)),
      },
    );
    await services.atStep('call-replayed');
    services.log.info({ call: call.id, members: members.length }, 'a call whose answer was lost was replayed');
    return await settleCall(ledger, call.id, 'answered', (inside) =>
      judge({ services, stored, ledger: inside, lease, callId: call.id, sentAt: call.sent_at, from: 'doubtful' }, members, elements),
    );
  } catch (problem) {
    if (!(problem instanceof RemoteError)) throw problem;
    services.log.warn({ call: call.id, code: problem.code, status: problem.status }, 'a replay got no good answer; look-ups follow');
    // Anything but a refusal of the whole call says nothing of what the first one did.
    if (problem.executed === 'no' && problem.status === 400) await giveBack(services, stored, lease, call, members);
    return [];
  }
};

/**
 * Whether its key may be used once more. Xero keeps keys for each app: under another one the same key would do it again; and a call that was
 * turned away, perhaps in a life that is lost, may have been followed by one under another key.
 */
const mayBeReplayed = (services: Services, { look_first_before }: StoredConnection, lease: Lease, call: CallsTable): boolean =>
  call.lane_id === lease.laneId &&
  call.state !== 'not-executed' &&
  (look_first_before === null || call.sent_at >= look_first_before) &&
  isYoung(services, ageOf(services, call));

/**
 * Replays the calls of these doubts that can be built again, each once.
 * @returns what is certain now, to be told; what is still in doubt is left as it is
 */
export const replayCalls = async (
  services: Services,
  stored: StoredConnection,
  lease: Lease,
  doubts: readonly PostingsTable[],
): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const callId of new Set(doubts.flatMap(({ call_id }) => call_id ?? []))) {
    const call = await findCall(services.ledger, callId);
    if (!call || !mayBeReplayed(services, stored, lease, call) || !isFirstTry(services.ledger, callId)) continue;
    const members = await rebuildCall(services, stored, call, await membersOfCall(services.ledger, stored.id, callId));
    if (members) outcomes.push(...(await replay(services, stored, lease, call, members)));
  }
  return outcomes;
};
