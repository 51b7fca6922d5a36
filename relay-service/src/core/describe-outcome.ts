/** What the row in Dataverse says about a document, in one sentence each. */
import type { Reason } from './document.ts';

const statusWords: Readonly<Record<string, string>> = {
  DRAFT: 'draft',
  SUBMITTED: 'awaiting approval',
  AUTHORISED: 'authorised',
  PAID: 'paid',
  VOIDED: 'voided',
  DELETED: 'deleted',
};

export const statusWord = (status: string): string => statusWords[status.toUpperCase()] ?? status.toLowerCase();

/** "Sent to Xero as INV-0042 (draft)". */
export const describeSent = (document: { readonly number: string | null; readonly status: string }): string =>
  `Sent to Xero${document.number === null || document.number === '' ? '' : ` as ${document.number}`} (${statusWord(document.status)})`;

/** "Already in Xero as INV-0042 (draft)". */
export const describeAlreadySent = (document: { readonly number: string | null; readonly status: string }): string =>
  `Already in Xero${document.number === null || document.number === '' ? '' : ` as ${document.number}`} (${statusWord(document.status)})`;

/** "Approved in Xero: INV-0042 (authorised)". */
export const describeChanged = (
  action: 'approve' | 'void',
  document: { readonly number: string | null; readonly status: string },
): string => {
  const done = action === 'approve' ? 'Approved' : document.status === 'deleted' ? 'Deleted' : 'Voided';
  return `${done} in Xero${document.number === null || document.number === '' ? '' : `: ${document.number}`}`;
};

/** "Updated in Xero: INV-0042". */
export const describeUpdated = (document: { readonly number: string | null }): string =>
  `Updated in Xero${document.number === null || document.number === '' ? '' : `: ${document.number}`}`;

export const describeUpToDate = (document: { readonly number: string | null }): string =>
  `Xero is up to date${document.number === null || document.number === '' ? '' : `: ${document.number}`}`;

export const describeChecking = (): string =>
  'Checking with Xero whether the document arrived. Nothing is sent again before that is known.';

export const describeWaiting = (until: string | null): string =>
  until === null ? 'Waiting for Xero; it will be sent within 24 hours.' : `Waiting for Xero; it will be sent by about ${until}.`;

/** What the first reason is and how many there are beside it; the remedy is told apart. */
export const describeRefusal = (reasons: readonly Reason[]): string => {
  const [first, ...others] = reasons;
  if (first === undefined) return 'Not sent to Xero.';
  const more = others.length === 0 ? '' : ` There ${others.length === 1 ? 'is 1 more thing' : `are ${others.length} more things`} to mend.`;
  return `${first.message}${more}`;
};

export const describeReady = (predicted: { readonly total: string; readonly currency: string }): string =>
  `Ready: Xero would show ${predicted.total} ${predicted.currency}.`;
