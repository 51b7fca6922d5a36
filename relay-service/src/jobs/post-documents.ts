/**
 * The story of one round: what was asked becomes documents in Xero, and Dynamics hears of it.
 * read > decide > prepare > announce (the fence) > commit the call > PUT > judge > tell.
 */
import { isCreditNote } from '../core/document-kinds.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Lease } from '../store/lanes.ts';
import { announce } from './announce.ts';
import { answerRequests } from './answer-requests.ts';
import { changeDocuments, isStatusAction } from './change-documents.ts';
import { decide } from './decide.ts';
import { prepare } from './prepare.ts';
import { putCall } from './put-call.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';
import { updateDocuments } from './update-documents.ts';

/** Most documents of one call that people wait for (posting protocol, section 2). */
export const CLICKS_PER_CALL = 25;

/**
 * Serves requests of one connection while its lane is held.
 * Whatever fails on the way leaves each request due again or each posting in a state from which the next round goes on.
 */
export const postDocuments = async (services: Services, lease: Lease, work: AskedOfConnection): Promise<void> => {
  const { stored } = work;
  const changes = work.asked.filter(({ request }) => isStatusAction(request.action));
  await answerRequests(services, stored, await changeDocuments(services, work, lease, changes));
  const updates = work.asked.flatMap((asked) =>
    asked.request.action === 'update' && asked.invoice ? [{ ...asked, invoice: asked.invoice }] : [],
  );
  await answerRequests(services, stored, await updateDocuments(services, work, lease, updates));
  const changed = new Set([...changes, ...updates].map(({ request }) => request.id));
  const decided = await decide(services, { ...work, asked: work.asked.filter(({ request }) => !changed.has(request.id)) });
  await services.atStep('decided');
  await answerRequests(services, stored, decided.answers);

  const prepared = await prepare(services, work, decided.ready);
  await services.atStep('prepared');
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
