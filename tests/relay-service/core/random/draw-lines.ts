/** Lines as a Dynamics company writes them, computed as Dynamics stores them, in whole numbers that the core knows nothing of. */
import type { InvoiceLine, Product } from '../../../../relay-service/src/core/invoice.ts';
import type { Draw } from '../../../sandbox/company/draw.ts';
import { fixedOf, lineTax, roundTo } from '../../../sandbox/xero/arithmetic.ts';
import { accountId, accountsOf, percentOf, ratesOf, taxId } from './books.ts';

const ONE = fixedOf(1);
export const times = (left: bigint, right: bigint): bigint => (left * right) / ONE;
export const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, each) => sum + each, 0n);

/** Decimal text of a whole number of the stand-in's arithmetic. */
export const textOf = (value: bigint): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(13, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, '');
};

export interface Side {
  readonly name: 'sales' | 'purchase';
  readonly taxed: boolean;
  /** Dynamics stores tax by line. */
  readonly storesTax: boolean;
  /** Currency decimals. */
  readonly decimals: number;
}

export interface DrawnLine {
  readonly line: InvoiceLine;
  readonly amount: bigint;
  /** As Dynamics stores it. */
  readonly tax: bigint;
  /** What the line comes to where Xero computes the tax. */
  readonly gross: bigint;
  /** Code of its tax rate; null for a line of text alone. */
  readonly rate: string | null;
}

const decimal = (draw: Draw, most: number, decimals: number): bigint =>
  fixedOf(`${String(draw.whole(0, most))}.${String(draw.whole(0, 10 ** decimals - 1)).padStart(decimals, '0')}`);

const quantityOf = (draw: Draw): bigint => {
  const kind = draw.whole(1, 100);
  if (kind <= 50) return fixedOf(draw.whole(1, 40));
  if (kind <= 75) return decimal(draw, 20, draw.pick([1, 2, 3, 4]));
  if (kind <= 83) return decimal(draw, 9, draw.pick([5, 6, 8, 10]));
  if (kind <= 90) return -fixedOf(draw.whole(1, 5));
  return draw.chance(50) ? fixedOf(draw.whole(1000, 9000)) : ONE / BigInt(draw.pick([3, 7, 8, 16]));
};

const priceOf = (draw: Draw, decimals: number): bigint => {
  const kind = draw.whole(1, 100);
  if (decimals === 0) return fixedOf(draw.whole(1, 50_000));
  if (kind <= 60) return decimal(draw, 900, 2);
  if (kind <= 80) return decimal(draw, 90, 4);
  if (kind <= 92) return decimal(draw, 9, draw.pick([5, 6, 10]));
  return kind <= 96 ? 0n : decimal(draw, 90_000, 2);
};

const words = [
  'Consulting',
  'Aluminium 40 × 20',
  'ألواح خشب',
  '木材 二級',
  'Câble “premium” 🚢',
  'O’Brien & Sons <spare> "part"',
  '3 x 4',
] as const;

const textsOf = (draw: Draw): Pick<InvoiceLine, 'name' | 'description'> => ({
  name: draw.pick(words),
  description: draw.chance(60)
    ? null
    : draw.chance(5)
      ? 'long text, '.repeat(600)
      : `${draw.pick(words)}\r\nsecond line\t${draw.pick(words)}`,
});

const productOf = (draw: Draw, side: Side, account: string | null, rate: string | null): Product => {
  const kind = draw.whole(1, 10);
  const number =
    kind === 1
      ? null
      : kind === 2
        ? `A-LONG-NUMBER-${String(draw.whole(1, 9))}-OF-A-PRODUCT-THAT-XERO-CUTS`
        : `P-${String(draw.whole(1, 60))}`;
  const sales = side.name === 'sales';
  const [accountRow, taxRow] = [account === null ? null : accountId(account), rate === null ? null : taxId(rate)];
  return {
    id: `product-${String(number)}`,
    name: draw.pick(words),
    number,
    description: null,
    salesAccountId: sales ? accountRow : accountId('299'),
    salesTaxTypeId: sales ? taxRow : taxId('OLD'),
    purchaseAccountId: sales ? accountId('399') : accountRow,
    purchaseTaxTypeId: sales ? taxId('OLD') : taxRow,
  };
};

/** The amounts of a line. A discount may be more than the line is worth, and may be negative. */
const amountsOf = (draw: Draw, side: Side, percent: number) => {
  const quantity = quantityOf(draw);
  const price = priceOf(draw, side.decimals);
  const volume = draw.chance(8) ? roundTo(price / 10n, side.decimals) : 0n;
  const base = roundTo(times(price - volume, quantity), side.decimals);
  const part = draw.chance(20) ? roundTo((base * BigInt(draw.pick([5, 10, 33, 100, 130]))) / 100n, side.decimals) : 0n;
  const discount = draw.chance(6) ? -part : part;
  const amount = base - discount;
  const tax = side.storesTax ? lineTax(amount, fixedOf(percent), 'Exclusive') : 0n;
  return { quantity, price, volume, discount, amount, tax };
};

/** @param fallback account and rate of the settings, which a line may leave to them. */
export const drawLine = (
  draw: Draw,
  side: Side,
  order: number,
  fallback: { readonly account: string; readonly rate: string },
): DrawnLine => {
  const account = draw.chance(50) ? fallback.account : draw.pick(accountsOf[side.name]);
  const rate = draw.chance(50) ? fallback.rate : draw.pick(ratesOf[side.name]);
  const writeIn = draw.chance(30);
  const onLine = writeIn || draw.chance(40);
  const amounts = amountsOf(draw, side, side.taxed ? percentOf(rate) : 0);
  const { quantity, price, volume, discount, amount, tax } = amounts;
  const own = { account: account === fallback.account ? null : account, rate: rate === fallback.rate ? null : rate };
  const line: InvoiceLine = {
    id: `line-${String(order)}`,
    order,
    writeIn,
    productType: 1,
    parentBundleId: null,
    product: writeIn ? null : productOf(draw, side, onLine ? '200' : own.account, onLine ? 'OLD' : own.rate),
    ...textsOf(draw),
    quantity: textOf(quantity),
    pricePerUnit: textOf(price),
    manualDiscount: discount === 0n && draw.chance(50) ? null : textOf(discount),
    volumeDiscount: volume === 0n ? null : textOf(volume),
    tax: tax === 0n && draw.chance(50) ? null : textOf(tax),
    extendedAmount: textOf(amount + tax),
    pricingError: 0,
    accountId: onLine ? accountId(account) : null,
    taxTypeId: onLine ? taxId(rate) : null,
    ...(draw.chance(15) ? { trackingOption1Id: draw.pick(['region-north', 'region-south']) } : {}),
    ...(draw.chance(10) ? { trackingOption2Id: 'team-sales' } : {}),
  };
  return { line, amount, tax, rate, gross: amount + lineTax(amount, fixedOf(side.taxed ? percentOf(rate) : 0), 'Exclusive') };
};
