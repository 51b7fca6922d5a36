/** Lines that the document needs although the invoice has none of them: the parts of a discount, freight, rounding. */
import type { LedgerAccount, TaxRate } from './connection.ts';
import type { DocumentLine } from './document.ts';
import type { MappedLine } from './document-lines.ts';
import type { Mapping } from './mapping.ts';
import type { Decimal } from './money.ts';
import { effectiveRate, ZERO } from './money.ts';
import { trackingOf } from './tracking.ts';

/** Those that stand for amounts of the invoice, by which. */
export interface AddedLines {
  readonly discount: readonly MappedLine[];
  readonly freight: readonly MappedLine[];
}

const trackingByDefault = (mapping: Mapping): Pick<DocumentLine, 'Tracking'> => {
  const tracking = trackingOf(mapping, null, 0);
  return tracking === undefined ? {} : { Tracking: tracking };
};

export const addedLine = (
  mapping: Mapping,
  description: string,
  amount: Decimal,
  account: LedgerAccount,
  taxType: TaxRate | null,
): MappedLine => ({
  document: {
    Description: description,
    Quantity: 1,
    UnitAmount: amount.toNumber(),
    AccountCode: account.code,
    ...(taxType === null ? {} : { TaxType: taxType.code }),
    ...trackingByDefault(mapping),
  },
  number: 0,
  priced: { amount, rate: taxType === null ? ZERO : effectiveRate(taxType.components), account, taxType, storedTax: ZERO },
});
