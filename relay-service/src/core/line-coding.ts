/** Account and tax type of a line: looked up where people set them, never chosen here. */
import type { LedgerAccount, TaxRate } from './connection.ts';
import type { InvoiceLine } from './invoice.ts';
import type { Mapping } from './mapping.ts';
import { refuse } from './mapping.ts';
import { parseAmount } from './money.ts';

const AUTOMATIC = /^(?:AVALARA|AUTO)|\bautomatic sales tax\b|\bauto look ?up\b/i;

/** Where an account or tax type was named: the row's id, and the column to mend. */
interface Named {
  readonly id: string;
  readonly field: string;
}
type Place = Omit<Named, 'id'> & { readonly id: string | null | undefined };

const firstNamed = (places: readonly Place[]): Named | undefined => {
  for (const { id, field } of places) if (id != null) return { id, field };
  return undefined;
};

/** A product or a customer serves every connection, so that what it names in another one counts here by its code. */
const sharedTables = /^(?:product|account|contact)\./;

const rowNamed = <Row extends { readonly id: string; readonly code: string }>(
  rows: readonly Row[],
  { id, field }: Named,
  { foreignCodes = {} }: Mapping['connection'],
): Row | undefined => {
  const own = rows.find((row) => row.id === id);
  const code = foreignCodes[id];
  return own ?? (code === undefined || !sharedTables.test(field) ? undefined : rows.find((row) => row.code === code));
};

/** Judges an account that was named; `line` 0 stands for what is not a line of the invoice. */
export const checkAccount = (mapping: Mapping, named: Named, line: number): LedgerAccount | null => {
  const { connection, kind } = mapping;
  const account = rowNamed(connection.accounts, named, connection);
  if (!account) return refuse(mapping, 'ACCOUNT_UNKNOWN', { line, organisation: connection.organisation.name }, named.field);
  const values = { line, account: `${account.code} ${account.name}`, class: account.class, kind: kind.words };
  if (!account.active) return refuse(mapping, 'ACCOUNT_INACTIVE', values, named.field);
  if (account.systemAccount !== null) return refuse(mapping, 'ACCOUNT_OF_SYSTEM', values, named.field);
  if (!kind.accountClasses.includes(account.class)) return refuse(mapping, 'ACCOUNT_CLASS_NOT_ALLOWED', values, named.field);
  return account;
};

/** Percentages that can be reckoned with. */
const hasRate = ({ components }: TaxRate): boolean => components.every(({ rate }) => parseAmount(rate) !== null);

/** Judges a tax type that was named against the account it is used with. */
export const checkTaxType = (mapping: Mapping, named: Named, account: LedgerAccount, line: number): TaxRate | null => {
  const { connection } = mapping;
  const rate = rowNamed(connection.taxRates, named, connection);
  if (!rate) return refuse(mapping, 'TAX_TYPE_UNKNOWN', { line, organisation: connection.organisation.name }, named.field);
  const values = { line, taxType: rate.name, account: `${account.code} ${account.name}` };
  if (!rate.active) return refuse(mapping, 'TAX_TYPE_INACTIVE', values, named.field);
  if (AUTOMATIC.test(rate.code) || AUTOMATIC.test(rate.name)) return refuse(mapping, 'TAX_AUTOMATIC', values, named.field);
  if (!hasRate(rate)) return refuse(mapping, 'TAX_RATE_NOT_A_NUMBER', values, named.field);
  if (!rate.allowed[account.class]) return refuse(mapping, 'TAX_TYPE_NOT_ALLOWED', values, named.field);
  return rate;
};

/** Account of a line: line > product > settings. */
export const accountOf = (mapping: Mapping, line: InvoiceLine, number: number): LedgerAccount | null => {
  const { settings } = mapping.connection;
  const sales = mapping.kind.side === 'sales';
  const named = firstNamed([
    { id: line.accountId, field: 'invoicedetail.stl3_accountid' },
    sales
      ? { id: line.product?.salesAccountId, field: 'product.stl3_salesaccountid' }
      : { id: line.product?.purchaseAccountId, field: 'product.stl3_purchaseaccountid' },
    sales
      ? { id: settings.salesAccountId, field: 'stl3_stellariseconnectorsettings.stl3_salesaccountid' }
      : { id: settings.purchaseAccountId, field: 'stl3_stellariseconnectorsettings.stl3_purchaseaccountid' },
  ]);
  if (!named) return refuse(mapping, 'ACCOUNT_MISSING', { line: number, side: mapping.kind.side }, 'invoicedetail.stl3_accountid');
  return checkAccount(mapping, named, number);
};

/** Tax type of a line: line > customer > product > settings. Null without a reason where the document goes without tax. */
export const taxTypeOf = (mapping: Mapping, line: InvoiceLine, account: LedgerAccount, number: number): TaxRate | null => {
  if (mapping.lineAmountTypes === 'noTax') return null;
  const { settings } = mapping.connection;
  const { customer } = mapping.invoice;
  const side = mapping.kind.side;
  const customerTable = customer?.kind ?? 'account';
  const named = firstNamed([
    { id: line.taxTypeId, field: 'invoicedetail.stl3_taxtypeid' },
    {
      id: side === 'sales' ? customer?.salesTaxTypeId : customer?.purchaseTaxTypeId,
      field: `${customerTable}.stl3_${side}taxtypeid`,
    },
    {
      id: side === 'sales' ? line.product?.salesTaxTypeId : line.product?.purchaseTaxTypeId,
      field: `product.stl3_${side}taxtypeid`,
    },
    {
      id: side === 'sales' ? settings.salesTaxTypeId : settings.purchaseTaxTypeId,
      field: `stl3_stellariseconnectorsettings.stl3_${side}taxtypeid`,
    },
  ]);
  if (!named) return refuse(mapping, 'TAX_TYPE_MISSING', { line: number, side }, 'invoicedetail.stl3_taxtypeid');
  return checkTaxType(mapping, named, account, number);
};
