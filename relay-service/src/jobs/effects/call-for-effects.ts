/** Commits what a document calls for, before Dynamics hears of the document: what is owed is not lost where a relay dies in between. */
import { effectsAfter } from '../../core/after-sending.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { StoredConnection } from '../../store/connections.ts';
import { noteUnsureEffect, wantEffect } from '../../store/effects.ts';
import type { Services } from '../services.ts';

/** Safe to repeat: each is owed once. */
export const callForEffects = async ({ ledger }: Services, stored: StoredConnection, outcomes: readonly Outcome[]): Promise<void> => {
  for (const outcome of outcomes) {
    const { afterwards, requestId } = outcome;
    if (!afterwards) continue;
    for (const { onlyAgain, mayBeDone, ...called } of effectsAfter(outcome, afterwards))
      if (mayBeDone) await noteUnsureEffect(ledger, stored, { ...called, requestId });
      else await wantEffect(ledger, stored, { ...called, requestId }, onlyAgain ? 'only-again' : 'asked');
  }
};
