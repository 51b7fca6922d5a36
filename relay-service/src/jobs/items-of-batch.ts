/** What Xero, and the other invoices of the batch, say of products, as far as a document depends on it. */
import type { Invoice, Product } from '../core/invoice.ts';
import type { DecidedItems } from '../core/item-code.ts';
import { decideItems, itemCodeOf, wasCut } from '../core/item-code.ts';
import { findItems } from '../xero/items.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

const productsOf = (invoices: readonly Invoice[]): readonly Product[] => [
  ...new Map(
    invoices.flatMap(({ lines }) => lines.flatMap(({ writeIn, product }) => (writeIn || !product ? [] : [[product.id, product] as const]))),
  ).values(),
];

const codesOf = (products: readonly Product[]): string[] => [...new Set(products.flatMap((product) => itemCodeOf(product) ?? []))];

/**
 * Asks Xero only about products whose number had to be cut, and about all that are not known where none may be made; most batches cost
 * no call. `closely` asks about all of them anew, for a person who looks at one invoice. What Xero did not answer is known to be absent then.
 */
export const itemsOfBatch = async (
  { knownItems, xero }: Services,
  { stored, connection }: AskedOfConnection,
  invoices: readonly Invoice[],
  how: 'closely' | 'as-known' = 'as-known',
): Promise<DecidedItems> => {
  const tenantId = stored.tenant_id;
  const { createItems } = connection.settings;
  const products = productsOf(invoices);
  const known = (code: string): boolean => knownItems.has(tenantId, code) || knownItems.isAbsent(tenantId, code);
  const inDoubt = codesOf(createItems ? products.filter(wasCut) : products).filter((code) => !known(code));
  const toRead = how === 'closely' ? codesOf(products) : inDoubt;
  const read = toRead.length === 0 ? [] : await findItems(xero(stored), toRead);
  const there = new Set(read.map(({ code }) => code.toLowerCase()));
  // A code with a quotation mark cannot be asked for.
  const gone = toRead.filter((code) => !there.has(code.toLowerCase()) && !code.includes('"'));
  knownItems.add(tenantId, read);
  const deleted = gone.filter((code) => knownItems.has(tenantId, code));
  if (deleted.length > 0) knownItems.forget(tenantId, deleted);
  knownItems.noteAbsent(tenantId, gone);
  const counted = new Set(read.flatMap(({ code, tracked }) => (tracked ? [code.toLowerCase()] : [])));
  const inXero = codesOf(products).flatMap((code) => {
    const name = knownItems.nameOf(tenantId, code);
    return name === undefined ? [] : [{ Code: code, Name: name, IsTrackedAsInventory: counted.has(code.toLowerCase()) }];
  });
  const having = new Set(inXero.map(({ Code }) => Code.toLowerCase()));
  // Where none is made, a code that Xero does not have is not used, and stands in nobody's way.
  const used = createItems ? products : products.filter((product) => having.has(itemCodeOf(product)?.toLowerCase() ?? ''));
  const decided = decideItems(used, inXero);
  // Where items are made, the look before posting finds or makes each.
  if (createItems) return { ...decided, codes: {} };
  // What a person chose is never left off in silence.
  return {
    ...decided,
    gone: products.flatMap((product) => (product.itemCode === undefined || used.includes(product) ? [] : [product.id])),
  };
};
