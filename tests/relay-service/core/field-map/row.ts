/** A row of the field map: what people call a field, what it is in Xero, where its rule lives, and proofs that the rule holds. */
import type { DocumentLine, XeroDocument } from '../../../../relay-service/src/core/document.ts';
import type { Settings } from '../../../../relay-service/src/core/connection.ts';
import type { MappingInput } from '../../../../relay-service/src/core/mapping.ts';
import type { Invoice, InvoiceLine } from '../../../../relay-service/src/core/invoice.ts';
import { choices, connection, invoice, invoiceOf, line, settings } from '../examples.ts';

type Part<T> = { readonly [K in keyof T]?: unknown };

export interface Proof {
  /** Why this answer. */
  readonly why: string;
  readonly given: Partial<MappingInput>;
  /** Part of the document. */
  readonly sent?: Part<XeroDocument>;
  /** Parts of its lines, of all of them, in their order. */
  readonly lines?: readonly Part<DocumentLine>[];
  /** Properties that the document, or each of these lines, goes without. */
  readonly without?: readonly (keyof XeroDocument | keyof DocumentLine)[];
  /** Code of the cause that stands in the way. */
  readonly refused?: string;
  /** Code of the cause that is warned of. */
  readonly warned?: string;
  /** Amounts that Xero will come to: net, tax, total. */
  readonly comesTo?: readonly [string, string, string];
}

export interface Row {
  /** What it is called in Dynamics. */
  readonly field: string;
  /** Properties in Xero that it fills. */
  readonly xero: readonly (keyof XeroDocument | keyof DocumentLine)[];
  /** File in `relay-service/src/core` that has the rule. */
  readonly file: string;
  readonly proofs: readonly Proof[];
}

/** The example invoice with other columns. */
export const having = (changes: Partial<Invoice>): Partial<MappingInput> => ({ invoice: { ...invoice, ...changes } });
/** An invoice of such lines. */
export const ofLines = (...lines: readonly Partial<InvoiceLine>[]): Partial<MappingInput> => ({
  invoice: invoiceOf(lines.map((changes, index) => line({ id: `line-${String(index)}`, order: index, ...changes }))),
});
/** Under other settings. */
export const under = (changes: Partial<Settings>, given: Partial<MappingInput> = {}): Partial<MappingInput> => ({
  ...given,
  connection: { ...connection, settings: { ...settings, ...changes } },
});
/** Asked for with choices of the request's own. */
export const asking = (changes: Partial<typeof choices>, given: Partial<MappingInput> = {}): Partial<MappingInput> => ({
  ...given,
  choices: { ...choices, ...changes },
});
/** Books that can buy, too. */
export const buying = { purchaseAccountId: 'account-400', purchaseTaxTypeId: 'tax-INPUT' } as const;
