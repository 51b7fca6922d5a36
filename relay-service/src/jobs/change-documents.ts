/**
 * Approve and Void. The status at Xero is read first, so that repeating a request that got lost on the way changes nothing twice;
 * an answer that got lost is resolved by reading again.
 */
import { randomUUID } from 'node:crypto';
import { causeOfXeroError } from '../core/cause-of-xero-error.ts';
import { reason } from '../core/causes.ts';
import { describeAlreadySent, describeChanged } from '../core/describe-outcome.ts';
import { isCreditNote } from '../core/document-kinds.ts';
import type { Addressee, Outcome } from '../core/outcome.ts';
import { portions } from '../core/portions.ts';
import type { StatusAction } from '../core/status-change.ts';
import { decideStatusChange } from '../core/status-change.ts';
import { RemoteError } from '../errors.ts';
import type { Lease } from '../store/lanes.ts';
import { stillHolds } from '../store/lanes.ts';
import type { NewStatus } from '../xero/change-status.ts';
import { changeStatus } from '../xero/change-status.ts';
import { findByIds } from '../xero/find-documents.ts';
import { addresseeOf, addresseeOfFormer, refOf } from './addressee.ts';
import { latestPostings, withoutThoseOnTheirWay } from './latest-postings.ts';
import type { Asked, AskedOfConnection } from './read-asked.ts';
import type { Obstacle } from './put-off.ts';
import { obstacleOf, putOff } from './put-off.ts';
import { refusalOf } from './refusal.ts';
import { causeOfRefusal } from './refused-by-xero.ts';
import type { Services } from './services.ts';

/** Documents of one call. */
const AT_ONCE = 25;
const timeoutOf = (elements: number): number => 30_000 + 2_000 * elements;

export const isStatusAction = (action: string): action is StatusAction => action === 'approve' || action === 'void';

interface Change extends NewStatus {
  readonly addressee: Addressee;
  readonly action: StatusAction;
}

const statusUnknown: Obstacle = { hindrance: 'status-unknown' };

const waiting = (
  services: Services,
  work: AskedOfConnection,
  changes: readonly Change[],
  obstacle: Obstacle = statusUnknown,
): Promise<Outcome[]> =>
  putOff(
    services,
    work.stored,
    changes.map(({ addressee }) => addressee),
    obstacle,
  );

const send = async (services: Services, work: AskedOfConnection, lease: Lease, changes: readonly Change[]): Promise<Outcome[]> => {
  const timeoutMs = timeoutOf(changes.length);
  if (!(await stillHolds(services.ledger, lease, services.config.instanceId))) return waiting(services, work, changes);
  try {
    const body = changes.map(({ id, type, status }) => ({ id, type, status }));
    const answers = await changeStatus(services.xero(work.stored), body, { idempotencyKey: randomUUID(), timeoutMs });
    const unanswered: Change[] = [];
    const outcomes = changes.flatMap((change): Outcome[] => {
      const answer = answers.find(({ id }) => id.toLowerCase() === change.id.toLowerCase());
      if (answer?.document)
        return [
          {
            ...change.addressee,
            kind: 'sent',
            document: answer.document,
            receipt: null,
            message: describeChanged(change.action, answer.document),
          },
        ];
      if (answer && answer.errors.length > 0)
        return [refusalOf(change.addressee, [causeOfXeroError(answer.errors.join(' '))], answer.errors.join('\n'))];
      unanswered.push(change);
      return [];
    });
    return [...outcomes, ...(await waiting(services, work, unanswered))];
  } catch (problem) {
    if (!(problem instanceof RemoteError)) throw problem;
    services.log.warn({ code: problem.code, status: problem.status, members: changes.length }, 'a change of status got no good answer');
    if (problem.executed === 'unknown') return waiting(services, work, changes);
    if (problem.retryable) return waiting(services, work, changes, obstacleOf(problem));
    const cause = await causeOfRefusal(services, work.stored, work.connection.organisation.name, problem);
    return changes.map(({ addressee }) => refusalOf(addressee, [cause], problem.detail ?? null));
  }
};

/** Answers Approve and Void requests of a connection while its lane is held. */
export const changeDocuments = async (
  services: Services,
  work: AskedOfConnection,
  lease: Lease,
  asked: readonly Asked[],
): Promise<Outcome[]> => {
  const rest = await withoutThoseOnTheirWay(services, work.stored, asked);
  if (rest.length === 0) return [];
  const postings = await latestPostings(
    services,
    work.stored,
    rest.map(({ request }) => request.invoiceId),
  );
  const refs = rest.flatMap(({ request }) => {
    const posting = postings.get(request.invoiceId);
    return posting ? (refOf(posting) ?? []) : [];
  });
  const documents = await findByIds(services.xero(work.stored), refs);
  const outcomes: Outcome[] = [];
  const changes: Change[] = [];
  for (const { request, invoice, requester } of rest) {
    const addressee = addresseeOf(request, invoice, work.connection, work.stored);
    const posting = postings.get(request.invoiceId);
    const document = documents.find(({ id }) => id === posting?.xero_document_id);
    if (!isStatusAction(request.action)) continue;
    if (!posting || !document) {
      outcomes.push(
        refusalOf(addressee, [reason(requester.mayRead ? 'NOT_IN_XERO' : 'NO_RIGHT_TO_INVOICE', { requester: requester.name })]),
      );
      continue;
    }
    const { organisation, settings } = work.connection;
    const { action } = request;
    const decision = decideStatusChange({ action, document, organisation, settings, requester, ownerId: addressee.ownerId });
    if (decision.kind === 'refused') outcomes.push(refusalOf(addressee, decision.reasons));
    else if (decision.kind === 'is-so')
      outcomes.push({
        ...addresseeOfFormer(addressee, posting, work.stored),
        kind: 'sent',
        document,
        receipt: null,
        message: describeAlreadySent(document),
      });
    else changes.push({ addressee, action, id: document.id, type: document.type, status: decision.status });
  }
  for (const group of Map.groupBy(changes, ({ type }) => isCreditNote(type)).values())
    for (const some of portions(group, AT_ONCE)) outcomes.push(...(await send(services, work, lease, some)));
  return outcomes;
};
