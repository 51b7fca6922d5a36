/** Products to items: the code, and what is made where Xero has none. */
import type { ItemToMake } from './document.ts';
import type { Invoice, Product } from './invoice.ts';
import { cutWithMark, first, foldedName, oneLine, tidyLines } from './text.ts';

const MAX_CODE = 30;
const MAX_NAME = 50;
const MAX_DESCRIPTION = 4000;

/** An item as Xero lists it, as far as deciding needs it. */
export interface XeroItemSummary {
  readonly Code: string;
  readonly Name?: string | null;
  /** Xero counts its stock, which a document that names it moves. */
  readonly IsTrackedAsInventory?: boolean;
}

/** Code of a product's item: what a person chose, else its number, cut to what Xero holds; null for a product that has neither. */
export const itemCodeOf = ({ itemCode, number }: Pick<Product, 'itemCode' | 'number'>): string | null => {
  const code = first(oneLine(itemCode ?? number), MAX_CODE).trim();
  return code === '' ? null : code;
};

const itemName = (product: Product): string => cutWithMark(oneLine(product.name), MAX_NAME);

const sameCode = (code: string): string => code.toLowerCase();

/** The item to make for a product, or null where the product has no number. */
export const itemToMake = (product: Product, side: 'sales' | 'purchase' = 'sales'): ItemToMake | null => {
  const code = itemCodeOf(product);
  if (code === null) return null;
  const description = cutWithMark(tidyLines(product.description), MAX_DESCRIPTION);
  return {
    Code: code,
    Name: itemName(product) || code,
    ...(description === '' ? {} : { Description: description }),
    IsSold: true,
    // Xero takes an item on a bill only if it is bought too.
    ...(side === 'purchase' ? { IsPurchased: true } : {}),
  };
};

/** Two products that Xero would take for one item: words of both, and the code. */
export interface ItemClash {
  readonly products: string;
  readonly code: string;
}

export interface DecidedItems {
  /** Product id -> code of its item in Xero. */
  readonly codes: Readonly<Record<string, string>>;
  /** Product id -> what its code is used for already. */
  readonly clashes: Readonly<Record<string, ItemClash>>;
  /** Ids of products whose item Xero counts. */
  readonly tracked: readonly string[];
  /** Ids of products whose item was chosen by a person and which Xero does not list, where none may be made. */
  readonly gone?: readonly string[];
}

/** The number is longer than a code of Xero may be, and nobody said which item it is. */
export const wasCut = ({ itemCode, number }: Product): boolean => itemCode === undefined && oneLine(number).length > MAX_CODE;

/** The invoice with the items that people chose for its products in this connection. @param chosen product id -> code */
export const withChosenItems = (invoice: Invoice, chosen: Readonly<Record<string, string>>): Invoice => ({
  ...invoice,
  lines: invoice.lines.map((line) => {
    const itemCode = line.product ? chosen[line.product.id] : undefined;
    return line.product && itemCode !== undefined ? { ...line, product: { ...line.product, itemCode } } : line;
  }),
});

/** Of products of one code that Xero does not have yet, the one whose number is the code has it; of several that were cut, none. */
const clashesAmong = (same: readonly Product[], code: string): DecidedItems['clashes'] => {
  const numbers = [...new Map(same.map(({ number }) => [oneLine(number).toLowerCase(), oneLine(number)])).values()];
  if (numbers.length < 2) return {};
  const clash = { products: numbers.toSorted().join(' and '), code };
  return Object.fromEntries(same.filter(wasCut).map(({ id }) => [id, clash]));
};

/** An item with the same code is used whatever its name and price are; only where the code was cut, another name, if any, is another product. */
const clashesWith = (same: readonly Product[], { Code, Name }: XeroItemSummary): DecidedItems['clashes'] => {
  if (oneLine(Name) === '') return {};
  return Object.fromEntries(
    same
      .filter((product) => wasCut(product) && foldedName(Name) !== foldedName(itemName(product) || Code))
      .map((product) => [product.id, { products: `${oneLine(product.number)} and ${oneLine(Name)}`, code: Code }]),
  );
};

/** Decides for products which item each is, among themselves and by what Xero has. */
export const decideItems = (products: readonly Product[], itemsInXero: readonly XeroItemSummary[]): DecidedItems => {
  const inXero = new Map(itemsInXero.map((item) => [sameCode(item.Code), item]));
  const byCode = Map.groupBy([...new Map(products.map((product) => [product.id, product])).values()], (product) =>
    sameCode(itemCodeOf(product) ?? ''),
  );
  byCode.delete('');
  const codes: Record<string, string> = {};
  const clashes: Record<string, ItemClash> = {};
  const tracked: string[] = [];
  for (const [key, same] of byCode) {
    const item = inXero.get(key);
    Object.assign(clashes, item ? clashesWith(same, item) : clashesAmong(same, itemCodeOf(same[0] ?? { number: null }) ?? ''));
    const used = item ? same.filter(({ id }) => clashes[id] === undefined) : [];
    for (const { id } of used) codes[id] = item?.Code ?? '';
    if (item?.IsTrackedAsInventory === true) tracked.push(...used.map(({ id }) => id));
  }
  return { codes, clashes, tracked };
};
