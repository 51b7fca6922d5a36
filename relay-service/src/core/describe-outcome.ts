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

/** What was done, and what there is to know about it, each with what to do. */
export const describeWithNotes = (done: string, notes: readonly Reason[]): string =>
  [notes.length === 0 ? done : `${done}.`, ...notes.map(({ message, remedy }) => `${message} ${remedy}`)].join(' ');

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

/** "Allocated 110.00 AUD of CN-0007 to INV-0042". */
export const describeAllocated = (
  credit: { readonly number: string | null; readonly currency: string | null },
  invoice: string | null,
  amount: string,
): string =>
  `Allocated ${Number(amount).toFixed(2)} ${credit.currency ?? ''} of ${credit.number ?? 'the credit note'} to ${invoice ?? 'the invoice'}`;

/** "Xero has mailed INV-0042 to the contact". */
export const describeMailed = (document: { readonly number: string | null }): string =>
  `Xero has mailed ${document.number ?? 'the invoice'} to the contact`;

/** "Canceled in Dynamics, and followed in Xero: INV-0042 voided". @param how what became of the document */
export const describeCanceled = (how: string): string => `Canceled in Dynamics, and followed in Xero: ${how}`;

const fieldWords: Readonly<Record<string, string>> = {
  Name: 'name',
  AccountNumber: 'account number',
  FirstName: 'first name',
  LastName: 'last name',
  EmailAddress: 'e-mail address',
  TaxNumber: 'tax number',
  Phones: 'phone',
  Addresses: 'address',
};

/** "e-mail address, phone". */
export const fieldsOfContact = (fields: readonly string[]): string => fields.flatMap((field) => fieldWords[field] ?? []).join(', ');

/** "Contact Contoso changed in Xero: e-mail address, phone". */
export const describeContactChanged = (name: string, fields: readonly string[]): string =>
  `Contact ${name} changed in Xero: ${fieldsOfContact(fields)}`;

export const describeChecking = (): string =>
  'Checking with Xero whether the document arrived. Nothing is sent again before that is known.';

/** What the first reason is and how many there are beside it; the remedy is told apart. */
export const describeRefusal = (reasons: readonly Reason[]): string => {
  const [first, ...others] = reasons;
  if (first === undefined) return 'Not sent to Xero.';
  const more = others.length === 0 ? '' : ` There ${others.length === 1 ? 'is 1 more thing' : `are ${others.length} more things`} to mend.`;
  return `${first.message}${more}`;
};

export const describeReady = (predicted: { readonly total: string; readonly currency: string }): string =>
  `Ready: Xero would show ${predicted.total} ${predicted.currency}.`;

/** While a restored ledger waits until nothing that was sent before can still arrive. */
export const describeLookingFirst = (ms: number): string =>
  `Checking with Xero first: the connector was restored from a backup, so it makes sure that the invoice was not sent before. This takes about ${String(Math.max(1, Math.ceil(ms / 60_000)))} min.`;
