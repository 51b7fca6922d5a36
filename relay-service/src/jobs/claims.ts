/**
 * What the rounds of this relay have in hand, so that those that run side by side never take the same request or invoice. Only an
 * order of work: that a document has one open effect is the ledger's to guarantee.
 */

export interface Claims {
  /** How many of an environment's requests are in hand. */
  count(environmentId: string): number;
  /** Takes those that nobody has in hand, so many at the most. */
  take(environmentId: string, requestIds: readonly string[], atMost: number): readonly string[];
  /** Takes an invoice for a request; false while another request of it is in hand. */
  takeInvoice(environmentId: string, invoiceId: string, requestId: string): boolean;
  /** Puts requests and their invoices back. */
  putBack(environmentId: string, requestIds: readonly string[]): void;
}

/** Nothing in hand yet. */
export const createClaims = (): Claims => {
  const requests = new Map<string, Set<string>>();
  const invoices = new Map<string, string>();
  const of = (environmentId: string): Set<string> => {
    const held = requests.get(environmentId) ?? new Set<string>();
    requests.set(environmentId, held);
    return held;
  };
  return {
    count: (environmentId) => requests.get(environmentId)?.size ?? 0,
    take: (environmentId, requestIds, atMost) => {
      const held = of(environmentId);
      const free = requestIds.filter((id) => !held.has(id)).slice(0, atMost);
      for (const id of free) held.add(id);
      return free;
    },
    takeInvoice: (environmentId, invoiceId, requestId) => {
      const key = `${environmentId}|${invoiceId}`;
      const holder = invoices.get(key);
      if (holder === undefined) invoices.set(key, requestId);
      return holder === undefined || holder === requestId;
    },
    putBack: (environmentId, requestIds) => {
      const gone = new Set(requestIds);
      const held = of(environmentId);
      for (const id of gone) held.delete(id);
      for (const [key, holder] of invoices) if (gone.has(holder)) invoices.delete(key);
    },
  };
};
