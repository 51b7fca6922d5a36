/** What happens to a document once it stands: a credit note is allocated, an invoice is mailed, a note is added to its history. */
import { randomUUID } from 'node:crypto';
import { lockErrors } from './check-invoice.ts';
import type { Invoice, Organisation } from './organisation.ts';
import type { JournalRow, XeroState } from './state.ts';
import { commit } from './state.ts';
import { wireDate } from './wire.ts';

/** Mails of a paying organisation's day ("Invoices", Xero developer documentation); a demo company has none. */
const MAILS_A_DAY = 1000;
const DAY_MS = 86_400_000;
const NOTE_LENGTH = 2500;

interface Write {
  readonly state: XeroState;
  readonly organisation: Organisation;
  readonly document: Invoice;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly idempotencyKey: string | null;
}
export interface AfterAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly journal: readonly JournalRow[];
}

const refused = (errors: readonly string[], echoed: object = {}): AfterAnswer => ({
  status: 400,
  journal: [],
  body: {
    ErrorNumber: 10,
    Type: 'ValidationException',
    Message: 'A validation exception occurred',
    Elements: [{ ...echoed, ValidationErrors: errors.map((Message) => ({ Message })) }],
  },
});

const journalOf = (
  { state, organisation, document, idempotencyKey }: Omit<Write, 'body'>,
  documentType: JournalRow['documentType'],
  change: Partial<JournalRow> = {},
): JournalRow =>
  commit(state, {
    kind: documentType === 'invoice' || documentType === 'creditnote' ? 'update' : 'create',
    tenantId: organisation.tenantId,
    documentType,
    id: document.InvoiceID,
    number: document.InvoiceNumber,
    contactId: document.ContactID,
    reference: document.Reference,
    url: document.Url ?? null,
    lineDescriptions: [],
    total: document.Total,
    status: document.Status,
    idempotencyKey,
    ...change,
  });

const left = ({ Total, AmountPaid, AmountCredited }: Invoice): number => Number((Total - AmountPaid - AmountCredited).toFixed(2));

interface PostedAllocation {
  readonly Invoice?: { readonly InvoiceID?: string };
  readonly Amount?: number;
  readonly Date?: string;
}

const allocationErrors = (
  organisation: Organisation,
  credit: Invoice,
  invoice: Invoice | undefined,
  posted: PostedAllocation,
): string[] => {
  if (!invoice) return ['The invoice could not be found'];
  const amount = posted.Amount ?? 0;
  return [
    ...(`${invoice.Type}CREDIT` === credit.Type ? [] : ['The credit note cannot be allocated to a document of this type']),
    ...(credit.Status === 'AUTHORISED' ? [] : ['Credit note not of valid status for allocation']),
    ...(invoice.Status === 'AUTHORISED' ? [] : ['Invoice not of valid status for allocation']),
    ...(invoice.ContactID === credit.ContactID ? [] : ['The contact on the invoice must be the contact on the credit note']),
    ...(invoice.CurrencyCode === credit.CurrencyCode ? [] : ['The currency of the invoice must be the currency of the credit note']),
    ...(amount > 0 ? [] : ['The amount of the allocation must be greater than zero']),
    ...(amount <= left(credit) ? [] : ['The amount of the allocation is greater than the remaining credit']),
    ...(amount <= left(invoice) ? [] : ['The amount of the allocation is greater than the amount outstanding on the invoice']),
    ...(posted.Date === undefined ? ['The date of the allocation must be specified'] : lockErrors(organisation, posted.Date.slice(0, 10))),
  ];
};

/** PUT /CreditNotes/{id}/Allocations. */
export const allocate = (write: Write): AfterAnswer => {
  const { state, organisation, document: credit, body } = write;
  const [posted = {}] = (body?.['Allocations'] ?? []) as readonly PostedAllocation[];
  const invoice = organisation.invoices.find(({ InvoiceID }) => InvoiceID === posted.Invoice?.InvoiceID);
  const errors = allocationErrors(organisation, credit, invoice, posted);
  if (!invoice || errors.length > 0) return refused(errors, { ...posted, Date: wireDate(Date.parse(posted.Date ?? '')) });
  const allocation = {
    AllocationID: randomUUID(),
    InvoiceID: invoice.InvoiceID,
    Amount: posted.Amount ?? 0,
    Date: (posted.Date ?? '').slice(0, 10),
  };
  credit.Allocations = [...(credit.Allocations ?? []), allocation];
  for (const each of [credit, invoice]) {
    each.AmountCredited = Number((each.AmountCredited + allocation.Amount).toFixed(2));
    if (left(each) === 0) each.Status = 'PAID';
    each.UpdatedDateUTC = state.now();
  }
  const journal = [
    journalOf(write, 'allocation', { id: allocation.AllocationID, total: allocation.Amount, reference: invoice.InvoiceNumber }),
    journalOf(write, 'creditnote'),
    journalOf({ ...write, document: invoice }, 'invoice'),
  ];
  const Allocations = [
    {
      AllocationID: allocation.AllocationID,
      Amount: allocation.Amount,
      Date: wireDate(Date.parse(allocation.Date)),
      Invoice: { InvoiceID: invoice.InvoiceID, HasErrors: false, IsDiscounted: false },
      CreditNote: { CreditNoteID: credit.InvoiceID, CreditNoteNumber: credit.InvoiceNumber, HasErrors: false },
    },
  ];
  return { status: 200, body: { Id: randomUUID(), Status: 'OK', Allocations }, journal };
};

/** POST /Invoices/{id}/Email: sales invoices that are submitted, authorised or paid. The words of its refusals are not published. */
export const email = (write: Write): AfterAnswer => {
  const { state, organisation, document } = write;
  const contact = organisation.contacts.find(({ ContactID }) => ContactID === document.ContactID);
  const today = (organisation.mails ?? []).filter((at) => at > state.now() - DAY_MS);
  const errors = [
    ...(document.Type === 'ACCREC' ? [] : ['Only sales invoices can be emailed']),
    ...(['SUBMITTED', 'AUTHORISED', 'PAID'].includes(document.Status) ? [] : ['Invoice not of valid status for emailing']),
    ...(contact?.EmailAddress ? [] : ['The contact has no email address']),
    ...(organisation.IsDemoCompany ? ['Emails cannot be sent from the Demo Company'] : []),
    ...(today.length < (organisation.mailsADay ?? MAILS_A_DAY) ? [] : ['The daily email limit has been reached']),
  ];
  if (errors.length > 0) return refused(errors);
  organisation.mails = [...today, state.now()];
  document.SentToContact = true;
  document.UpdatedDateUTC = state.now();
  return { status: 204, body: undefined, journal: [journalOf(write, 'email')] };
};

/** PUT /Invoices/{id}/History and /CreditNotes/{id}/History. */
export const addNote = (write: Write): AfterAnswer => {
  const { state, document, body } = write;
  const posted = (body?.['HistoryRecords'] ?? []) as readonly { readonly Details?: string }[];
  const wrong = posted.flatMap(({ Details = '' }) =>
    Details === '' || Details.length > NOTE_LENGTH ? [`The details must have 1 to ${String(NOTE_LENGTH)} characters`] : [],
  );
  if (wrong.length > 0) return refused(wrong);
  const notes = posted.map(({ Details = '' }) => ({ Details, At: state.now() }));
  document.Notes = [...(document.Notes ?? []), ...notes];
  const HistoryRecords = notes.map(({ Details, At }) => ({ Details, DateUTC: wireDate(At) }));
  return {
    status: 200,
    body: { Id: randomUUID(), Status: 'OK', HistoryRecords },
    journal: notes.map(({ Details }) => journalOf(write, 'note', { reference: Details })),
  };
};
