/** Xero Details rows that no invoice leads to: deleting an invoice clears their lookup, and it may be put back with its id. */
import { details, detailsIdOf } from '@stl3/solution';
import type { Outcome } from '../core/outcome.ts';
import type { DataverseClient } from './client.ts';
import { lookupOf, textOf } from './rows.ts';

/** @returns of these outcomes those whose row was taken for missing and is there without its invoice; each with that row's version */
export const withUnlinkedDetails = async (client: DataverseClient, outcomes: readonly Outcome[]): Promise<Outcome[]> => {
  const taken = outcomes.flatMap((outcome) => (outcome.asRead?.details === null ? [{ outcome, asRead: outcome.asRead }] : []));
  if (taken.length === 0) return [];
  const results = await client.batch(
    taken.map(({ outcome: { invoiceId, connectorId } }) => ({
      method: 'GET',
      path: `${details.setName}(${detailsIdOf(invoiceId, connectorId)})?$select=_stl3_invoiceid_value`,
    })),
  );
  return taken.flatMap(({ outcome, asRead }, index) => {
    const { status, body } = results[index] ?? {};
    const version = body ? textOf(body, '@odata.etag') : null;
    if (status !== 200 || !body || version === null || lookupOf(body, 'stl3_invoiceid') !== null) return [];
    return [{ ...outcome, asRead: { ...asRead, details: version } }];
  });
};
