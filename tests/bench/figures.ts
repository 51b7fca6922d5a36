/** The figures of the bench, and the bounds that they are held to on a machine of two cores. */

/** Null = not measured in this run. */
export interface BenchFigures {
  known_calls_per_invoice: number | null;
  new_calls_per_invoice: number | null;
  extras_per_invoice: number | null;
  baseline_calls_per_invoice: number | null;
  known_invoices_per_minute: number | null;
  new_invoices_per_minute: number | null;
  baseline_invoices_per_minute: number | null;
  limit_invoices_per_minute: number;
  unplanned_429: number | null;
  click_during_bulk_s_p95: number | null;
  dataverse_requests_per_invoice: number | null;
  dataverse_429: number | null;
  click_overhead_ms_p50: number | null;
  click_overhead_ms_p95: number | null;
  click_overhead_ms_p99: number | null;
  webhook_accepts_per_second: number | null;
  webhook_accept_ms_p99: number | null;
  webhooks_lost_on_kill: number | null;
  raw_commits_per_second: number | null;
  /** Clicks, requests and webhooks that nobody answered while the bench waited for them. */
  requests_unanswered: number | null;
  requests_refused: number | null;
  /** Invoices that Xero has more than one document of. */
  documents_doubled: number | null;
  event_loop_delay_ms_p99: number | null;
  cost_growth_1k_to_1m: number | null;
  rss_mb: number | null;
  ready_ms: number | null;
  pcf_bundle_kb: number | null;
  portal_first_page_kb: number | null;
}
export type FigureName = keyof BenchFigures;

interface Bound {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Issue: "Done when (on this 2-core machine)". */
export const bounds: Readonly<Partial<Record<FigureName, Bound>>> = {
  known_calls_per_invoice: { atMost: 0.024 },
  known_invoices_per_minute: { atLeast: 1_800 },
  new_calls_per_invoice: { atMost: 0.05 },
  new_invoices_per_minute: { atLeast: 850 },
  unplanned_429: { atMost: 0 },
  click_during_bulk_s_p95: { atMost: 3 },
  dataverse_429: { atMost: 0 },
  click_overhead_ms_p99: { atMost: 100 },
  webhook_accepts_per_second: { atLeast: 300 },
  webhook_accept_ms_p99: { atMost: 100 },
  webhooks_lost_on_kill: { atMost: 0 },
  requests_unanswered: { atMost: 0 },
  requests_refused: { atMost: 0 },
  documents_doubled: { atMost: 0 },
  event_loop_delay_ms_p99: { atMost: 30 },
  cost_growth_1k_to_1m: { atMost: 1.5 },
  rss_mb: { atMost: 200 },
  ready_ms: { atMost: 1_500 },
};

/** Nothing measured yet. @param limit invoices that Xero takes in a minute at most: 60 calls of 50 */
export const noFigures = (limit = 60 * 50): BenchFigures => ({
  known_calls_per_invoice: null,
  new_calls_per_invoice: null,
  extras_per_invoice: null,
  baseline_calls_per_invoice: null,
  known_invoices_per_minute: null,
  new_invoices_per_minute: null,
  baseline_invoices_per_minute: null,
  limit_invoices_per_minute: limit,
  unplanned_429: null,
  click_during_bulk_s_p95: null,
  dataverse_requests_per_invoice: null,
  dataverse_429: null,
  click_overhead_ms_p50: null,
  click_overhead_ms_p95: null,
  click_overhead_ms_p99: null,
  webhook_accepts_per_second: null,
  webhook_accept_ms_p99: null,
  webhooks_lost_on_kill: null,
  raw_commits_per_second: null,
  requests_unanswered: null,
  requests_refused: null,
  documents_doubled: null,
  event_loop_delay_ms_p99: null,
  cost_growth_1k_to_1m: null,
  rss_mb: null,
  ready_ms: null,
  pcf_bundle_kb: null,
  portal_first_page_kb: null,
});

/** Figures that miss their bound, in words; what was not measured misses none. */
export const missed = (figures: BenchFigures): readonly string[] =>
  (Object.entries(bounds) as [FigureName, Bound][]).flatMap(([name, { atMost, atLeast }]) => {
    const value = figures[name];
    if (value === null) return [];
    if (atMost !== undefined && !(value <= atMost)) return [`${name} is ${String(value)}, at most ${String(atMost)} is wanted`];
    if (atLeast !== undefined && !(value >= atLeast)) return [`${name} is ${String(value)}, at least ${String(atLeast)} is wanted`];
    return [];
  });
