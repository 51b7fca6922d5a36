/**
 * The story of one round: what was asked becomes documents in Xero, and Dynamics hears of it.
 * read > decide > prepare > announce (the fence) > commit the call > PUT > judge > tell.
 */
import { strangerTo } from '../core/requester-rights.ts';
import type { Lease } from '../store/lanes.ts';
import { stillHolds } from '../store/lanes.ts';
import { postponeRequests } from '../store/requests.ts';
import type { KindOfWork } from '../store/schema.ts';
import { addresseeOf } from './addressee.ts';
import { answerRequests } from './answer-requests.ts';
import { changeDocuments, isStatusAction } from './change-documents.ts';
import { decide } from './decide.ts';
import { allocateOnRequest } from './effects/allocate-on-request.ts';
import { holdFence } from './hold-fence.ts';
import { prepare } from './prepare.ts';
import type { AskedOfConnection } from './read-asked.ts';
import { refusalOf } from './refusal.ts';
import { sendInCalls } from './send-in-calls.ts';
import type { Services } from './services.ts';
import { updateDocuments } from './update-documents.ts';

/** @returns false when this relay may not send, or not before it has looked again */
const isWithinFence = async (services: Services, { stored, connection, asked }: AskedOfConnection): Promise<boolean> => {
  const held = await holdFence(services, stored, connection);
  const ids = asked.map(({ request }) => request.id);
  if (held !== 'held') await postponeRequests(services.ledger, stored.environment_id, ids, 0);
  return held === 'held';
};

/**
 * Serves requests of one connection while its lane is held.
 * Whatever fails on the way leaves each request due again or each posting in a state from which the next round goes on.
 */
export const postDocuments = async (services: Services, lease: Lease, everything: AskedOfConnection, kind: KindOfWork): Promise<void> => {
  const { stored } = everything;
  if (!(await isWithinFence(services, everything))) return;
  const strangers = everything.asked.flatMap((asked) => {
    // Nobody has a right to an invoice that is gone; that is said by its own name.
    const stop = asked.invoice ? strangerTo(asked.requester) : null;
    return stop ? [{ asked, stop }] : [];
  });
  await answerRequests(
    services,
    stored,
    strangers.map(({ asked, stop }) => refusalOf(addresseeOf(asked.request, asked.invoice, everything.connection, stored), [stop])),
  );
  const work = { ...everything, asked: everything.asked.filter((each) => !strangers.some(({ asked }) => asked === each)) };
  const changes = work.asked.filter(({ request }) => isStatusAction(request.action));
  await answerRequests(services, stored, await changeDocuments(services, work, lease, changes));
  const updates = work.asked.flatMap((asked) =>
    asked.request.action === 'update' && asked.invoice ? [{ ...asked, invoice: asked.invoice }] : [],
  );
  await answerRequests(services, stored, await updateDocuments(services, work, lease, updates));
  const allocations = work.asked.filter(({ request }) => request.action === 'allocate');
  await answerRequests(services, stored, await allocateOnRequest(services, work, lease, allocations));
  const changed = new Set([...changes, ...updates, ...allocations].map(({ request }) => request.id));
  const decided = await decide(services, { ...work, asked: work.asked.filter(({ request }) => !changed.has(request.id)) });
  await services.atStep('decided');
  // What a successor has taken up meanwhile is its to answer.
  const isOurs = () => stillHolds(services.ledger, lease, services.config.instanceId);
  if (!(await isOurs())) return;
  await answerRequests(services, stored, decided.answers);

  const prepared = await prepare(services, work, decided.ready);
  await services.atStep('prepared');
  if (!(await isOurs())) return;
  await answerRequests(services, stored, prepared.answers);

  await sendInCalls(services, work, lease, kind, prepared.toSend);
};
