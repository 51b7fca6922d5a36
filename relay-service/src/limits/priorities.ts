/** Who goes first to Xero, and what each leaves to those before it, as data (posting protocol, section 7). */

/**
 * - `clicks`: somebody waits for the answer
 * - `bulk`: many documents at once
 * - `background`: reference data, payments, drift; nobody waits
 * - `extras`: history notes, e-mails, online links; only in spare budget below all posting
 */
export type Priority = 'clicks' | 'bulk' | 'background' | 'extras';

export interface PriorityRule {
  readonly priority: Priority;
  /** Places among the five at once that it leaves free for those before it. */
  readonly leavesSlots: number;
  /** Calls of the minute that it leaves free while people click, and while nobody does. */
  readonly leavesOfMinute: { readonly clicking: number; readonly quiet: number };
  /** Besides, it leaves what clicks will need until places come back (`click-rate.ts`). */
  readonly looksAhead: boolean;
  /** However many clicks come, one call in so many is its own; null = it waits until nobody else does. */
  readonly oneIn: number | null;
}

/** First come, first served within one. A third of the minute or more stays for those before background work and extras. */
export const priorityRules: readonly PriorityRule[] = [
  { priority: 'clicks', leavesSlots: 0, leavesOfMinute: { clicking: 0, quiet: 0 }, looksAhead: false, oneIn: null },
  { priority: 'bulk', leavesSlots: 1, leavesOfMinute: { clicking: 5, quiet: 5 }, looksAhead: true, oneIn: 10 },
  { priority: 'background', leavesSlots: 2, leavesOfMinute: { clicking: 20, quiet: 10 }, looksAhead: false, oneIn: 30 },
  { priority: 'extras', leavesSlots: 2, leavesOfMinute: { clicking: 30, quiet: 20 }, looksAhead: false, oneIn: null },
];
