/** One maker at a time per organisation and customer: rounds side by side never make the same contact twice (posting protocol, section 5). */

export interface Makers {
  /**
   * Waits until nobody else makes contacts for any of these customers.
   * @returns whether somebody did meanwhile, and the way to let the next one go on
   */
  take(tenantId: string, customerIds: readonly string[]): Promise<{ readonly waited: boolean; readonly done: () => void }>;
}

/** Nobody makes anything yet. */
export const createMakers = (): Makers => {
  const making = new Map<string, Promise<void>>();
  return {
    take: async (tenantId, customerIds) => {
      const keys = customerIds.map((id) => `${tenantId}|${id.toLowerCase()}`);
      const others = (): Promise<void>[] => keys.flatMap((key) => making.get(key) ?? []);
      let waited = false;
      for (let held = others(); held.length > 0; held = others()) {
        waited = true;
        await Promise.all(held);
      }
      let done = (): void => undefined;
      const mine = new Promise<void>((resolve) => (done = resolve));
      for (const key of keys) making.set(key, mine);
      return {
        waited,
        done: () => {
          for (const key of keys) making.delete(key);
          done();
        },
      };
    },
  };
};
