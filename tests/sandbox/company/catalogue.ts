/** What the company sells: eighty products, priced as a wholesaler of boat and dive equipment prices them. */
import { idOf } from '@stl3/solution';
import type { Draw } from './draw.ts';

export interface CatalogueProduct {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly description: string | null;
  /** Decimal text, up to four digits behind the point. */
  readonly price: string;
  readonly service: boolean;
  readonly retired: boolean;
}

const things: readonly (readonly [name: string, low: number, high: number])[] = [
  ['Dive mask', 39, 119],
  ['Snorkel set', 25, 80],
  ['Wetsuit', 149, 420],
  ['Regulator', 330, 990],
  ['Buoyancy vest', 280, 760],
  ['Fins', 45, 160],
  ['Life jacket', 59, 240],
  ['Anchor', 35, 310],
  ['Mooring rope, per metre', 2, 6],
  ['Fender', 19, 75],
  ['Bilge pump', 60, 210],
  ['Navigation light', 28, 130],
  ['VHF radio', 180, 540],
  ['Cockpit cushion', 40, 95],
];
const kinds = ['S', 'M', 'L', 'XL', 'Pro', 'Sport'] as const;
const services: readonly (readonly [name: string, price: string])[] = [
  ['Delivery to the marina', '35'],
  ['Equipment check', '85'],
  ['Mooring inspection', '240'],
  ['Skipper, per hour', '92.5'],
  ['Rigging, per hour', '110'],
  ['Tank filling', '12.4'],
];

/** @returns eighty products, the last few retired */
export const catalogue = (draw: Draw): CatalogueProduct[] => {
  const goods = Array.from({ length: 74 }, (_, index): CatalogueProduct => {
    const [thing, low, high] = things[index % things.length] ?? ['Dive mask', 39, 119];
    const kind = kinds[Math.floor(index / things.length) % kinds.length] ?? 'M';
    const number = `CB-${String(1000 + index)}`;
    // A few prices with more digits than a cent, as price lists by the metre have them.
    const cents = draw.chance(12) ? String(draw.whole(1, 9999)).padStart(4, '0') : String(draw.pick([0, 50, 90, 95])).padStart(2, '0');
    return {
      id: idOf(`demo-product:${number}`),
      number,
      name: `${thing} ${kind}`,
      description: draw.chance(40) ? `${thing}, size or line ${kind}.\nSpare parts in stock for ten years.` : null,
      price: `${String(draw.whole(low, high))}.${cents}`,
      service: false,
      retired: index > 71,
    };
  });
  const hours = services.map(([name, price], index): CatalogueProduct => {
    const number = `SV-${String(10 + index)}`;
    return { id: idOf(`demo-product:${number}`), number, name, description: null, price, service: true, retired: false };
  });
  return [...goods, ...hours];
};
