/** The rounding line: closes a gap of cents that rounding explains, never a wrong rate, a missing line or a discount. */
import { addedLine } from './added-lines.ts';
import type { LedgerAccount, TaxRate } from './connection.ts';
import type { MappedLine } from './document-lines.ts';
import { checkTaxType } from './line-coding.ts';
import type { Mapping } from './mapping.ts';
import { refuse } from './mapping.ts';
import type { Decimal } from './money.ts';
import { CENT, Decimal as decimal, effectiveRate, parseAmount } from './money.ts';
import type { Gap } from './totals.ts';

const DEFAULT_CAP = new decimal('0.05');
const ROUNDING = 'ROUNDING';
// Names that organisations of one country or another give to "no tax at all"; else any active rate of nothing will do.
const UNTAXED = ['NONE', 'BASEXCLUDED', 'EXEMPTOUTPUT', 'ZERORATEDOUTPUT'];

/** Whether rounding can explain the gap at all. */
const isRounding = (mapping: Mapping, gap: Gap, lines: readonly MappedLine[]): boolean => {
  const cap = parseAmount(mapping.connection.settings.roundingCap) ?? DEFAULT_CAP;
  const priced = lines.filter((line) => line.priced !== null).length;
  const difference = gap.net.plus(gap.tax);
  return (
    !difference.isZero() &&
    difference.abs().lessThanOrEqualTo(cap) &&
    gap.net.abs().lessThanOrEqualTo(cap) &&
    gap.tax.abs().lessThanOrEqualTo(CENT.times(priced)) &&
    (gap.tax.isZero() || mapping.connection.settings.taxSource !== 'dynamicsIsTruth')
  );
};

const roundingAccount = (mapping: Mapping, id: string): LedgerAccount | null => {
  const field = 'stl3_stellariseconnectorsettings.stl3_roundingaccountid';
  const { accounts, organisation } = mapping.connection;
  const account = accounts.find((candidate) => candidate.id === id);
  if (!account) return refuse(mapping, 'ACCOUNT_UNKNOWN', { line: 0, organisation: organisation.name }, field);
  const values = { line: 0, account: `${account.code} ${account.name}` };
  if (!account.active) return refuse(mapping, 'ACCOUNT_INACTIVE', values, field);
  // The organisation's own rounding account is the one system account that takes lines.
  if (account.systemAccount !== null && account.systemAccount !== ROUNDING) return refuse(mapping, 'ACCOUNT_OF_SYSTEM', values, field);
  return account;
};

const untaxed = (mapping: Mapping, account: LedgerAccount): TaxRate | null => {
  const rates = mapping.connection.taxRates
    .filter(({ active, allowed, components }) => active && allowed[account.class] && effectiveRate(components).isZero())
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const [rate] = [...UNTAXED.flatMap((code) => rates.filter((candidate) => candidate.code === code)), ...rates];
  if (!rate) return refuse(mapping, 'ROUNDING_TAX_MISSING', { organisation: mapping.connection.organisation.name });
  return checkTaxType(mapping, { id: rate.id, field: 'stl3_stellariseconnectorsettings.stl3_roundingaccountid' }, account, 0);
};

/** The line that closes the gap, none where rounding may not close it or a reason was noted. */
export const roundingLines = (mapping: Mapping, gap: Gap, lines: readonly MappedLine[]): readonly MappedLine[] => {
  const { roundingAccountId } = mapping.connection.settings;
  if (roundingAccountId == null || !isRounding(mapping, gap, lines)) return [];
  const account = roundingAccount(mapping, roundingAccountId);
  if (account === null) return [];
  const difference: Decimal = gap.net.plus(gap.tax);
  if (mapping.lineAmountTypes === 'noTax') return [addedLine(mapping, 'Rounding', difference, account, null)];
  const taxType = untaxed(mapping, account);
  return taxType === null ? [] : [addedLine(mapping, 'Rounding', difference, account, taxType)];
};
