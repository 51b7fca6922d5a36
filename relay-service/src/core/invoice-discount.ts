/** A discount on the whole invoice as negative lines whose parts sum exactly: one per tax type, and per account if spread. */
import { addedLine } from './added-lines.ts';
import type { LedgerAccount, TaxRate } from './connection.ts';
import { decimalsOf } from './currencies.ts';
import type { MappedLine } from './document-lines.ts';
import { checkAccount, checkTaxType } from './line-coding.ts';
import type { Mapping } from './mapping.ts';
import { hasRefusedLine, refuse } from './mapping.ts';
import type { Decimal } from './money.ts';
import { splitByLargestRemainder, sum, ZERO } from './money.ts';

interface Part {
  readonly account: LedgerAccount;
  readonly taxType: TaxRate | null;
  readonly weight: Decimal;
}

/** How discount lines are coded that are not spread. */
interface OwnCoding {
  readonly account: LedgerAccount;
  /** Null where the lines' own types stay. */
  readonly taxType: TaxRate | null;
}

const SETTINGS = 'stl3_stellariseconnectorsettings';

/** Whether the discount has a tax type of its own, whatever those of the lines are. */
export const hasOwnTaxType = ({ connection: { settings } }: Mapping): boolean =>
  settings.discountWay === 'linePerTaxType' && settings.discountTaxTypeId != null;

/** Coding of the discount; undefined where it is spread over the lines' own, null with the reason noted. */
const ownCoding = (mapping: Mapping): OwnCoding | null | undefined => {
  const { discountWay, discountAccountId, discountTaxTypeId } = mapping.connection.settings;
  if (discountWay !== 'linePerTaxType') return undefined;
  const field = `${SETTINGS}.stl3_discountaccountid`;
  if (discountAccountId == null) return refuse(mapping, 'DISCOUNT_ACCOUNT_MISSING', {}, field);
  const account = checkAccount(mapping, { id: discountAccountId, field }, 0);
  if (account === null || discountTaxTypeId == null || mapping.lineAmountTypes === 'noTax') return account && { account, taxType: null };
  const taxType = checkTaxType(mapping, { id: discountTaxTypeId, field: `${SETTINGS}.stl3_discounttaxtypeid` }, account, 0);
  return taxType && { account, taxType };
};

/** What the discount is taken off, in the order of the lines. */
const partsOf = (lines: readonly MappedLine[], own: OwnCoding | undefined): readonly Part[] => {
  const parts = new Map<string, Part>();
  for (const { priced } of lines) {
    if (priced === null || priced.amount.isZero()) continue;
    const account = own?.account ?? priced.account;
    const taxType = own?.taxType ?? priced.taxType;
    const key = `${account.id}|${taxType?.id ?? ''}`;
    const weight = (parts.get(key)?.weight ?? ZERO).plus(priced.amount);
    parts.set(key, { account, taxType, weight });
  }
  return [...parts.values()].filter(({ weight }) => !weight.isZero());
};

/** The discount lines, none where there is no discount or a reason was noted. */
export const discountLines = (mapping: Mapping, lines: readonly MappedLine[], discount: Decimal): readonly MappedLine[] => {
  if (discount.isZero()) return [];
  const own = ownCoding(mapping);
  if (own === null) return [];
  const parts = partsOf(lines, own);
  if (sum(parts.map(({ weight }) => weight)).isZero()) {
    if (!hasRefusedLine(mapping)) refuse(mapping, 'DISCOUNT_WITHOUT_LINES', {}, 'invoice.discountamount');
    return [];
  }
  if (own?.taxType === null) {
    const field = `${SETTINGS}.stl3_discountaccountid`;
    for (const { taxType } of parts) if (taxType) checkTaxType(mapping, { id: taxType.id, field }, own.account, 0);
  }
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
