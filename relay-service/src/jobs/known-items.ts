/**
 * Items that Xero is known to have, by organisation: looked up once, then believed until Xero itself says otherwise, so that invoices of
 * known products cost no call for them. Lives in memory only: a restart looks up once more.
 */
import { keepNewest } from '../core/newest-kept.ts';

export interface KnownItems {
  has(tenantId: string, code: string): boolean;
  /** Name of a known item, empty where it has none; undefined where the item is not known. */
  nameOf(tenantId: string, code: string): string | undefined;
  /** Whether asking for it is needless: Xero had none a moment ago, or all items were read and it was not among them. */
  isAbsent(tenantId: string, code: string): boolean;
  add(tenantId: string, items: Iterable<KnownItem>): void;
  noteAbsent(tenantId: string, codes: Iterable<string>): void;
  /** All items of the organisation were added; one that somebody makes later is refused as existing, and is known then. */
  setComplete(tenantId: string): void;
  /** Xero did not know an item after all: what these documents name is looked up again. */
  forget(tenantId: string, codes: Iterable<string>): void;
}

/** An item that Xero has. */
export interface KnownItem {
  readonly code: string;
  readonly name: string;
}

/** Codes that are remembered per organisation; beyond, the oldest are looked up again. */
const REMEMBERED = 20_000;
/** Somebody may make the item by hand, and send the invoice again. */
const ABSENT_MS = 60_000;
/** Many are new at once. */
const COMPLETE_MS = 5 * 60_000;

interface Items {
  /** Code without case -> name. */
  readonly known: Map<string, string>;
  readonly absent: Map<string, number>;
  completeUntil: number;
}

/** Nothing known yet. */
export const createKnownItems = (): KnownItems => {
  const byTenant = new Map<string, Items>();
  const of = (tenantId: string): Items => {
    const items = byTenant.get(tenantId) ?? { known: new Map<string, string>(), absent: new Map<string, number>(), completeUntil: 0 };
    byTenant.set(tenantId, items);
    return items;
  };
  return {
    has: (tenantId, code) => of(tenantId).known.has(code.toLowerCase()),
    nameOf: (tenantId, code) => of(tenantId).known.get(code.toLowerCase()),
    isAbsent: (tenantId, code) => {
      const { absent, completeUntil } = of(tenantId);
      return Math.max(completeUntil, absent.get(code.toLowerCase()) ?? 0) > performance.now();
    },
    add: (tenantId, items) => {
      const { known, absent } = of(tenantId);
      for (const { code, name } of items) {
        known.set(code.toLowerCase(), name);
        absent.delete(code.toLowerCase());
      }
      keepNewest(known, REMEMBERED);
    },
    noteAbsent: (tenantId, codes) => {
      const { absent } = of(tenantId);
      for (const code of codes) absent.set(code.toLowerCase(), performance.now() + ABSENT_MS);
      keepNewest(absent, REMEMBERED);
    },
    setComplete: (tenantId) => void (of(tenantId).completeUntil = performance.now() + COMPLETE_MS),
    forget: (tenantId, codes) => {
      const { known, absent } = of(tenantId);
      of(tenantId).completeUntil = 0;
      for (const code of codes) {
        known.delete(code.toLowerCase());
        absent.delete(code.toLowerCase());
      }
    },
  };
};
