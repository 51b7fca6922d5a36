/** Invoices that were canceled. They are read-only then, so that nothing of it is ever written on them. */
import type { DataverseClient } from './client.ts';
import { inPagesOf, pagesOf } from './pages.ts';
import type { Row } from './rows.ts';
import { lookupOf, textOf, wholeOf } from './rows.ts';

/** Canceled (Invoice.statecode). */
const CANCELED = 3;

export interface CanceledInvoice {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly modifiedOn: number;
}

const canceledOf = (row: Row): CanceledInvoice => ({
  id: (textOf(row, 'invoiceid') ?? '').toLowerCase(),
  modifiedOn: Date.parse(textOf(row, 'modifiedon') ?? ''),
});

/** A mass update cancels tens of thousands at once: so many are held at a time. */
const PAGE = 500;

/** All that changed after a moment, oldest first and page by page; ids and times alone. */
export async function* pagesOfCanceled(client: DataverseClient, after: Date): AsyncGenerator<readonly CanceledInvoice[]> {
  const filter = `statecode eq ${String(CANCELED)} and modifiedon gt ${after.toISOString()}`;
  const query = `invoices?$select=invoiceid,modifiedon&$filter=${encodeURIComponent(filter)}&$orderby=modifiedon asc,invoiceid asc`;
  for await (const rows of pagesOf(client, query, inPagesOf(PAGE))) yield rows.map(canceledOf);
}

/** Who canceled an invoice; null where it is canceled no more, or gone. */
export const readCanceledBy = async (client: DataverseClient, invoiceId: string): Promise<{ readonly userId: string | null } | null> => {
  const [answer] = await client.batch([{ method: 'GET', path: `invoices(${invoiceId})?$select=statecode,_modifiedby_value` }]);
  if (answer?.status === 404) return null;
  if (answer?.status !== 200 || !answer.body) throw new Error(`An invoice could not be read: Dataverse answered ${String(answer?.status)}`);
  return wholeOf(answer.body, 'statecode') === CANCELED ? { userId: lookupOf(answer.body, 'modifiedby') } : null;
};
