/** Whom an answer is for, from what was read. */
import type { Connection } from '../core/connection.ts';
import { inOrder } from '../core/document-lines.ts';
import type { Invoice } from '../core/invoice.ts';
import type { Addressee, Receipt } from '../core/outcome.ts';
import type { RequestRow } from '../dataverse/read-requests.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { PostingsTable } from '../store/schema.ts';
import type { DocumentRef } from '../xero/find-documents.ts';

/** Addressee of a request's answer. */
export const addresseeOf = (
  request: RequestRow,
  invoice: Invoice | undefined,
  connection: Connection,
  { environment }: StoredConnection,
): Addressee => ({
  requestId: request.id,
  action: request.action,
  requesterId: request.createdById,
  requestedAt: request.createdOn,
  invoiceId: request.invoiceId,
  invoiceName: invoice?.name ?? null,
  ownerId: invoice?.ownerId ?? null,
  ownedByTeam: invoice?.ownedByTeam ?? false,
  connectorId: connection.connectorId,
  organisationName: connection.organisation.name,
  shortCode: connection.organisation.shortCode,
  environmentUrl: environment.origin,
  customer: invoice?.customer ?? null,
  lines: inOrder(invoice?.lines ?? []).map(({ id, product }) => ({ id, productId: product?.id ?? null })),
});

/** Where the posting's document is at Xero; null before it is known. */
export const refOf = ({ xero_document_id: id, document_kind }: PostingsTable): DocumentRef | null =>
  id === null ? null : { id, type: document_kind };

/** The receipt as far as the ledger knows it. */
export const receiptOf = (posting: PostingsTable): Receipt => ({
  intentId: posting.id,
  generation: posting.generation,
  callId: posting.call_id,
  sentAt: null,
  answeredAt: null,
  attempts: posting.attempts,
  invoiceRowVersion: posting.invoice_row_version,
});
