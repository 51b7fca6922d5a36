/** The decision over one asked invoice, ready to be made anew once its contact and its intent are known. */
import { dateInZone } from '../core/dates.ts';
import type { Mapped, XeroDocument } from '../core/document.ts';
import type { CalendarDate, Invoice } from '../core/invoice.ts';
import type { DecidedItems } from '../core/item-code.ts';
import type { MappingInput, Resend } from '../core/mapping.ts';
import type { NumberedInBatch } from '../core/numbers-of-batch.ts';
import type { DocumentInXero } from '../core/outcome.ts';
import { toXeroDocument } from '../core/to-xero-document.ts';
import type { RequestRow } from '../dataverse/read-requests.ts';
import type { Candidate } from './earlier-documents.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** Stands for the intent id while nothing is prepared. */
export const NO_INTENT = '00000000-0000-0000-0000-000000000000';

/** Today where the connection lives. */
export const todayOf = ({ ledger }: Pick<Services, 'ledger'>, { connection }: Pick<AskedOfConnection, 'connection'>): CalendarDate => {
  const now = new Date(ledger.now()).toISOString();
  return dateInZone(now, connection.organisation.timeZone) ?? now.slice(0, 10);
};

const NOTHING_KNOWN: DecidedItems = { codes: {}, clashes: {}, tracked: [] };

/** What is known by now of the document's surroundings. */
export interface Seen {
  readonly contactId: string | null;
  readonly intentId?: string;
  readonly numbersTaken?: readonly string[];
  readonly items?: DecidedItems;
  /** Of the contact in Xero; not yet read if not said. */
  readonly contactTerms?: MappingInput['contactTerms'];
  /** The document that is brought up to date. */
  readonly updateOf?: DocumentInXero;
}

/** A document by the number that it would have, beside the others of its batch. */
export const numberedOf = (request: RequestRow, invoice: Invoice, document: XeroDocument): NumberedInBatch => ({
  requestId: request.id,
  askedAt: request.createdOn,
  invoiceId: invoice.id,
  invoiceName: invoice.name ?? invoice.number ?? 'another invoice',
  document,
});

/** Maps one invoice as often as more is known of it. */
export const mapper =
  (work: AskedOfConnection, asked: Candidate, resend: Resend | null, today: CalendarDate) =>
  ({ contactId, intentId = NO_INTENT, numbersTaken = [], items = NOTHING_KNOWN, contactTerms = 'notYetRead', updateOf }: Seen): Mapped =>
    toXeroDocument({
      invoice: asked.invoice,
      connection: work.connection,
      choices: asked.request.choices,
      requester: asked.requester,
      contactId,
      contactTerms,
      resend,
      intentId,
      numbersTaken,
      items,
      ...(updateOf ? { updateOf } : {}),
      today,
      environmentUrl: work.stored.environment.origin,
    });
