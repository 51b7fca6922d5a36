/** Credit notes at Xero: what of them lies on which invoice, and laying more of it there. */
import type { Allocations } from 'xero-node/dist/gen/model/accounting/allocations.js';
import type { CreditInXero } from '../core/allocation.ts';
import type { Amount, CalendarDate } from '../core/invoice.ts';
import { asModel } from './as-model.ts';
import type { XeroClient } from './client.ts';
import { readIfThere } from './client.ts';
import type { WireDocument } from './documents.ts';
import { documentOf } from './documents.ts';
import type { FrozenCall } from './post-documents.ts';

interface WireCredit extends WireDocument {
  readonly Allocations?: readonly { readonly Amount?: number; readonly Invoice?: { readonly InvoiceID?: string } }[];
}

/** Reads a credit note with its allocations; null where Xero has none of that id. */
export const readCredit = async (client: XeroClient, id: string): Promise<CreditInXero | null> => {
  const answer = await readIfThere(client, (api, tenantId) => api.getCreditNote(tenantId, id, 4));
  const [wire] = (answer['CreditNotes'] ?? []) as readonly WireCredit[];
  const document = wire ? documentOf(wire) : null;
  if (!wire || !document) return null;
  return {
    document,
    allocations: (wire.Allocations ?? []).map(({ Amount: amount = 0, Invoice }) => ({
      invoiceId: Invoice?.InvoiceID?.toLowerCase() ?? '',
      amount: String(amount),
    })),
  };
};

/** One allocation as it is asked for. */
export interface NewAllocation {
  readonly creditNoteId: string;
  readonly invoiceId: string;
  readonly amount: Amount;
  readonly date: CalendarDate;
}

/**
 * Lays credit on an invoice. Whether an answer that was lost had happened tells `readCredit`.
 * @throws {RemoteError} where Xero refused it (status 400, its words in `detail`) or did not answer
 */
export const allocateCredit = async (
  client: XeroClient,
  allocation: NewAllocation,
  { idempotencyKey, timeoutMs }: FrozenCall,
): Promise<void> => {
  const { creditNoteId, invoiceId, amount, date } = allocation;
  const body = { Allocations: [{ Invoice: { InvoiceID: invoiceId }, Amount: Number(amount), Date: date }] };
  await client.request({
    write: { body, timeoutMs },
    call: (api, tenantId) => api.createCreditNoteAllocation(tenantId, creditNoteId, asModel<Allocations>(body), undefined, idempotencyKey),
  });
};
