/** Fields that make something follow a document, rather than fill it. */
import { decideAllocation } from '../../../../relay-service/src/core/allocation.ts';
import { decideCancellation } from '../../../../relay-service/src/core/cancellation.ts';
import { decideContactUpdate } from '../../../../relay-service/src/core/contact-changes.ts';
import { decideEmail } from '../../../../relay-service/src/core/email.ts';
import { historyNote } from '../../../../relay-service/src/core/history-note.ts';
import { books, held } from '../document-in-xero.ts';
import { customer, ready } from '../examples.ts';

export interface EffectRow {
  /** What it is called in Dynamics. */
  readonly field: string;
  /** File in `relay-service/src/core` that has the rule. */
  readonly file: string;
  readonly proofs: readonly { readonly why: string; readonly decided: () => unknown; readonly expected: unknown }[];
}

const credit = { document: held({ type: 'ACCRECCREDIT', number: 'CN-1', due: '40' }), allocations: [] };
const { total } = ready().predicted;
const mail = { document: held({ total }), address: 'ann@contoso.example', demo: false, mapped: ready() };
const contact = { ContactID: 'c', Name: customer.name ?? '', ContactStatus: 'ACTIVE', EmailAddress: 'old@contoso.example' };
const update = { customer: { ...customer, email: 'new@contoso.example' }, contact, shared: false };
const note = { requester: 'Ann Other', invoiceNumber: 'INV-1', invoiceName: null, link: 'https://x.example', requestedAt: null };
const canceled = { organisation: books(), automatic: true, today: '2026-11-24' };

export const ofEffects: readonly EffectRow[] = [
  {
    field: 'credits invoice: the allocation of a credit note',
    file: 'allocation.ts',
    proofs: [
      {
        why: 'the smaller of what is left and what is due',
        decided: () => decideAllocation({ credit, invoice: held(), organisation: books() }),
        expected: { kind: 'allocate', amount: '40.00', date: '2026-11-10' },
      },
      {
        why: 'within one currency alone',
        decided: () => decideAllocation({ credit, invoice: held({ currency: 'USD' }), organisation: books() }),
        expected: { kind: 'refused', reason: { code: 'ALLOCATION_OF_OTHER_CURRENCY' } },
      },
    ],
  },
  {
    field: 'send email from Xero',
    file: 'email.ts',
    proofs: [
      { why: 'once it is authorised and the totals agree', decided: () => decideEmail(mail), expected: { kind: 'send' } },
      {
        why: 'never of a draft',
        decided: () => decideEmail({ ...mail, document: held({ total, status: 'draft' }) }),
        expected: { kind: 'refused', reason: { code: 'EMAIL_NOT_APPROVED' } },
      },
      {
        why: 'no address is said by its name',
        decided: () => decideEmail({ ...mail, address: null }),
        expected: { kind: 'refused', reason: { code: 'EMAIL_WITHOUT_ADDRESS' } },
      },
    ],
  },
  {
    field: 'history note in Xero',
    file: 'history-note.ts',
    proofs: [
      {
        why: 'who sent what from where',
        decided: () => historyNote(note),
        expected: 'Sent from Dynamics 365 by Ann Other: invoice INV-1. https://x.example',
      },
    ],
  },
  {
    field: 'contact updates',
    file: 'contact-changes.ts',
    proofs: [
      {
        why: 'kept in step: what differs, and nothing else',
        decided: () => decideContactUpdate({ ...update, way: 'keepInStep' }),
        expected: { kind: 'change', change: { ContactID: 'c', EmailAddress: 'new@contoso.example' } },
      },
      { why: 'never, by default', decided: () => decideContactUpdate({ ...update, way: 'never' }), expected: { kind: 'nothing' } },
    ],
  },
  {
    field: 'cancelling in Dynamics, create credit note automatically',
    file: 'cancellation.ts',
    proofs: [
      {
        why: 'a draft is deleted',
        decided: () => decideCancellation({ ...canceled, document: held({ status: 'draft' }) }),
        expected: { kind: 'change', status: 'DELETED' },
      },
      {
        why: 'an open one is voided',
        decided: () => decideCancellation({ ...canceled, document: held() }),
        expected: { kind: 'change', status: 'VOIDED' },
      },
      {
        why: 'what is due of a part-paid one is credited',
        decided: () => decideCancellation({ ...canceled, document: held({ paid: '10', due: '100' }) }),
        expected: { kind: 'credit', date: '2026-11-24' },
      },
      {
        why: 'asked where the settings leave it to people',
        decided: () => decideCancellation({ ...canceled, automatic: false, document: held() }),
        expected: { kind: 'ask', reason: { code: 'CANCELED_STILL_IN_XERO' } },
      },
    ],
  },
];
