/** A discount on the whole invoice as negative lines whose parts sum exactly: one per tax type, and per account if spread. */
import { addedLine } from './added-lines.ts';
import type { LedgerAccount, TaxRate } from './connection.ts';
import { decimalsOf } from './currencies.ts';
import type { MappedLine } from './document-lines.ts';
import { checkAccount, checkTaxType } from './line-coding.ts';
import type { Mapping } from './mapping.ts';
import { refuse } from './mapping.ts';
import type { Decimal } from './money.ts';
import { splitByLargestRemainder, sum, ZERO } from './money.ts';

interface Part {
  readonly account: LedgerAccount;
  readonly taxType: TaxRate | null;
  readonly weight: Decimal;
}

/** Account of the discount; undefined where it is spread over the lines' own, null with the reason noted. */
const discountAccount = (mapping: Mapping): LedgerAccount | null | undefined => {
  const { discountWay, discountAccountId } = mapping.connection.settings;
  if (discountWay !== 'linePerTaxType') return undefined;
  const field = 'stl3_stellariseconnectorsettings.stl3_discountaccountid';
  if (discountAccountId == null) return refuse(mapping, 'DISCOUNT_ACCOUNT_MISSING', {}, field);
  return checkAccount(mapping, { id: discountAccountId, field }, 0);
};

/** What the discount is taken off, in the order of the lines. */
const partsOf = (lines: readonly MappedLine[], account: LedgerAccount | undefined): readonly Part[] => {
  const parts = new Map<string, Part>();
  for (const { priced } of lines) {
    if (priced === null || priced.amount.isZero()) continue;
    const posted = account ?? priced.account;
    const key = `${posted.id}|${priced.taxType?.id ?? ''}`;
    const weight = (parts.get(key)?.weight ?? ZERO).plus(priced.amount);
    parts.set(key, { account: posted, taxType: priced.taxType, weight });
  }
  return [...parts.values()].filter(({ weight }) => !weight.isZero());
};

/** The discount lines, none where there is no discount or a reason was noted. */
export const discountLines = (mapping: Mapping, lines: readonly MappedLine[], discount: Decimal): readonly MappedLine[] => {
  if (discount.isZero()) return [];
  const account = discountAccount(mapping);
  if (account === null) return [];
  const parts = partsOf(lines, account);
  if (sum(parts.map(({ weight }) => weight)).isZero()) {
    refuse(mapping, 'DISCOUNT_WITHOUT_LINES', {}, 'invoice.discountamount');
    return [];
  }
  const field = 'stl3_stellariseconnectorsettings.stl3_discountaccountid';
  for (const { taxType } of parts) if (account && taxType) checkTaxType(mapping, { id: taxType.id, field }, account, 0);
  const amounts = splitByLargestRemainder(
    discount.negated(),
    parts.map(({ weight }) => weight),
    decimalsOf(mapping),
  );
  return parts.flatMap(({ account: posted, taxType }, index) => {
    const amount = amounts[index] ?? ZERO;
    return amount.isZero() ? [] : [addedLine(mapping, 'Discount', amount, posted, taxType)];
  });
};
