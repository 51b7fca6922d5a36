/** Whom an answer is for, from what was read. */
import { detailsIdOf } from '@stl3/solution';
import type { Afterwards } from '../core/after-sending.ts';
import type { Connection } from '../core/connection.ts';
import { inOrder } from '../core/document-lines.ts';
import { mayHaveBeenSent } from '../core/first-look.ts';
import type { Instant, Invoice } from '../core/invoice.ts';
import type { Addressee, Receipt } from '../core/outcome.ts';
import type { RequestRow } from '../dataverse/read-requests.ts';
import { ADOPTED } from '../store/adopted-postings.ts';
import { findCall } from '../store/calls.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Ledger } from '../store/ledger.ts';
import type { PostingsTable } from '../store/schema.ts';
import type { DocumentRef } from '../xero/find-documents.ts';

/** What request, invoice and settings say of what follows the document. */
export const afterwardsOf = ({ choices }: RequestRow, invoice: Invoice | undefined, { settings }: Connection): Afterwards => ({
  emailAsked: choices.sendEmail === true,
  emailWanted: invoice?.sendEmail === true || settings.sendEmail === true,
  note: settings.historyNote === true,
  allocate: settings.creditAllocation !== 'ask' && typeof invoice?.creditsInvoiceId === 'string',
  contactUpdates: settings.contactUpdates ?? 'never',
});

const asRead = ({ rowVersion }: RequestRow, { id, records }: Invoice, connectorId: string): Pick<Addressee, 'asRead' | 'standsAs'> => {
  const details = detailsIdOf(id, connectorId).toLowerCase();
  const record = records?.find((each) => each.id === details);
  return { asRead: { request: rowVersion, details: record?.rowVersion ?? null }, standsAs: record?.state ?? null };
};

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
  timeZone: connection.organisation.timeZone,
  shortCode: connection.organisation.shortCode,
  environmentUrl: environment.origin,
  customer: invoice?.customer ?? null,
  afterwards: afterwardsOf(request, invoice, connection),
  lines: inOrder(invoice?.lines ?? []).map(({ id, product }) => ({ id, productId: product?.id ?? null })),
  ...(invoice ? asRead(request, invoice, connection.connectorId) : {}),
});

/** Addressee who is told whatever the rows have become since. */
export const addresseeRegardless = ({ asRead: _asRead, ...addressee }: Addressee): Addressee => addressee;

const withRepeats = (addressee: Addressee, repeats: Afterwards['repeats'] & string): Addressee =>
  addressee.afterwards ? { ...addressee, afterwards: { ...addressee.afterwards, repeats } } : addressee;

/** Addressee for whom neither mail nor note follows, for they may have gone out before. */
export const addresseeWithoutRepeats = (addressee: Addressee): Addressee => withRepeats(addressee, 'never');

/**
 * Addressee of a document that was neither posted nor approved just now: taken up from a row, or prepared before this ledger came out of a
 * backup, it may have been mailed and noted in a life that nobody remembers (posting protocol, section 5). So may what was asked for before
 * this life knew of it.
 */
export const addresseeOfFormer = (
  addressee: Addressee,
  { cause, created_at }: Pick<PostingsTable, 'cause' | 'created_at'>,
  { look_first_before }: Pick<StoredConnection, 'look_first_before'>,
): Addressee => {
  const ofAnotherLife = cause === ADOPTED || (look_first_before !== null && created_at < look_first_before);
  if (!ofAnotherLife) return addressee;
  const knownFrom = Math.max(created_at, look_first_before ?? 0);
  return withRepeats(addressee, mayHaveBeenSent({ createdOn: addressee.requestedAt }, knownFrom) ? 'never' : 'asked');
};

/** Where the posting's document is at Xero; null before it is known. */
export const refOf = ({ xero_document_id: id, document_kind }: PostingsTable): DocumentRef | null =>
  id === null ? null : { id, type: document_kind };

const instantOf = (at: number | null | undefined): Instant | null => (at == null ? null : new Date(at).toISOString());

/** The receipt as far as the ledger knows it; without a time of answering where a look-up had to find the document. */
export const receiptOf = async (ledger: Ledger, posting: PostingsTable): Promise<Receipt> => {
  const call = posting.call_id === null ? undefined : await findCall(ledger, posting.call_id);
  return {
    intentId: posting.id,
    generation: posting.generation,
    callId: posting.call_id,
    sentAt: instantOf(call?.sent_at),
    answeredAt: instantOf(call?.state === 'answered' ? call.ended_at : null),
    attempts: posting.attempts,
    invoiceRowVersion: posting.invoice_row_version,
  };
};
