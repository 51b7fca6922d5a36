/**
 * The story of one round: what was asked becomes documents in Xero, and Dynamics hears of it.
 * read > decide > prepare > announce (the fence) > commit the call > PUT > judge > tell.
 */
import { isCreditNote } from '../core/document-kinds.ts';
import type { Outcome } from '../core/outcome.ts';
import { strangerTo } from '../core/requester-rights.ts';
import type { Lease } from '../store/lanes.ts';
import { stillHolds } from '../store/lanes.ts';
import { addresseeOf } from './addressee.ts';
import { announce } from './announce.ts';
import { answerRequests } from './answer-requests.ts';
import { changeDocuments, isStatusAction } from './change-documents.ts';
import { decide } from './decide.ts';
import { prepare } from './prepare.ts';
import { putCall } from './put-call.ts';
import type { AskedOfConnection } from './read-asked.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';
import { updateDocuments } from './update-documents.ts';

/** Most documents of one call that people wait for (posting protocol, section 2). */
export const CLICKS_PER_CALL = 25;

/**
 * Serves requests of one connection while its lane is held.
 * Whatever fails on the way leaves each request due again or each posting in a state from which the next round goes on.
 */
export const postDocuments = async (services: Services, lease: Lease, everything: AskedOfConnection): Promise<void> => {
  const { stored } = everything;
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
  const changed = new Set([...changes, ...updates].map(({ request }) => request.id));
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

  const held = await announce(services, stored, prepared.toSend);
  await services.atStep('announced');
  const outcomes: Outcome[] = [];
  // Credit notes have an address of their own at Xero.
  for (const group of Map.groupBy(held, ({ document }) => isCreditNote(document.Type)).values())
    for (let start = 0; start < group.length; start += CLICKS_PER_CALL)
      outcomes.push(...(await putCall(services, stored, lease, group.slice(start, start + CLICKS_PER_CALL))));
  await answerRequests(services, stored, outcomes);
};
