/** Invoices as Dynamics calculates them: tax on lines alone, an invoice discount and freight in the header. */
import type { Settings } from '../../../relay-service/src/core/connection.ts';
import type { Invoice, InvoiceLine } from '../../../relay-service/src/core/invoice.ts';
import { Decimal, round, sum } from '../../../relay-service/src/core/money.ts';
import { choices, invoice, line, map, withSettings } from './examples.ts';

export const TAX_OF: Readonly<Record<string, string>> = { 'tax-OUTPUT': '10', 'tax-OUTPUT15': '15', 'tax-EXEMPTOUTPUT': '0' };
export const of = (net: string, tax: string | null, changes: Partial<InvoiceLine> = {}): InvoiceLine =>
  line({
    id: `${net} ${String(changes.order)}`,
    quantity: '1',
    pricePerUnit: net,
    tax,
    extendedAmount: new Decimal(net).plus(tax ?? 0).toFixed(2),
    taxTypeId: 'tax-OUTPUT',
    ...changes,
  });
export const netOf = ({ extendedAmount, tax }: InvoiceLine): Decimal => new Decimal(extendedAmount ?? 0).minus(tax ?? 0);

export interface Beside {
  readonly discountAmount?: string;
  readonly discountPercentage?: string;
  readonly freight?: string;
  /** Where a price engine of the customer's own writes it; else the sum of the lines, as Dynamics has it. */
  readonly taxTotal?: string;
}

/** The header as Dynamics calculates it. */
export const calculated = (lines: readonly InvoiceLine[], { discountAmount, discountPercentage, freight, taxTotal }: Beside): Invoice => {
  const net = sum(lines.map(netOf));
  const discount = round(net.times(discountPercentage ?? 0).dividedBy(100), 2).plus(discountAmount ?? 0);
  const tax = new Decimal(taxTotal ?? sum(lines.map((each) => new Decimal(each.tax ?? 0))));
  return {
    ...invoice,
    lines,
    discountTotal: discount.toFixed(2),
    freight: freight ?? null,
    taxTotal: tax.toFixed(2),
    total: net.minus(discount).plus(freight ?? 0).plus(tax).toFixed(2), // prettier-ignore
  };
};

export interface Case {
  readonly lines: readonly InvoiceLine[];
  readonly beside: Beside;
  readonly settings: Partial<Settings>;
  readonly mode: Settings['lineAmountTypes'];
}
export const decide = ({ lines, beside, settings, mode }: Case) =>
  map({ invoice: calculated(lines, beside), connection: withSettings(settings), choices: { ...choices, lineAmountTypes: mode } });
/** What comes of it: codes, or net, tax and total in Xero. */
export const outcome = (given: Case): string => {
  const mapped = decide(given);
  if (mapped.verdict !== 'Ready') return mapped.reasons.map(({ code }) => code).join(' ');
  const { net, tax, total } = mapped.predicted;
  return `${net} ${tax} ${total}`;
};
