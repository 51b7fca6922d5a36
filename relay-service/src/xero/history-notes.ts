/** A note in the history that Xero keeps of a document. It stays for ever and cannot be looked for by us. */
import type { HistoryRecords } from 'xero-node/dist/gen/model/accounting/historyRecords.js';
import { isCreditNote } from '../core/document-kinds.ts';
import { asModel } from './as-model.ts';
import type { XeroClient } from './client.ts';
import type { DocumentRef } from './find-documents.ts';
import type { FrozenCall } from './post-documents.ts';

/**
 * Adds a note.
 * @param text at most 2,500 characters
 * @throws {RemoteError} where Xero refused it (status 400, its words in `detail`) or did not answer
 */
export const addHistoryNote = async (
  client: XeroClient,
  { id, type }: DocumentRef,
  text: string,
  { idempotencyKey, timeoutMs }: FrozenCall,
): Promise<void> => {
  const body = { HistoryRecords: [{ Details: text }] };
  const records = asModel<HistoryRecords>(body);
  await client.request({
    write: { body, timeoutMs },
    call: (api, tenantId) =>
      isCreditNote(type)
        ? api.createCreditNoteHistory(tenantId, id, records, idempotencyKey)
        : api.createInvoiceHistory(tenantId, id, records, idempotencyKey),
  });
};
