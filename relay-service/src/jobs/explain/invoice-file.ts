import type { Row } from '../../dataverse/rows.ts';
import type { ReadFile } from './files.ts';
import { isList, isObject, oneRow, WrongFile } from './files.ts';

const EXPANDS = [
  ['_customerid_value', ['customerid_account', 'customerid_contact']],
  ['_transactioncurrencyid_value', ['transactioncurrencyid']],
] as const;

/**
 * An invoice as the Web API answers it.
 * @throws {WrongFile}
 */
export const readInvoiceFile = (text: string): ReadFile<Row> => {
  const row = oneRow(text, 'invoice');
  if (typeof row['invoiceid'] !== 'string') throw new WrongFile('holds no invoice: it has no invoiceid');
  const lines = row['invoice_details'] ?? [];
  if (!isList(lines) || !lines.every(isObject)) throw new WrongFile('has invoice_details that are not a list of lines');
  const missing = EXPANDS.filter(([lookup, expands]) => row[lookup] != null && !expands.some((name) => isObject(row[name])));
  return {
    content: row,
    notes: [
      ...('invoice_details' in row ? [] : ['has no invoice_details, so the invoice is taken to have no lines; ask for them with $expand']),
      ...missing.map(([, expands]) => `has no ${expands.join(' or ')}; ask for it with $expand`),
    ],
  };
};
