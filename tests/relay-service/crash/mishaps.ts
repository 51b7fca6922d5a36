/** What befalls ledger and rows between two lives. */
import { randomUUID } from 'node:crypto';
import { people } from '../../sandbox/company/people.ts';
import { tableNamed } from '../../sandbox/dataverse/model.ts';
import { updateRow } from '../../sandbox/dataverse/write-row.ts';
import type { Invoice as Document } from '../../sandbox/xero/organisation.ts';
import type { Stage } from './stage.ts';

/** The ledger is put back to where nothing of the invoice was ever sent; rows and Xero stay as they are. */
export const forget = async ({ ledger }: Stage, invoiceId: string, state: 'prepared' | 'refused'): Promise<void> => {
  await ledger.db
    .updateTable('postings')
    .set({ id: randomUUID(), state, call_id: null, xero_document_id: null, number_sealed: null, cause: null, attempts: 0 })
    .where('invoice_id', '=', invoiceId)
    .execute();
};

/** Somebody changes a request that is still open. */
export const changeRequest = ({ world }: Stage, requestId: string, values: Readonly<Record<string, unknown>>): void => {
  const writer = { environment: world.dataverse.control.environment, userId: people.administrator.userId, commits: [] };
  updateRow(writer, tableNamed('stl3_xerorequest'), requestId, values);
};

/** Somebody removes the allocation of the newest credit note in Xero. @returns both documents, which stand as they did before it */
export const removeAllocation = ({ world }: Stage): { readonly credit: Document; readonly invoice: Document } => {
  const { creditNotes, invoices } = world.xero.control.state().organisations[0]!;
  const credit = creditNotes.at(-1)!;
  const invoice = invoices.find(({ InvoiceID }) => InvoiceID === credit.Allocations?.[0]?.InvoiceID)!;
  for (const document of [credit, invoice]) Object.assign(document, { AmountCredited: 0, Status: 'AUTHORISED' });
  credit.Allocations = [];
  return { credit, invoice };
};
