/**
 * Runs a task for every item, at most `width` at a time, and goes on when one fails.
 * @returns what became of each item, in the items' order
 */
export const inParallel = async <T, R>(
  items: readonly T[],
  width: number,
  task: (item: T) => Promise<R>,
): Promise<PromiseSettledResult<R>[]> => {
  const results: PromiseSettledResult<R>[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    // All lanes draw from one iterator, so no item runs twice and a slow one holds up its own lane only.
    for (const [index, item] of queue) {
      const [result] = await Promise.allSettled([task(item)]);
      results[index] = result;
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
};
