/** Step 7 of the line: documents -> Xero, in one call. */
import type { Invoices } from 'xero-node/dist/gen/model/accounting/invoices.js';
import type { XeroDocument } from '../core/document.ts';
import type { FoundDocument } from '../core/doubts.ts';
import { asModel } from './as-model.ts';
import type { XeroClient } from './client.ts';
import type { WireInvoice } from './documents.ts';
import { documentOf, errorsOf } from './documents.ts';

/** One element of the answer. */
export interface PutElement {
  readonly document: FoundDocument | null;
  readonly number: string | null;
  readonly intentId: string | null;
  readonly errors: readonly string[];
}

/** Unit prices keep four decimals. */
const UNIT_DECIMALS = 4;

/**
 * Creates documents (PUT creates only; POST would overwrite a document that bears the number).
 * @param call the frozen call: its id is the Idempotency-Key
 * @throws {RemoteError}
 */
export const putInvoices = async (
  client: XeroClient,
  documents: readonly XeroDocument[],
  call: { readonly idempotencyKey: string; readonly timeoutMs: number },
): Promise<{ readonly elements: readonly PutElement[] }> => {
  const body = { Invoices: documents };
  const answer = await client.request({
    write: { body, timeoutMs: call.timeoutMs },
    call: (api, tenantId) => api.createInvoices(tenantId, asModel<Invoices>(body), false, UNIT_DECIMALS, call.idempotencyKey),
  });
  const elements = (answer['Invoices'] ?? []) as readonly WireInvoice[];
  return {
    elements: elements.map((element) => {
      const errors = element.HasErrors === true || element.StatusAttributeString === 'ERROR' ? errorsOf(element) : [];
      const document = errors.length === 0 ? documentOf(element) : null;
      return { document, errors, number: element.InvoiceNumber ?? null, intentId: document?.intentId ?? intentOfElement(element) };
    }),
  };
};

const intentOfElement = (element: WireInvoice): string | null =>
  documentOf({ ...element, InvoiceID: element.InvoiceID ?? 'unknown', Status: element.Status ?? 'DRAFT' })?.intentId ?? null;

const same = (left: string | null, right: string | null): boolean =>
  left !== null && right !== null && left.toLowerCase() === right.toLowerCase();

/**
 * Finds each document's element by its marker, or else by its number; never by position, for Xero does not promise the order.
 * @returns by intent id; a missing or ambiguous element is absent
 */
export const matchElements = (
  documents: readonly { readonly intentId: string; readonly number: string | null }[],
  elements: readonly PutElement[],
): Map<string, PutElement> => {
  const matched = new Map<string, PutElement>();
  for (const { intentId, number } of documents) {
    const byMarker = elements.filter((element) => same(element.intentId, intentId));
    const candidates =
      byMarker.length > 0 ? byMarker : elements.filter((element) => element.intentId === null && same(element.number, number));
    const [only] = candidates;
    if (only && candidates.length === 1) matched.set(intentId, only);
  }
  return matched;
};
