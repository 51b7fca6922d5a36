/** What each kind of document may carry: the matrix as data. */
import type { LedgerAccount } from './connection.ts';
import type { XeroDocument } from './document.ts';
import type { Invoice } from './invoice.ts';

export type KindName = NonNullable<Invoice['type']>;

export interface DocumentKind {
  readonly name: KindName;
  /** Words for people. */
  readonly words: string;
  readonly type: XeroDocument['Type'];
  readonly side: 'sales' | 'purchase';
  /** Property that carries the number. */
  readonly number: 'InvoiceNumber' | 'CreditNoteNumber';
  /** Who may give the number: a supplier's document has its own and needs it. */
  readonly numberedBy: 'us or Xero' | 'supplier';
  /** Xero refuses a second document of this kind with the same number. */
  readonly numberUnique: boolean;
  readonly reference: boolean;
  readonly dueDate: boolean;
  /** A link back to Dynamics, which carries the marker; without it the number or the Reference has to. */
  readonly url: boolean;
  readonly theme: boolean;
  /** Line discounts; where there are none they are folded into the price. */
  readonly discounts: boolean;
  /** Entered wholly negative, it is sent positive. */
  readonly credit: boolean;
  readonly accountClasses: readonly LedgerAccount['class'][];
}

const salesClasses = ['revenue', 'liability', 'asset'] as const;
const purchaseClasses = ['expense', 'asset', 'liability'] as const;

export const documentKinds: Readonly<Record<KindName, DocumentKind>> = {
  salesInvoice: {
    name: 'salesInvoice',
    words: 'sales invoice',
    type: 'ACCREC',
    side: 'sales',
    number: 'InvoiceNumber',
    numberedBy: 'us or Xero',
    numberUnique: true,
    reference: true,
    dueDate: true,
    url: true,
    theme: true,
    discounts: true,
    credit: false,
    accountClasses: salesClasses,
  },
  bill: {
    name: 'bill',
    words: 'bill',
    type: 'ACCPAY',
    side: 'purchase',
    number: 'InvoiceNumber',
    numberedBy: 'supplier',
    numberUnique: false,
    reference: false,
    dueDate: true,
    url: true,
    theme: false,
    discounts: false,
    credit: false,
    accountClasses: purchaseClasses,
  },
  salesCreditNote: {
    name: 'salesCreditNote',
    words: 'sales credit note',
    type: 'ACCRECCREDIT',
    side: 'sales',
    number: 'CreditNoteNumber',
    numberedBy: 'us or Xero',
    numberUnique: false,
    reference: true,
    dueDate: false,
    url: false,
    theme: true,
    discounts: false,
    credit: true,
    accountClasses: salesClasses,
  },
  billCreditNote: {
    name: 'billCreditNote',
    words: 'bill credit note',
    type: 'ACCPAYCREDIT',
    side: 'purchase',
    number: 'CreditNoteNumber',
    numberedBy: 'supplier',
    numberUnique: false,
    reference: false,
    dueDate: false,
    url: false,
    theme: false,
    discounts: false,
    credit: true,
    accountClasses: purchaseClasses,
  },
};

/** Xero keeps credit notes apart from invoices. */
export const isCreditNote = (type: XeroDocument['Type']): boolean => type === 'ACCRECCREDIT' || type === 'ACCPAYCREDIT';

/** The kind that a document of Xero's is of. */
export const kindOfType = (type: XeroDocument['Type']): KindName =>
  Object.values(documentKinds).find((kind) => kind.type === type)?.name ?? 'salesInvoice';
