/** The newest document that each invoice became in this organisation. */
import { findPostingsOfInvoices } from '../store/postings.ts';
import type { PostingsTable } from '../store/schema.ts';
import type { Asked, AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** @returns by invoice id: the newest posting of those that reached Xero, else the newest of all */
export const latestPostings = async (
  { ledger }: Services,
  { stored }: AskedOfConnection,
  asked: readonly Asked[],
): Promise<Map<string, PostingsTable>> => {
  const rows = await findPostingsOfInvoices(
    ledger,
    { tenantId: stored.tenant_id, organizationId: stored.environment.organization_id },
    asked.map(({ request }) => request.invoiceId),
  );
  const latest = new Map<string, PostingsTable>();
  for (const row of rows) {
    const known = latest.get(row.invoice_id);
    if (!known || (known.xero_document_id === null && row.xero_document_id !== null)) latest.set(row.invoice_id, row);
  }
  return latest;
};
