/** What every step of the mapping works on, and where each says what stands in the way. */
import type { CauseCode, Values } from './causes.ts';
import { reason } from './causes.ts';
import type { Connection, RequestChoices, Requester, Settings } from './connection.ts';
import type { Reason } from './document.ts';
import type { DocumentKind } from './document-kinds.ts';
import { documentKinds } from './document-kinds.ts';
import type { DecidedItems } from './item-code.ts';
import type { Decimal } from './money.ts';
import { amountOrZero, parseAmount, sum } from './money.ts';
import type { CalendarDate, Invoice } from './invoice.ts';
import type { DocumentInXero } from './outcome.ts';
import type { PaymentTerms } from './payment-terms.ts';

/** A document that follows one which is gone. */
export interface Resend {
  /** 2 for the first that follows. */
  readonly generation: number;
  readonly formerNumber: string | null;
}

export interface MappingInput {
  readonly invoice: Invoice;
  readonly connection: Connection;
  readonly choices: RequestChoices;
  readonly requester: Requester;
  /** Null while the contact is to be found or made. */
  readonly contactId: string | null;
  readonly intentId: string;
  /** Today in the connection's time zone. */
  readonly today: CalendarDate;
  readonly environmentUrl: string;
  /** What looking at Xero and at the other invoices of the batch said of products. */
  readonly items?: Partial<DecidedItems>;
  /** Numbers that documents in Xero have already, as far as they were looked up. */
  readonly numbersTaken?: readonly string[];
  /** Set where an earlier document of this invoice was voided or deleted in Xero. */
  readonly resend?: Resend | null;
  /** The document that is brought up to date; it keeps its status, and its date where that is today's only because it was sent that day. */
  readonly updateOf?: DocumentInXero;
  /**
   * Payment terms of the Xero contact, on the side of the document; none if not said. `notYetRead`: where the due date depends on them it is
   * left out, and nothing is refused for want of it.
   */
  readonly contactTerms?: PaymentTerms | 'notYetRead' | null;
}

/** A mapping under way. Steps add to `reasons`, so that everything that stands in the way is named at once. */
export interface Mapping extends MappingInput {
  readonly kind: DocumentKind;
  readonly status: Settings['defaultStatus'];
  readonly lineAmountTypes: Settings['lineAmountTypes'];
  /** A credit note that was entered negative; every amount changes its sign. */
  readonly negated: boolean;
  readonly reasons: Reason[];
  readonly warnings: Reason[];
}

/** What the customer is asked for; where the header was never recalculated, the lines speak. */
export const storedTotal = ({ total, lines }: Invoice): Decimal =>
  parseAmount(total) ?? sum(lines.map((line) => amountOrZero(line.extendedAmount)));

/** What the invoice becomes. @param chosen by the request */
export const kindOf = ({ type }: Invoice, chosen: RequestChoices['type']): DocumentKind => documentKinds[chosen ?? type ?? 'salesInvoice'];

const statusOfUpdate = { draft: 'draft', submitted: 'submitted', authorised: 'authorised', paid: 'authorised', voided: 'draft', deleted: 'draft' } as const; // prettier-ignore

export const beginMapping = (input: MappingInput): Mapping => {
  const { invoice, choices, connection, updateOf } = input;
  const kind = kindOf(invoice, choices.type);
  return {
    ...input,
    kind,
    negated: kind.credit && storedTotal(invoice).isNegative(),
    status: updateOf ? statusOfUpdate[updateOf.status] : (choices.status ?? connection.settings.defaultStatus),
    lineAmountTypes: choices.lineAmountTypes ?? invoice.lineAmountTypes ?? connection.settings.lineAmountTypes,
    reasons: [],
    warnings: [],
  };
};

/** Notes what stands in the way; returns null so that a step can end with it. */
export const refuse = (mapping: Mapping, code: CauseCode, values: Values = {}, field?: string): null => {
  mapping.reasons.push(reason(code, values, field));
  return null;
};

/** Whether a line of the invoice was refused, so that the lines known of it are not all of them. */
export const hasRefusedLine = ({ reasons }: Mapping): boolean => reasons.some(({ line }) => line !== undefined);

export const warn = (mapping: Mapping, code: CauseCode, values: Values = {}, field?: string): void => {
  mapping.warnings.push(reason(code, values, field));
};
