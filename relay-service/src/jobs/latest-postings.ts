/** The newest document that each invoice became in this organisation, and whether another one is on its way. */
import type { StoredConnection } from '../store/connections.ts';
import { findPostingsOfInvoices } from '../store/postings.ts';
import { postponeRequests } from '../store/requests.ts';
import type { PostingsTable } from '../store/schema.ts';
import { restFor } from './put-off.ts';
import type { Asked } from './read-asked.ts';
import type { Services } from './services.ts';

/** @returns by invoice id: the newest posting of those that reached Xero, else the newest of all */
export const latestPostings = async (
  { ledger }: Services,
  stored: StoredConnection,
  invoiceIds: readonly string[],
): Promise<Map<string, PostingsTable>> => {
  const rows = await findPostingsOfInvoices(
    ledger,
    { tenantId: stored.tenant_id, organizationId: stored.environment.organization_id },
    invoiceIds,
  );
  const latest = new Map<string, PostingsTable>();
  for (const row of rows) {
    const known = latest.get(row.invoice_id);
    if (!known || (known.xero_document_id === null && row.xero_document_id !== null)) latest.set(row.invoice_id, row);
  }
  return latest;
};

const ofItsInvoice = ({ request }: Pick<Asked, 'request'>): readonly string[] => [request.invoiceId];

/**
 * Puts requests off while a document of their invoice may be on its way to Xero: what is known of the one before is not what they ask about.
 * @param invoicesOf whose documents a request is about, where that is more than its own invoice
 * @returns the others
 */
export const withoutThoseOnTheirWay = async <Each extends Pick<Asked, 'request'>>(
  services: Services,
  { tenant_id: tenantId, environment }: StoredConnection,
  asked: readonly Each[],
  invoicesOf: (each: Each) => readonly string[] = ofItsInvoice,
): Promise<readonly Each[]> => {
  const postings = await findPostingsOfInvoices(
    services.ledger,
    { tenantId, organizationId: environment.organization_id },
    asked.flatMap(invoicesOf),
  );
  const onTheirWay = new Set(
    postings.filter(({ state }) => state === 'intended' || state === 'doubtful').map(({ invoice_id }) => invoice_id),
  );
  const waits = (each: Each): boolean => invoicesOf(each).some((id) => onTheirWay.has(id));
  await postponeRequests(
    services.ledger,
    environment.id,
    asked.filter(waits).map(({ request }) => request.id),
    restFor(services, { hindrance: 'behind-another' }),
  );
  return asked.filter((each) => !waits(each));
};
