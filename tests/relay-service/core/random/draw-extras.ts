/** What an invoice may have beside its lines: freight, the way of its discount, and bundles with their parts. */
import type { Settings } from '../../../../relay-service/src/core/connection.ts';
import type { Draw } from '../../../sandbox/company/draw.ts';
import { fixedOf } from '../../../sandbox/xero/arithmetic.ts';
import { accountId, accountsOf, ratesOf, taxId } from './books.ts';
import type { DrawnLine, Side } from './draw-lines.ts';
import { drawLine } from './draw-lines.ts';

interface Fallback {
  readonly account: string;
  readonly rate: string;
}

/** Freight, and how the settings tax it. Where Dynamics stores tax it has none of the freight. */
export const drawFreight = (
  draw: Draw,
  side: Side,
  lines: readonly DrawnLine[],
): { readonly freight: bigint; readonly settings: Partial<Settings> } => {
  if (!draw.chance(20)) return { freight: 0n, settings: {} };
  const cents = side.decimals === 0 ? '' : `.${String(draw.whole(0, 99)).padStart(2, '0')}`;
  const rates = new Set(lines.flatMap(({ rate }) => rate ?? []));
  const same = !side.storesTax && rates.size === 1 && draw.chance(60);
  const rate = side.storesTax ? 'NONE' : draw.pick(ratesOf[side.name]);
  return {
    freight: fixedOf(`${String(draw.whole(1, 400))}${cents}`),
    settings: {
      freightAccountId: accountId(draw.pick(accountsOf[side.name])),
      ...(same ? { freightTax: 'sameAsLines' } : { freightTax: 'taxType', freightTaxTypeId: taxId(rate) }),
    },
  };
};

/** Spread over the lines' own accounts, or one line per tax type on an account of its own. */
export const drawDiscountWay = (draw: Draw, side: Side): Partial<Settings> =>
  draw.chance(50)
    ? { discountWay: 'spread' }
    : { discountWay: 'linePerTaxType', discountAccountId: accountId(draw.pick(accountsOf[side.name])) };

/** Parts cost nothing beside their bundle, whatever quantity and price they show; one in five has an amount of its own. */
const drawPart = (draw: Draw, side: Side, order: number, header: DrawnLine, fallback: Fallback): DrawnLine => {
  const drawn = drawLine(draw, side, order, fallback);
  const part = { parentBundleId: header.line.id, productType: draw.pick([3, 4]) };
  if (draw.chance(20) && drawn.amount !== 0n) return { ...drawn, line: { ...drawn.line, ...part } };
  const nothing = {
    manualDiscount: null,
    volumeDiscount: null,
    tax: draw.pick([null, '0']),
    extendedAmount: draw.pick([null, '0', '0.00']),
  };
  return { line: { ...drawn.line, ...part, ...nothing }, amount: 0n, tax: 0n, gross: 0n, rate: null };
};

/** Makes a bundle of a line that sells a product, and adds its parts. */
export const withBundle = (draw: Draw, side: Side, lines: readonly DrawnLine[], fallback: Fallback): readonly DrawnLine[] => {
  const header = lines.find(({ line, amount }) => !line.writeIn && amount > 0n);
  if (!header || !draw.chance(20)) return lines;
  const last = Math.max(...lines.map(({ line }) => line.order));
  const parts = Array.from({ length: draw.whole(1, 3) }, (_, index) => drawPart(draw, side, last + index + 1, header, fallback));
  const bundle = { ...header, line: { ...header.line, productType: 2 } };
  return [...lines.map((each) => (each === header ? bundle : each)), ...parts];
};

/** A write-in that comes out at nothing of nothing by lot. */
const isNothing = ({ line }: DrawnLine): boolean => line.writeIn && Number(line.quantity) === 0 && Number(line.pricePerUnit) === 0;

/** Lines of text alone that the document has. */
export const textsOf = (lines: readonly DrawnLine[], headerOnly: boolean): number =>
  lines.filter((each) => (each.rate === null || isNothing(each)) && !(headerOnly && each.line.productType > 2)).length;
