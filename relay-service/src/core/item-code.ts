/** Products to items: the code, and what is made where Xero has none. */
import { reason } from './causes.ts';
import type { ItemToMake, Reason } from './document.ts';
import type { Product } from './invoice.ts';
import { cutWithMark, first, foldedName, oneLine, tidyLines } from './text.ts';

const MAX_CODE = 30;
const MAX_NAME = 50;
const MAX_DESCRIPTION = 4000;

/** An item as Xero lists it, as far as deciding needs it. */
export interface XeroItemSummary {
  readonly Code: string;
  readonly Name?: string | null;
}

/** Code of a product's item: its number, cut to what Xero holds; null for a product without number. */
export const itemCodeOf = (product: Pick<Product, 'number'>): string | null => {
  const code = first(oneLine(product.number), MAX_CODE).trim();
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

/** Two products whose numbers begin alike would share one item: a person has to say which of them it stands for. */
const clashesAmong = (products: readonly Product[]): Reason[] => {
  const byCode = new Map<string, Map<string, Product>>();
  for (const product of products) {
    const code = itemCodeOf(product);
    if (code === null) continue;
    const same = byCode.get(sameCode(code)) ?? new Map<string, Product>();
    byCode.set(sameCode(code), same.set(product.id, product));
  }
  return [...byCode.values()]
    .map((same) => [...same.values()])
    .filter((same) => new Set(same.map((product) => oneLine(product.number).toLowerCase())).size > 1)
    .map((same) =>
      reason('ITEM_CODE_CLASH', {
        products: same.map((product) => oneLine(product.number)).join(' and '),
        code: itemCodeOf(same[0] ?? { number: null }) ?? '',
      }),
    );
};

export interface DecidedItems {
  /** Product id -> code in Xero. */
  readonly codes: Readonly<Record<string, string>>;
  readonly make: readonly ItemToMake[];
  readonly reasons: readonly Reason[];
}

/**
 * Decides for products which item each is. An item with the same code is used whatever its name and price are;
 * only where the code had to be cut, another name means another product.
 * `stored` is what was decided before for this connection: product id -> code.
 */
export const decideItems = (
  products: readonly Product[],
  itemsInXero: readonly XeroItemSummary[],
  stored: Readonly<Record<string, string>>,
  createAllowed: boolean,
): DecidedItems => {
  const inXero = new Map(itemsInXero.map((item) => [sameCode(item.Code), item]));
  const unique = [...new Map(products.map((product) => [product.id, product])).values()];
  const codes: Record<string, string> = {};
  const make = new Map<string, ItemToMake>();
  const open = unique.filter((product) => stored[product.id] === undefined);
  const reasons = clashesAmong(open);
  for (const product of unique) {
    const known = stored[product.id];
    const code = known ?? itemCodeOf(product);
    if (code === null) continue;
    const item = inXero.get(sameCode(code));
    const wasCut = known === undefined && oneLine(product.number).length > MAX_CODE;
    if (item && wasCut && foldedName(item.Name) !== foldedName(itemName(product)))
      reasons.push(reason('ITEM_CODE_CLASH', { products: `${oneLine(product.number)} and ${oneLine(item.Name)}`, code }));
    else if (item) codes[product.id] = item.Code;
    else if (createAllowed) {
      const made = itemToMake(product);
      if (made) make.set(sameCode(made.Code), made);
    }
  }
  return { codes, make: [...make.values()], reasons };
};
