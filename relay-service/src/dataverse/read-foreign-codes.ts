/** Codes of what products and customers name in another connection: they serve all connections, and count in each by code. */
import { chartOfAccounts, select, taxType } from '@stl3/solution';
import type { Connection } from '../core/connection.ts';
import type { Customer, Invoice } from '../core/invoice.ts';
import type { DataverseClient } from './client.ts';
import { textOf } from './rows.ts';

const taxTypesOf = (customer: Customer | null | undefined): readonly (string | null | undefined)[] => [
  customer?.salesTaxTypeId,
  customer?.purchaseTaxTypeId,
];

const namedBy = (invoices: readonly Invoice[]) => {
  const products = invoices.flatMap(({ lines }) => lines.flatMap(({ product }) => product ?? []));
  return {
    accounts: products.flatMap(({ salesAccountId, purchaseAccountId }) => [salesAccountId, purchaseAccountId]),
    taxTypes: [
      ...products.flatMap(({ salesTaxTypeId, purchaseTaxTypeId }) => [salesTaxTypeId, purchaseTaxTypeId]),
      ...invoices.flatMap(({ customer }) => taxTypesOf(customer)),
    ],
  };
};

const ofAccount = select(chartOfAccounts, 'stl3_code');
const ofTaxType = select(taxType, 'stl3_xeroid');

const strangers = (named: readonly (string | null | undefined)[], own: readonly { readonly id: string }[]): string[] => {
  const known = new Set(own.map(({ id }) => id));
  return [...new Set(named)].flatMap((id) => (id == null || known.has(id) ? [] : id));
};

/**
 * Reads the codes of rows that are not this connection's. Costs nothing where all are.
 * @returns row id -> code in Xero; a row that is gone is absent
 */
export const readForeignCodes = async (
  client: DataverseClient,
  connection: Connection,
  invoices: readonly Invoice[],
): Promise<Readonly<Record<string, string>>> => {
  const named = namedBy(invoices);
  const wanted = [
    ...strangers(named.accounts, connection.accounts).map((id) => ({ path: `${chartOfAccounts.setName}(${id})?$select=${ofAccount}`, id })),
    ...strangers(named.taxTypes, connection.taxRates).map((id) => ({ path: `${taxType.setName}(${id})?$select=${ofTaxType}`, id })),
  ];
  if (wanted.length === 0) return {};
  const results = await client.batch(wanted.map(({ path }) => ({ method: 'GET', path })));
  return Object.fromEntries(
    wanted.flatMap(({ id }, index) => {
      const { status, body } = results[index] ?? {};
      if (status !== 200 && status !== 404) throw new Error(`A code could not be read: Dataverse answered ${String(status)}`);
      const code = body ? (textOf(body, ofAccount) ?? textOf(body, ofTaxType)) : null;
      return status === 404 || code === null ? [] : [[id, code] as const];
    }),
  );
};
