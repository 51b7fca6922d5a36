/** What would follow a document that is looked at before it is sent: mail, allocation, history note, and what changes of its contact. */
import type { Afterwards } from './after-sending.ts';
import { decideAllocation } from './allocation.ts';
import { reason } from './causes.ts';
import type { Organisation } from './connection.ts';
import type { ContactChange, ContactUpdateDecision } from './contact-changes.ts';
import { fieldsOfContact } from './describe-outcome.ts';
import { isCreditNote } from './document-kinds.ts';
import type { Mapped, Reason } from './document.ts';
import { decideEmail } from './email.ts';
import type { Amount, CalendarDate } from './invoice.ts';
import type { DocumentInXero } from './outcome.ts';
import { oneLine } from './text.ts';

type Ready = Extract<Mapped, { verdict: 'Ready' }>;

/** `onApproval`: while it is a draft or awaits approval nothing happens. `asked`: only once somebody presses Allocate */
export type When = 'now' | 'onApproval' | 'asked';

export interface Following {
  readonly mail?: { readonly to: string; readonly when: When };
  readonly allocation?: {
    /** Number of the invoice that is credited. */
    readonly invoice: string | null;
    readonly amount: Amount;
    readonly currency: string;
    readonly date: CalendarDate;
    readonly when: When;
  };
  /** Text of the history note. */
  readonly note?: string;
  /** What changes of the contact, by the very body that is sent. */
  readonly contact?: { readonly name: string; readonly change: ContactChange };
  /** What is asked for and would not come to be. */
  readonly warnings: readonly Reason[];
}

export interface FollowingQuestion {
  readonly mapped: Ready;
  readonly afterwards: Afterwards;
  readonly organisation: Organisation;
  /** Address of the contact in Xero, or of the one that would be made. */
  readonly address: string | null;
  /** The invoice that the credit note names, as Xero holds it; null where Xero does not have it, undefined where none is named. */
  readonly credited: DocumentInXero | null | undefined;
  readonly note: string;
  /** What keeping it in step comes to; null where there is no contact to keep. */
  readonly contact?: { readonly name: string; readonly update: ContactUpdateDecision } | null;
}

/** The document as Xero will hold it once it is approved. */
const approved = ({ document, predicted: { net, tax, total, currency } }: Ready): DocumentInXero => ({
  id: '',
  type: document.Type,
  contactId: document.Contact.ContactID,
  number: document.InvoiceNumber ?? document.CreditNoteNumber ?? 'this credit note',
  reference: null,
  status: 'authorised',
  date: document.Date,
  dueDate: document.DueDate ?? null,
  currency,
  net,
  tax,
  total,
  paid: null,
  credited: null,
  due: total,
});

/** Whether a document of this kind asks for the mail: what is asked on the request is answered by name, what the settings want is for invoices. */
export const isMailWanted = ({ document: { Type } }: Ready, { emailAsked, emailWanted }: Afterwards): boolean =>
  emailAsked || (emailWanted && Type === 'ACCREC');

const mailOf = (question: FollowingQuestion, when: When): Pick<Following, 'mail' | 'warnings'> => {
  const { mapped, afterwards, organisation, address } = question;
  if (!isMailWanted(mapped, afterwards)) return { warnings: [] };
  const decision = decideEmail({ document: approved(mapped), address, demo: organisation.demo, mapped });
  return decision.kind === 'refused' ? { warnings: [decision.reason] } : { mail: { to: oneLine(address), when }, warnings: [] };
};

const allocationOf = (question: FollowingQuestion, approval: When): Pick<Following, 'allocation' | 'warnings'> => {
  const { mapped, afterwards, organisation, credited } = question;
  if (!isCreditNote(mapped.document.Type) || credited === undefined) return { warnings: [] };
  const credit = { document: approved(mapped), allocations: [] };
  const decision = decideAllocation({ credit, invoice: credited, organisation });
  if (decision.kind !== 'allocate') return { warnings: decision.kind === 'refused' ? [decision.reason] : [] };
  const { amount, date } = decision;
  const when = afterwards.allocate ? approval : 'asked';
  return { allocation: { invoice: credited?.number ?? null, amount, currency: mapped.predicted.currency, date, when }, warnings: [] };
};

const contactOf = ({ contact }: FollowingQuestion): Pick<Following, 'contact' | 'warnings'> => {
  if (contact?.update.kind === 'change') return { contact: { name: contact.name, change: contact.update.change }, warnings: [] };
  return { warnings: contact?.update.kind === 'refused' ? [reason(contact.update.cause, { contact: contact.name })] : [] };
};

/** Decides by the very rules that the effects themselves follow. Pure. */
export const whatFollows = (question: FollowingQuestion): Following => {
  const { mapped, afterwards, note } = question;
  const when = mapped.document.Status === 'AUTHORISED' ? 'now' : 'onApproval';
  const { warnings, ...mail } = mailOf(question, when);
  const { warnings: ofAllocation, ...allocation } = allocationOf(question, when);
  const { warnings: ofContact, ...contact } = contactOf(question);
  return {
    ...mail,
    ...allocation,
    ...(afterwards.note ? { note } : {}),
    ...contact,
    warnings: [...warnings, ...ofAllocation, ...ofContact],
  };
};

const once = { now: 'Then ', onApproval: 'Once it is approved, ' } as const;

/** A sentence for each thing that follows, for the person who looks. */
export const describeFollowing = ({ mail, allocation, note, contact }: Following): readonly string[] => [
  ...(mail ? [`${mail.when === 'now' ? once.now : once.onApproval}Xero mails it to ${mail.to}.`] : []),
  ...(allocation
    ? [
        allocation.when === 'asked'
          ? `Allocate can lay ${allocation.amount} ${allocation.currency} of it on ${allocation.invoice ?? 'the invoice'}.`
          : `${once[allocation.when]}${allocation.amount} ${allocation.currency} of it are allocated to ${allocation.invoice ?? 'the invoice'}.`,
      ]
    : []),
  ...(note === undefined ? [] : ['Its history in Xero gets a note.']),
  ...(contact ? [`Then the contact ${contact.name} is changed in Xero: ${fieldsOfContact(Object.keys(contact.change))}.`] : []),
];
