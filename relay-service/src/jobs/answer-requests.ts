/** Step 8 of the line: Dynamics hears what became of each request; then the ledger notes that it was told. */
import type { Outcome } from '../core/outcome.ts';
import { writeOutcomes } from '../dataverse/write-outcomes.ts';
import type { StoredConnection } from '../store/connections.ts';
import { movePosting, notePosting } from '../store/postings.ts';
import { endRequest, postponeRequests } from '../store/requests.ts';
import type { Services } from './services.ts';

/** An answer that Dataverse refuses is not refused less a second later. */
const TELL_AGAIN_MS = 60_000;

const note = async (services: Services, stored: StoredConnection, outcome: Outcome): Promise<void> => {
  const { ledger } = services;
  switch (outcome.kind) {
    case 'sent':
      if (outcome.receipt) await movePosting(ledger, outcome.receipt.intentId, 'posted', 'told', { number_sealed: null });
      return endRequest(ledger, stored.environment_id, outcome.requestId, { state: 'done', postingId: outcome.receipt?.intentId ?? null });
    case 'checked':
      return endRequest(ledger, stored.environment_id, outcome.requestId, { state: 'done' });
    case 'refused':
      return endRequest(ledger, stored.environment_id, outcome.requestId, { state: 'refused', cause: outcome.reasons[0]?.code ?? null });
    case 'checking':
      // The posting answers from here on: its request waits for it and is not read again.
      return endRequest(ledger, stored.environment_id, outcome.requestId, { state: 'done', postingId: outcome.receipt?.intentId ?? null });
    case 'waiting':
      return undefined;
  }
};

/**
 * Writes answers to Dynamics. A failure is not the end: postings stay untold and `tell-outcomes` repeats it, requests are due again.
 */
export const answerRequests = async (services: Services, stored: StoredConnection, outcomes: readonly Outcome[]): Promise<void> => {
  if (outcomes.length === 0) return;
  const told = await writeOutcomes(services.dataverse(stored.environment), outcomes);
  await services.atStep('outcomes-written');
  const untold = outcomes.filter(({ requestId }) => told.get(requestId) === 'failed');
  for (const outcome of outcomes) if (!untold.includes(outcome)) await note(services, stored, outcome);
  if (untold.length > 0) {
    services.log.warn({ requests: untold.map(({ requestId }) => requestId) }, 'answers could not be written; they are told again');
    for (const outcome of untold)
      if (outcome.kind === 'sent' && outcome.receipt)
        await notePosting(services.ledger, outcome.receipt.intentId, { due_at: services.ledger.now() + TELL_AGAIN_MS });
    await postponeRequests(
      services.ledger,
      stored.environment_id,
      untold.map(({ requestId }) => requestId),
      TELL_AGAIN_MS,
    );
  }
  await services.atStep('outcomes-noted');
};
