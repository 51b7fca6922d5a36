/** Approve and Void at Xero: the status of documents that exist, changed in one call. */
import type { CreditNotes } from 'xero-node/dist/gen/model/accounting/creditNotes.js';
import type { Invoices } from 'xero-node/dist/gen/model/accounting/invoices.js';
import { isCreditNote } from '../core/document-kinds.ts';
import type { FoundDocument } from '../core/doubts.ts';
import { asModel } from './as-model.ts';
import type { XeroClient } from './client.ts';
import type { WireDocument } from './documents.ts';
import { writtenOf } from './documents.ts';
import type { DocumentRef } from './find-documents.ts';
import type { FrozenCall } from './post-documents.ts';

export interface NewStatus extends DocumentRef {
  readonly status: 'AUTHORISED' | 'VOIDED' | 'DELETED';
}

/** What Xero answered for one document. */
export interface StatusAnswer {
  readonly id: string;
  readonly document: FoundDocument | null;
  readonly errors: readonly string[];
}

const answersOf = (wires: readonly WireDocument[]): readonly StatusAnswer[] =>
  wires.map((wire) => ({ id: wire.InvoiceID ?? wire.CreditNoteID ?? '', ...writtenOf(wire) }));

/**
 * Sets the status of invoices and bills, or of credit notes; a call never mixes them. Repeating it changes nothing.
 * @throws {RemoteError}
 */
export const changeStatus = async (
  client: XeroClient,
  changes: readonly NewStatus[],
  { idempotencyKey, timeoutMs }: FrozenCall,
): Promise<readonly StatusAnswer[]> => {
  if (changes.some(({ type }) => isCreditNote(type))) {
    const body = { CreditNotes: changes.map(({ id, type, status }) => ({ Type: type, CreditNoteID: id, Status: status })) };
    const answer = await client.request({
      write: { body, timeoutMs },
      call: (api, tenantId) => api.updateOrCreateCreditNotes(tenantId, asModel<CreditNotes>(body), false, 4, idempotencyKey),
    });
    return answersOf((answer['CreditNotes'] ?? []) as readonly WireDocument[]);
  }
  const body = { Invoices: changes.map(({ id, type, status }) => ({ Type: type, InvoiceID: id, Status: status })) };
  const answer = await client.request({
    write: { body, timeoutMs },
    call: (api, tenantId) => api.updateOrCreateInvoices(tenantId, asModel<Invoices>(body), false, 4, idempotencyKey),
  });
  return answersOf((answer['Invoices'] ?? []) as readonly WireDocument[]);
};
