/** Documents read whole and written whole, which is how Xero updates them. */
import type { CreditNotes } from 'xero-node/dist/gen/model/accounting/creditNotes.js';
import type { Invoices } from 'xero-node/dist/gen/model/accounting/invoices.js';
import type { LineInXero, WholeDocument } from '../core/document-differences.ts';
import { isCreditNote } from '../core/document-kinds.ts';
import type { UpdatedDocument } from '../core/document-update.ts';
import type { XeroDocument } from '../core/document.ts';
import type { FoundDocument } from '../core/doubts.ts';
import { asModel } from './as-model.ts';
import type { XeroClient } from './client.ts';
import { readIfThere } from './client.ts';
import type { WireDocument } from './documents.ts';
import { documentOf } from './documents.ts';
import type { DocumentRef } from './find-documents.ts';
import type { FrozenCall } from './post-documents.ts';

interface WholeWire extends WireDocument {
  readonly LineAmountTypes?: string;
  readonly BrandingThemeID?: string;
  readonly LineItems?: readonly LineInXero[];
}

const listOf = (answer: Readonly<Record<string, unknown>>): readonly WholeWire[] =>
  (answer['Invoices'] ?? answer['CreditNotes'] ?? []) as readonly WholeWire[];

/** Reads one document with its lines; null when Xero has none of that id. */
export const readWholeDocument = async (client: XeroClient, { id, type }: DocumentRef): Promise<WholeDocument | null> => {
  const answer = await readIfThere(client, (api, tenantId) =>
    isCreditNote(type) ? api.getCreditNote(tenantId, id, 4) : api.getInvoice(tenantId, id, 4),
  );
  const [wire] = listOf(answer);
  const head = wire ? documentOf(wire) : null;
  if (!wire || !head) return null;
  return {
    head,
    lineAmountTypes: (wire.LineAmountTypes as XeroDocument['LineAmountTypes'] | undefined) ?? null,
    brandingThemeId: wire.BrandingThemeID ?? null,
    lines: wire.LineItems ?? [],
  };
};

/**
 * Writes a document whole. Repeating it changes nothing.
 * @throws {RemoteError} where Xero refused it (status 400, its words in `detail`) or did not answer
 */
export const updateDocument = async (
  client: XeroClient,
  document: UpdatedDocument,
  { idempotencyKey, timeoutMs }: FrozenCall,
): Promise<FoundDocument | null> => {
  const credit = document.CreditNoteID;
  const body = credit === undefined ? { Invoices: [document] } : { CreditNotes: [document] };
  const answer = await client.request({
    write: { body, timeoutMs },
    call: (api, tenantId) =>
      credit === undefined
        ? api.updateInvoice(tenantId, document.InvoiceID ?? '', asModel<Invoices>(body), 4, idempotencyKey)
        : api.updateCreditNote(tenantId, credit, asModel<CreditNotes>(body), 4, idempotencyKey),
  });
  const [wire] = listOf(answer);
  return wire ? documentOf(wire) : null;
};
