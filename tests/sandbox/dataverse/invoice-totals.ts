/** Totals of invoices as Sales makes them: lines to currency precision, then discount, freight and tax. */
import { fixedOf, numberOf, roundTo } from '../xero/arithmetic.ts';
import { tableNamed } from './model.ts';
import type { Environment, Row } from './state.ts';
import { putRow, referenceOf, rowsOf } from './state.ts';

const amount = (row: Row, name: string): bigint => fixedOf((row.values[name] as number | null | undefined) ?? 0);
const ONE = fixedOf(1);
const times = (left: bigint, right: bigint): bigint => (left * right) / ONE;
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, each) => total + each, 0n);

const precisionOf = (environment: Environment, invoice: Row): number => {
  const currency = referenceOf(invoice, 'transactioncurrencyid');
  const precision = currency && rowsOf(environment, 'transactioncurrency').get(currency.id)?.values['currencyprecision'];
  return typeof precision === 'number' ? precision : 2;
};

/** Amounts of one line; the unit price keeps its full precision and is rounded once, after multiplying. */
const priceLine = (line: Row, precision: number): Row => {
  const unit = amount(line, 'priceperunit') - amount(line, 'volumediscountamount');
  const base = roundTo(times(unit, amount(line, 'quantity')), precision);
  const extended = base - roundTo(amount(line, 'manualdiscountamount'), precision) + roundTo(amount(line, 'tax'), precision);
  const amounts = { baseamount: numberOf(base), extendedamount: numberOf(extended) };
  const isAsBefore = line.values['baseamount'] === amounts.baseamount && line.values['extendedamount'] === amounts.extendedamount;
  return isAsBefore ? line : { ...line, values: { ...line.values, ...amounts } };
};

/** Computes the lines and totals of an invoice anew and stores them. */
export const computeTotals = (environment: Environment, invoiceId: string): void => {
  const invoice = rowsOf(environment, 'invoice').get(invoiceId);
  if (!invoice) return;
  const precision = precisionOf(environment, invoice);
  const detail = tableNamed('invoicedetail');
  const lines = rowsOf(environment, 'invoicedetail')
    .having('invoiceid', invoiceId)
    .map((line) => priceLine(line, precision));
  for (const line of lines) putRow(environment, detail, line);
  const tax = sum(lines.map((line) => roundTo(amount(line, 'tax'), precision)));
  const net = sum(lines.map((line) => amount(line, 'extendedamount'))) - tax;
  const discount = roundTo(amount(invoice, 'discountamount') + times(net, amount(invoice, 'discountpercentage')) / 100n, precision);
  const freight = roundTo(amount(invoice, 'freightamount'), precision);
  const values = {
    totallineitemamount: numberOf(net),
    totallineitemdiscountamount: numberOf(sum(lines.map((line) => amount(line, 'manualdiscountamount')))),
    totaldiscountamount: numberOf(discount),
    totalamountlessfreight: numberOf(net - discount),
    totaltax: numberOf(tax),
    totalamount: numberOf(net - discount + freight + tax),
  };
  environment.version += 1;
  putRow(environment, tableNamed('invoice'), { ...invoice, version: environment.version, values: { ...invoice.values, ...values } });
};
