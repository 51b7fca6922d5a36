/** What every step of the mapping works on, and where each says what stands in the way. */
import type { CauseCode, Values } from './causes.ts';
import { reason } from './causes.ts';
import type { Connection, PaymentTerms, RequestChoices, Requester, Settings } from './connection.ts';
import type { Reason } from './document.ts';
import type { DocumentKind } from './document-kinds.ts';
import { documentKinds } from './document-kinds.ts';
import type { Decimal } from './money.ts';
import { parseAmount, sum, ZERO } from './money.ts';
import type { CalendarDate, Invoice } from './invoice.ts';

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
  /** Item codes that are in Xero: product id -> code. */
  readonly itemCodes?: Readonly<Record<string, string>>;
  /** Numbers that documents in Xero have already, as far as they were looked up. */
  readonly numbersTaken?: readonly string[];
  /** Set where an earlier document of this invoice was voided or deleted in Xero. */
  readonly resend?: Resend | null;
  /** Payment terms of the Xero contact, on the side of the document. */
  readonly contactTerms?: PaymentTerms | null;
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

const storedTotal = ({ total, lines }: Invoice): Decimal =>
  parseAmount(total) ?? sum(lines.map((line) => parseAmount(line.extendedAmount) ?? ZERO));

export const beginMapping = (input: MappingInput): Mapping => {
  const { invoice, choices, connection } = input;
  const kind = documentKinds[choices.type ?? invoice.type ?? 'salesInvoice'];
  return {
    ...input,
    kind,
    negated: kind.credit && storedTotal(invoice).isNegative(),
    status: choices.status ?? connection.settings.defaultStatus,
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

export const warn = (mapping: Mapping, code: CauseCode, values: Values = {}, field?: string): void => {
  mapping.warnings.push(reason(code, values, field));
};
