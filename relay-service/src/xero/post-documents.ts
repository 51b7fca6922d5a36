/** Step 7 of the line: documents -> Xero, in one call. */
import type { CreditNotes } from 'xero-node/dist/gen/model/accounting/creditNotes.js';
import type { Invoices } from 'xero-node/dist/gen/model/accounting/invoices.js';
import { isCreditNote } from '../core/document-kinds.ts';
import type { XeroDocument } from '../core/document.ts';
import type { FoundDocument } from '../core/doubts.ts';
import { asModel } from './as-model.ts';
import type { Place, XeroClient } from './client.ts';
import type { WireDocument } from './documents.ts';
import { identityOf, writtenOf } from './documents.ts';

/** One element of the answer. */
export interface PutElement {
  readonly document: FoundDocument | null;
  readonly number: string | null;
  readonly intentId: string | null;
  readonly errors: readonly string[];
}

/** Unit prices keep four decimals. */
const UNIT_DECIMALS = 4;

/** One call as it is frozen: its id is the Idempotency-Key. */
export interface FrozenCall {
  readonly idempotencyKey: string;
  readonly timeoutMs: number;
  /** Its place among Xero's calls, where it has one already. */
  readonly place?: Place;
  /** Asked last before the first byte, in place of what the client asks. */
  readonly maySend?: () => Promise<boolean>;
}

const elementsOf = (wires: readonly WireDocument[]): { readonly elements: readonly PutElement[] } => ({
  elements: wires.map((wire) => ({ ...writtenOf(wire), ...identityOf(wire) })),
});

const putInvoices = async (client: XeroClient, documents: readonly XeroDocument[], call: FrozenCall) => {
  const body = { Invoices: documents };
  const answer = await client.request({
    write: { body, timeoutMs: call.timeoutMs, maySend: call.maySend },
    ...(call.place ? { place: call.place } : {}),
    call: (api, tenantId) => api.createInvoices(tenantId, asModel<Invoices>(body), false, UNIT_DECIMALS, call.idempotencyKey),
  });
  return elementsOf((answer['Invoices'] ?? []) as readonly WireDocument[]);
};

const putCreditNotes = async (client: XeroClient, documents: readonly XeroDocument[], call: FrozenCall) => {
  const body = { CreditNotes: documents };
  const answer = await client.request({
    write: { body, timeoutMs: call.timeoutMs, maySend: call.maySend },
    ...(call.place ? { place: call.place } : {}),
    call: (api, tenantId) => api.createCreditNotes(tenantId, asModel<CreditNotes>(body), false, UNIT_DECIMALS, call.idempotencyKey),
  });
  return elementsOf((answer['CreditNotes'] ?? []) as readonly WireDocument[]);
};

/**
 * Creates documents (PUT creates only; POST would overwrite a document that bears the number).
 * @param documents invoices and bills, or credit notes; Xero takes the two at different addresses, so a call never mixes them
 * @throws {RemoteError}
 */
export const putDocuments = (
  client: XeroClient,
  documents: readonly XeroDocument[],
  call: FrozenCall,
): Promise<{ readonly elements: readonly PutElement[] }> =>
  documents.some(({ Type }) => isCreditNote(Type)) ? putCreditNotes(client, documents, call) : putInvoices(client, documents, call);

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
