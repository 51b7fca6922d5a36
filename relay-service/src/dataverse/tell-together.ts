/**
 * Answers of many documents that were posted together: a request each for all Xero Details, all lines of the history and all requests,
 * which Dataverse does much faster than row by row. One bad row takes its whole list down, so that what this cannot write is written
 * row by row afterwards ("Use bulk operation messages", Microsoft Learn).
 */
import { details, detailsIdOf, history, request } from '@stl3/solution';
import type { Outcome } from '../core/outcome.ts';
import { inTurns } from '../take-turns.ts';
import type { BatchOperation } from './batch.ts';
import type { DataverseClient } from './client.ts';
import { detailsIdentity, detailsRow, historyIdOf, historyRow, requestRow } from './outcome-rows.ts';
import { ownedBy } from './owned-by.ts';

/** Fewer are written row by row. */
export const MANY = 10;

const many = (
  table: { readonly setName: string; readonly logicalName: string },
  action: string,
  rows: readonly object[],
): BatchOperation => ({
  method: 'POST',
  path: `${table.setName}/Microsoft.Dynamics.CRM.${action}`,
  body: { Targets: rows.map((row) => ({ '@odata.type': `Microsoft.Dynamics.CRM.${table.logicalName}`, ...row })) },
});

/** Whether its Xero Details row is known to be there: it was announced before it was sent. */
export const mayBeToldTogether = (outcome: Outcome): boolean => outcome.kind === 'sent' && outcome.receipt?.callId != null;

/**
 * Writes all of these answers.
 * @returns false where anything of it may not have been written; writing it again row by row changes nothing that was
 */
export const tellTogether = async (client: DataverseClient, outcomes: readonly Outcome[], now: string): Promise<boolean> => {
  const rows = await inTurns(outcomes, (outcome) => {
    const detailsId = detailsIdOf(outcome.invoiceId, outcome.connectorId);
    return {
      details: {
        [details.primaryKey]: detailsId,
        ...detailsIdentity(outcome),
        ...detailsRow(outcome, now),
        ...ownedBy(outcome),
      },
      history: { [history.primaryKey]: historyIdOf(outcome), ...historyRow(outcome, detailsId, now), ...ownedBy(outcome) },
      request: { [request.primaryKey]: outcome.requestId, ...requestRow(outcome, now) },
    };
  });
  const results = await client.batch([
    many(
      details,
      'UpdateMultiple',
      rows.map((row) => row.details),
    ),
    many(
      history,
      'CreateMultiple',
      rows.map((row) => row.history),
    ),
    // Last, for a request that says Done must have the rest behind it.
    many(
      request,
      'UpdateMultiple',
      rows.map((row) => row.request),
    ),
  ]);
  return results.length === 3 && results.every(({ status }) => status >= 200 && status < 300);
};
