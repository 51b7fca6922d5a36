/** Payment terms of Xero's contacts as they were last read, in memory: an organisation's customers come again and again. */
import { keepNewest } from '../core/newest-kept.ts';
import type { WirePaymentTerms } from '../core/payment-terms.ts';

/** Beyond these the one that was read first is forgotten. */
const MOST = 20_000;

export interface KnownTerms {
  /** @returns undefined where they were not read, or longer ago than that; `terms` is null for a contact without any */
  recall(tenantId: string, contactId: string, atMostMs: number): { readonly terms: WirePaymentTerms | null } | undefined;
  note(tenantId: string, contactId: string, terms: WirePaymentTerms | null): void;
  /** Contacts that were read whole, for whatever reason: their terms need no call of their own. */
  noteAll(tenantId: string, contacts: readonly { readonly ContactID: string; readonly PaymentTerms?: WirePaymentTerms | null }[]): void;
}

const keyOf = (tenantId: string, contactId: string): string => `${tenantId}|${contactId}`.toLowerCase();

/** None known yet. @param now milliseconds that never jump */
export const createKnownTerms = (now: () => number = () => performance.now()): KnownTerms => {
  const known = new Map<string, { readonly terms: WirePaymentTerms | null; readonly readAt: number }>();
  const note: KnownTerms['note'] = (tenantId, contactId, terms) => {
    const key = keyOf(tenantId, contactId);
    known.delete(key);
    known.set(key, { terms, readAt: now() });
    keepNewest(known, MOST);
  };
  return {
    note,
    noteAll: (tenantId, contacts) => {
      for (const { ContactID, PaymentTerms = null } of contacts) note(tenantId, ContactID, PaymentTerms);
    },
    recall: (tenantId, contactId, atMostMs) => {
      const each = known.get(keyOf(tenantId, contactId));
      return each && now() - each.readAt <= atMostMs ? each : undefined;
    },
  };
};
