/** The ledger's tables of what Xero allows an organisation; see `schema.ts`. */

/** Xero client id and tenant: one relay at a time sends. */
export interface LanesTable {
  id: string;
  holder: string | null;
  epoch: number;
  lease_until: number;
  calls_day_left: number | null;
  /** Calls of a day, as far as it was learned. */
  calls_day_limit: number | null;
  /** Calls of background work in this day. */
  calls_day_background: number | null;
  day_resets_at: number | null;
  /** Nothing is sent before; null = Xero answers. */
  parked_until: number | null;
  parked_cause: 'day' | 'silence' | null;
  /** How often in a row Xero did not answer. */
  parked_failures: number | null;
  /** One relay at a time tries whether Xero answers again. */
  probe_until: number | null;
}
/** Calls that a relay has taken in advance for an organisation; each counts as sent at the latest when its slice ends. */
export interface CallSlicesTable {
  id: string;
  /** Xero's client id. */
  app_id: string;
  lane_id: string;
  calls: number;
  counts_until: number;
}
