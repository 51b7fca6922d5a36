/** Step 8 of the line: Dynamics hears what became of each request; then the ledger notes that it was told. */
import type { Outcome } from '../core/outcome.ts';
import { writeOutcomes } from '../dataverse/write-outcomes.ts';
import type { StoredConnection } from '../store/connections.ts';
import { inShortCommits } from '../store/in-short-commits.ts';
import type { Ledger } from '../store/ledger.ts';
import { movePosting, notePosting } from '../store/posting-moves.ts';
import { endRequest, postponeRequests } from '../store/requests.ts';
import { nextTurn } from '../take-turns.ts';
import { restFor } from './put-off.ts';
import { callForEffects } from './effects/call-for-effects.ts';
import type { Services } from './services.ts';

const untoldYet = { hindrance: 'answer-not-written' } as const;

const note = async (ledger: Ledger, stored: StoredConnection, outcome: Outcome): Promise<void> => {
  const end = (how: Pick<Parameters<typeof endRequest>[3], 'state' | 'cause' | 'postingId'>): Promise<void> =>
    endRequest(ledger, stored.environment_id, outcome.requestId, { ...how, connectionId: stored.id });
  switch (outcome.kind) {
    case 'sent':
      if (outcome.receipt) await movePosting(ledger, outcome.receipt.intentId, 'posted', 'told', { number_sealed: null });
      return end({ state: 'done', postingId: outcome.receipt?.intentId ?? null });
    case 'checked':
      return end({ state: 'done' });
    case 'refused':
      return end({ state: 'refused', cause: outcome.reasons[0]?.code ?? null });
    case 'checking':
      // The posting answers from here on: its request waits for it and is not read again.
      return end({ state: 'done', postingId: outcome.receipt?.intentId ?? null });
    case 'waiting':
      return undefined;
  }
};

/**
 * Writes answers to Dynamics. A failure is not the end: postings stay untold and `tell-outcomes` repeats it, requests are due again.
 * @returns those that could not be written
 */
export const answerRequests = async (
  services: Services,
  stored: StoredConnection,
  outcomes: readonly Outcome[],
): Promise<readonly Outcome[]> => {
  if (outcomes.length === 0) return [];
  await callForEffects(services, stored, outcomes);
  // What was written to the ledger so far took its time, and webhooks wait.
  await nextTurn();
  const told = await writeOutcomes(services.dataverse(stored.environment), outcomes);
  await services.atStep('outcomes-written');
  const untold = outcomes.filter(({ requestId }) => told.get(requestId) === 'failed');
  const ended = outcomes.filter((outcome) => !untold.includes(outcome));
  await inShortCommits(services.ledger, ended, (inside, outcome) => note(inside, stored, outcome));
  if (untold.length > 0) {
    services.log.warn({ requests: untold.map(({ requestId }) => requestId) }, 'answers could not be written; they are told again');
    for (const outcome of untold)
      if (outcome.kind === 'sent' && outcome.receipt)
        await notePosting(services.ledger, outcome.receipt.intentId, { due_at: services.ledger.now() + restFor(services, untoldYet) });
    await postponeRequests(
      services.ledger,
      stored.environment_id,
      untold.map(({ requestId }) => requestId),
      restFor(services, untoldYet),
    );
  }
  await services.atStep('outcomes-noted');
  return untold;
};
