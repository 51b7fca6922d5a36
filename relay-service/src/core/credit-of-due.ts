/** The credit note that takes back what is still due on an invoice: its own accounts and tax types, each in its share, to the cent. */
import { isWholeCurrency } from './currencies.ts';
import type { LineInXero, WholeDocument } from './document-differences.ts';
import type { DocumentLine, XeroDocument } from './document.ts';
import type { FoundDocument } from './doubts.ts';
import type { CalendarDate } from './invoice.ts';
import { markedReference } from './marker.ts';
import type { Decimal } from './money.ts';
import { amountOrZero, splitByLargestRemainder, sum, ZERO } from './money.ts';
import type { DocumentInXero } from './outcome.ts';
import { cutWithMark, first } from './text.ts';

/** Longest description and Reference that Xero takes. */
const MAX_DESCRIPTION = 4000;
const MAX_REFERENCE = 255;

export interface CreditOfDue {
  /** The invoice as Xero holds it. */
  readonly invoice: WholeDocument;
  readonly date: CalendarDate;
  readonly intentId: string;
}

/** What a line comes to with its tax. */
const grossOf = ({ LineAmount = 0, TaxAmount = 0 }: LineInXero, types: XeroDocument['LineAmountTypes']): Decimal => {
  const amount = amountOrZero(String(LineAmount));
  return types === 'Exclusive' ? amount.plus(amountOrZero(String(TaxAmount))) : amount;
};

const lineOf = ({ Description, AccountCode, TaxType, Tracking = [] }: LineInXero, amount: Decimal): DocumentLine => ({
  Description: cutWithMark(`Credit: ${Description}`, MAX_DESCRIPTION),
  Quantity: 1,
  UnitAmount: amount.toNumber(),
  ...(AccountCode === undefined ? {} : { AccountCode }),
  ...(TaxType === undefined ? {} : { TaxType }),
  ...(Tracking.length === 0 ? {} : { Tracking: Tracking.map(({ Name, Option }) => ({ Name, Option })) }),
});

const referenceOf = ({ number }: Pick<DocumentInXero, 'number'>, intentId: string): string => {
  const marker = markedReference(intentId);
  return `${first(`Credit of ${number ?? ''}`.trim(), MAX_REFERENCE - marker.length - 1)} ${marker}`;
};

/** Whether a credit note, voided or not, was made of what was due on this invoice, by whatever intent. */
export const isCreditOfDue = (credit: FoundDocument, invoice: Pick<DocumentInXero, 'number' | 'contactId'>): boolean =>
  credit.type === 'ACCRECCREDIT' &&
  credit.intentId !== null &&
  credit.contactId?.toLowerCase() === invoice.contactId?.toLowerCase() &&
  credit.reference?.trim() === referenceOf(invoice, credit.intentId);

/**
 * The document, with prices that include tax, so that its total is what is due whatever Xero rounds within a line.
 * Null where the invoice's lines come to nothing. Pure: the same invoice gives the same bytes.
 */
export const creditOfDue = ({ invoice, date, intentId }: CreditOfDue): XeroDocument | null => {
  const { head, lines, brandingThemeId } = invoice;
  const types = invoice.lineAmountTypes ?? 'Exclusive';
  const priced = lines.map((line) => ({ line, gross: grossOf(line, types) })).filter(({ gross }) => !gross.isZero());
  const due = amountOrZero(head.due);
  if (sum(priced.map(({ gross }) => gross)).isZero() || !due.greaterThan(0) || head.contactId === null || head.currency === null)
    return null;
  const parts = splitByLargestRemainder(
    due,
    priced.map(({ gross }) => gross),
    // Xero reckons tax to two decimals in every currency, so that a fraction may be due where prices have none.
    isWholeCurrency(head.currency) && due.isInteger() ? 0 : 2,
  );
  return {
    Type: 'ACCRECCREDIT',
    Contact: { ContactID: head.contactId },
    Date: date,
    LineAmountTypes: types === 'NoTax' ? 'NoTax' : 'Inclusive',
    Reference: referenceOf(head, intentId),
    CurrencyCode: head.currency,
    ...(brandingThemeId === null ? {} : { BrandingThemeID: brandingThemeId }),
    Status: 'AUTHORISED',
    LineItems: priced.flatMap(({ line }, index) => {
      const amount = parts[index] ?? ZERO;
      return amount.isZero() ? [] : [lineOf(line, amount)];
    }),
  };
};
