/** Step 8 of the line: Dynamics hears what became of each request; then the ledger notes that it was told. */
import type { Outcome } from '../core/outcome.ts';
import { writeOutcomes } from '../dataverse/write-outcomes.ts';
import type { StoredConnection } from '../store/connections.ts';
import { movePosting } from '../store/postings.ts';
import { endRequest } from '../store/requests.ts';
import type { Services } from './services.ts';

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
 * Writes answers to Dynamics. A failure is not the end: the postings stay untold and `tell-outcomes` repeats it.
 */
export const answerRequests = async (services: Services, stored: StoredConnection, outcomes: readonly Outcome[]): Promise<void> => {
  if (outcomes.length === 0) return;
  await writeOutcomes(services.dataverse(stored.environment), outcomes);
  await services.atStep('outcomes-written');
  for (const outcome of outcomes) await note(services, stored, outcome);
  await services.atStep('outcomes-noted');
};
