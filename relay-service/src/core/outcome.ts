/** What a request came to, as it is written back to Dynamics: the request, Xero Details and the history tell the same. */
import type { requestAction } from '@stl3/solution';
import type { Afterwards } from './after-sending.ts';
import type { Reason, XeroDocument } from './document.ts';
import type { Surroundings } from './remedy-link.ts';
import type { Amount, CalendarDate, ExportStateName, Instant } from './invoice.ts';

export type ActionName = keyof (typeof requestAction)['values'];

/** The document as Xero holds it. */
export interface DocumentInXero {
  readonly id: string;
  readonly type: XeroDocument['Type'];
  readonly contactId: string | null;
  readonly number: string | null;
  readonly reference: string | null;
  readonly status: 'draft' | 'submitted' | 'authorised' | 'paid' | 'voided' | 'deleted';
  readonly date: CalendarDate | null;
  readonly dueDate: CalendarDate | null;
  readonly currency: string | null;
  readonly net: Amount | null;
  readonly tax: Amount | null;
  readonly total: Amount | null;
  readonly paid: Amount | null;
  readonly credited: Amount | null;
  readonly due: Amount | null;
}

/** How the document was posted: the receipt. */
export interface Receipt {
  readonly intentId: string;
  readonly generation: number;
  readonly callId: string | null;
  readonly sentAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly attempts: number;
  readonly invoiceRowVersion: string | null;
}

/** Versions of the rows that an answer goes to, as they were when it was found. */
export interface AsRead {
  readonly request: string;
  /** Of Xero Details; null = none that the invoice leads to. */
  readonly details: string | null;
}

/** Whom the answer is for. */
export interface Addressee extends Surroundings {
  readonly requestId: string;
  readonly action: ActionName;
  readonly requesterId: string | null;
  readonly requestedAt: Instant | null;
  readonly invoiceName: string | null;
  /** Owner of the invoice; our rows get the same one. */
  readonly ownerId: string | null;
  readonly ownedByTeam: boolean;
  readonly organisationName: string;
  /** In which people are told times of day; the connection's. */
  readonly timeZone: string;
  /** What may follow the document; nothing where it is not said. */
  readonly afterwards?: Afterwards;
  /** What Xero Details says of the invoice. */
  readonly standsAs?: ExportStateName | null;
  /** What less than a document in Xero is not written over where it has moved on; whatever stands there is, if not said. */
  readonly asRead?: AsRead;
}

export type Outcome = Addressee & { readonly message: string } & (
    | { readonly kind: 'sent'; readonly document: DocumentInXero; readonly receipt: Receipt | null }
    | {
        readonly kind: 'refused';
        readonly reasons: readonly Reason[];
        readonly xeroError: string | null;
        /** Fingerprint of what the requester was asked about; asking for the same once more says yes. */
        readonly askedAbout?: string;
      }
    | {
        readonly kind: 'checked';
        readonly verdict: 'ready' | 'blocked' | 'needsChoice';
        readonly reasons: readonly Reason[];
        readonly preview: string;
      }
    | { readonly kind: 'checking' | 'waiting'; readonly receipt: Receipt | null }
  );
