/** Lists that are too long for one call. */

/** @returns all of it in its order, so many at a time; nothing of nothing */
export const portions = <Item>(items: readonly Item[], most: number): Item[][] => {
  const all: Item[][] = [];
  for (let start = 0; start < items.length; start += most) all.push(items.slice(start, start + most));
  return all;
};
