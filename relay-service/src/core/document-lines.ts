/** The invoice's lines to the document's, in their order. */
import type { LedgerAccount, TaxRate } from './connection.ts';
import type { DocumentLine, ItemToMake } from './document.ts';
import type { InvoiceLine } from './invoice.ts';
import type { DecidedItems } from './item-code.ts';
import { decideItems, itemCodeOf, itemToMake } from './item-code.ts';
import type { SentAmounts, StoredAmounts } from './line-amount.ts';
import { lineAmount, sentAmounts, storedAmounts } from './line-amount.ts';
import { accountOf, taxTypeOf } from './line-coding.ts';
import type { Mapping } from './mapping.ts';
import { refuse, warn } from './mapping.ts';
import type { Decimal } from './money.ts';
import { effectiveRate, parseAmount, ZERO } from './money.ts';
import { trackingOf } from './tracking.ts';
import { cutWithMark, hasControlCharacters, oneLine, tidyLines } from './text.ts';

const MAX_DESCRIPTION = 4000;
const BUNDLE_PARTS: readonly number[] = [3, 4];
const PROJECT_SERVICE = 5;

/** A line of the document with what the totals are computed from. */
export interface MappedLine {
  readonly document: DocumentLine;
  /** Number of the invoice's line, from 1; 0 for lines that the document adds (freight, discount, rounding). */
  readonly number: number;
  /** Null for a line that is text alone. */
  readonly priced: PricedLine | null;
}

export interface PricedLine {
  readonly amount: Decimal;
  readonly rate: Decimal;
  readonly account: LedgerAccount;
  readonly taxType: TaxRate | null;
  /** Tax that Dynamics stores for the line. */
  readonly storedTax: Decimal;
}

/** Items that are to be made for the invoice, and products of it that would become one item. */
interface ItemsOfInvoice {
  readonly make: Map<string, ItemToMake>;
  readonly clashes: DecidedItems['clashes'];
}

const isZero = (text: string | null): boolean => parseAmount(text)?.isZero() === true;
const isZeroOrEmpty = (text: string | null): boolean => text === null || isZero(text);

/** A bundle's part without an amount of its own, or a write-in of nothing, is text. */
const isTextAlone = (line: InvoiceLine): boolean =>
  BUNDLE_PARTS.includes(line.productType)
    ? isZeroOrEmpty(line.extendedAmount) && isZeroOrEmpty(line.tax)
    : line.writeIn && isZero(line.quantity) && isZero(line.pricePerUnit) && isZeroOrEmpty(line.extendedAmount);

const textOf = (mapping: Mapping, line: InvoiceLine, number: number, original: string | null): string | null => {
  const name = oneLine(line.name ?? line.product?.name);
  const description = tidyLines(line.description);
  const text = [name, description === name ? '' : description].filter((part) => part !== '').join('\n') || oneLine(line.product?.number);
  if (text === '') return refuse(mapping, 'LINE_TEXT_MISSING', { line: number }, 'invoicedetail.description');
  if (hasControlCharacters(text)) return refuse(mapping, 'TEXT_NOT_ALLOWED', { line: number }, 'invoicedetail.description');
  const suffix = original === null ? '' : `\n(${original})`;
  return cutWithMark(text, MAX_DESCRIPTION - suffix.length) + suffix;
};

/** Code of the line's item; undefined for a write-in, and for a product that is not in Xero and may not be made there. */
const itemOf = (mapping: Mapping, { writeIn, product }: InvoiceLine, line: number, items: ItemsOfInvoice): string | undefined => {
  if (writeIn || product === null) return undefined;
  const { codes = {}, clashes = {}, tracked = [], gone = [] } = mapping.items ?? {};
  const clash = clashes[product.id] ?? items.clashes[product.id];
  if (clash) {
    refuse(mapping, 'ITEM_CODE_CLASH', { line, products: clash.products, code: clash.code }, 'product.productnumber');
    return undefined;
  }
  const known = codes[product.id];
  if (gone.includes(product.id)) refuse(mapping, 'ITEM_CHOSEN_GONE', { line, code: itemCodeOf(product) ?? '' }, 'product.productnumber');
  if (tracked.includes(product.id))
    warn(mapping, 'ITEM_TRACKED', { line, code: known ?? itemCodeOf(product) ?? '' }, 'product.productnumber');
  if (known !== undefined) return known;
  const item = mapping.connection.settings.createItems ? itemToMake(product, mapping.kind.side) : null;
  if (item === null) return undefined;
  items.make.set(item.Code.toLowerCase(), item);
  return item.Code;
};

const pricedDocumentLine = (
  text: string,
  sent: SentAmounts,
  coding: { readonly item: string | undefined; readonly account: LedgerAccount; readonly taxType: TaxRate | null },
  tracking: DocumentLine['Tracking'],
): DocumentLine => ({
  Description: text,
  Quantity: sent.quantity.toNumber(),
  UnitAmount: sent.price.toNumber(),
  ...(coding.item === undefined ? {} : { ItemCode: coding.item }),
  AccountCode: coding.account.code,
  ...(coding.taxType === null ? {} : { TaxType: coding.taxType.code }),
  ...(sent.discount.isZero() ? {} : { DiscountAmount: sent.discount.toNumber() }),
  ...(tracking === undefined ? {} : { Tracking: tracking }),
});

const mapPriced = (
  mapping: Mapping,
  line: InvoiceLine,
  number: number,
  stored: StoredAmounts,
  items: ItemsOfInvoice,
): MappedLine | null => {
  const sent = sentAmounts(mapping, stored, number);
  const text = textOf(mapping, line, number, sent?.original ?? null);
  const account = accountOf(mapping, line, number);
  if (account === null) return null;
  const taxType = taxTypeOf(mapping, line, account, number);
  const tracking = trackingOf(mapping, line, number);
  if (sent === null || text === null || (taxType === null && mapping.lineAmountTypes !== 'noTax')) return null;
  return {
    document: pricedDocumentLine(text, sent, { item: itemOf(mapping, line, number, items), account, taxType }, tracking),
    number,
    priced: {
      amount: lineAmount(sent),
      rate: taxType === null ? ZERO : effectiveRate(taxType.components),
      account,
      taxType,
      storedTax: stored.tax,
    },
  };
};

const mapLine = (mapping: Mapping, line: InvoiceLine, number: number, items: ItemsOfInvoice): MappedLine | null => {
  if (line.productType === PROJECT_SERVICE) return refuse(mapping, 'PROJECT_LINE', { line: number }, 'invoicedetail.producttypecode');
  if (!line.writeIn && line.product === null) return refuse(mapping, 'PRODUCT_MISSING', { line: number }, 'invoicedetail.productid');
  if (isTextAlone(line)) {
    const text = textOf(mapping, line, number, null);
    return text === null ? null : { document: { Description: text }, number, priced: null };
  }
  const stored = storedAmounts(mapping, line, number);
  return stored === null ? null : mapPriced(mapping, line, number, stored, items);
};

/** Lines by sequence number; the id decides among equals, so that the same invoice gives the same document every time. */
export const inOrder = (lines: readonly InvoiceLine[]): readonly InvoiceLine[] =>
  [...lines].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** All lines of the document that stem from lines of the invoice, and the items to be made for them. */
export const mapLines = (mapping: Mapping): { readonly lines: readonly MappedLine[]; readonly items: readonly ItemToMake[] } => {
  const { createItems } = mapping.connection.settings;
  const products = mapping.invoice.lines.flatMap(({ writeIn, product }) => (writeIn || !product ? [] : [product]));
  const items: ItemsOfInvoice = {
    make: new Map(),
    clashes: createItems && mapping.items === undefined ? decideItems(products, []).clashes : {},
  };
  const headerOnly = mapping.invoice.bundleHeaderOnly || mapping.connection.settings.bundleHeaderOnly === true;
  const lines = inOrder(mapping.invoice.lines).flatMap((line, index) => {
    if (headerOnly && BUNDLE_PARTS.includes(line.productType) && isTextAlone(line)) return [];
    return mapLine(mapping, line, index + 1, items) ?? [];
  });
  return { lines, items: [...items.make.values()] };
};
