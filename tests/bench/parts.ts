/** The parts of the bench, in their order: what each measures, how long it takes, and into which figures it goes. */
import { homes } from '../relay-service/store/homes.ts';
import { measureBaseline } from './baseline.ts';
import type { BenchWorld } from './bench-world.ts';
import { startBenchWorld } from './bench-world.ts';
import type { Clicked } from './clicks.ts';
import { clickSteadily } from './clicks.ts';
import { rawCommitsPerSecond } from './commits.ts';
import type { BenchFigures } from './figures.ts';
import { measureExtras } from './extras.ts';
import { measureGrowth } from './growth.ts';
import { measureConnections } from './many-connections.ts';
import { addInvoices } from './many-invoices.ts';
import { median, percentile } from './percentile.ts';
import { measureReady } from './ready.ts';
import type { Report } from './report.ts';
import { round } from './report.ts';
import type { Size } from './bench-size.ts';
import { controlBundleKb, portalFirstPageKb } from './sizes.ts';
import { measureThroughput } from './throughput.ts';
import { killUnderLoad, measureWebhooks } from './webhooks.ts';

export interface PartContext {
  readonly size: Size;
  readonly root: string;
  readonly report: Report;
  readonly figures: BenchFigures;
}

export interface Part {
  readonly name: string;
  readonly what: string;
  /** About how long, in seconds. */
  readonly seconds: (size: Size) => number;
  /** Fills its figures in. @returns what else there is to say, for the report */
  readonly run: (context: PartContext) => Promise<object>;
}

type Counted = 'unplanned_429' | 'dataverse_429' | 'requests_unanswered' | 'requests_refused' | 'documents_doubled';
const add = (figures: BenchFigures, name: Counted, count: number): void => {
  figures[name] = (figures[name] ?? 0) + count;
};

const documentsDoubled = (world: BenchWorld): number => {
  const created = world.xero.control.journal().filter(({ kind, documentType }) => kind === 'create' && documentType === 'invoice');
  return [...Map.groupBy(created, ({ url }) => url).values()].filter((each) => each.length > 1).length;
};

const inWorld = async <T>(scale: number, figures: BenchFigures, run: (world: BenchWorld) => Promise<T>): Promise<T> => {
  const world = await startBenchWorld(scale);
  try {
    const result = await run(world);
    add(figures, 'requests_refused', world.requests.refused());
    add(figures, 'documents_doubled', documentsDoubled(world));
    return result;
  } finally {
    await world.close();
  }
};

const answeredOf = (clicks: readonly Clicked[]): number => clicks.filter(({ seconds }) => Number.isFinite(seconds)).length;
const worst = (figures: BenchFigures, value: number): void => {
  figures.event_loop_delay_ms_p99 = Math.max(figures.event_loop_delay_ms_p99 ?? 0, value);
};

/** The new ones go at a slower clock: contacts and products are twice the work, and only half the invoices a minute are wanted. */
const steady = (known: boolean): Part => ({
  name: known ? 'known' : 'new',
  what: known
    ? 'invoices whose customers and products Xero knows, in bulk'
    : 'invoices with customers and products that Xero has never seen',
  seconds: ({ knownInvoices, newInvoices, scale }) => 25 + ((known ? knownInvoices / 2_700 : newInvoices / 1_300) * 60) / scale,
  run: ({ size, report, figures }) =>
    inWorld(size.scale, figures, async (world) => {
      const ids = addInvoices(world, known ? size.knownInvoices : size.newInvoices, known, known ? 'K' : 'N');
      const result = await measureThroughput(world, ids, known ? 'known' : 'new', report);
      figures[known ? 'known_calls_per_invoice' : 'new_calls_per_invoice'] = result.xeroCallsPerInvoice;
      figures[known ? 'known_invoices_per_minute' : 'new_invoices_per_minute'] = result.perMinute;
      if (known) figures.dataverse_requests_per_invoice = result.dataverseRequestsPerInvoice;
      add(figures, 'unplanned_429', result.xero429);
      add(figures, 'dataverse_429', result.dataverse429);
      return { scale: size.scale, ...result };
    }),
});

const CLICK_EVERY_MS = 3_000;
/** Clicks at one a second, each with products that were never sent before, are twice as many calls as Xero's minute has: waits for it would hide what the relay takes. */
const CLICK_SCALE = 3;

export const parts: readonly Part[] = [
  {
    name: 'baseline',
    what: 'the same work done as others do it, one look-up and one POST an invoice',
    seconds: ({ baselineWindows, scale }) => ((baselineWindows + 1) * 60) / (scale * 5),
    run: async ({ size, report, figures }) => {
      const result = await measureBaseline(size.scale * 5, size.baselineWindows, report);
      figures.baseline_calls_per_invoice = result.callsPerInvoice;
      figures.baseline_invoices_per_minute = result.perMinute;
      return { scale: size.scale * 5, ...result };
    },
  },
  steady(true),
  steady(false),
  {
    name: 'real',
    what: "bulk by the wall's clock with clicks of somebody else in between",
    seconds: ({ realClockSeconds }) => realClockSeconds + 40,
    run: async ({ size, report, figures }) => {
      if (size.realClockSeconds === 0) return { skipped: 'in the short form' };
      return inWorld(1, figures, async (world) => {
        const seconds = size.realClockSeconds;
        const ids = addInvoices(world, seconds * 60, true, 'R');
        const clicked = addInvoices(world, Math.floor((seconds * 1_000) / CLICK_EVERY_MS), true, 'C');
        const [bulk, clicks] = await Promise.all([
          measureThroughput(world, ids, 'real clock', report, seconds * 1_000),
          clickSteadily(world, clicked, CLICK_EVERY_MS, ['financeManager'], () => undefined),
        ]);
        const waits = clicks.map(({ seconds: each }) => each);
        figures.click_during_bulk_s_p95 = round(percentile(waits, 0.95), 2);
        add(figures, 'unplanned_429', bulk.xero429);
        add(figures, 'dataverse_429', bulk.dataverse429);
        worst(figures, bulk.loopDelayP99Ms);
        add(figures, 'requests_unanswered', clicked.length - answeredOf(clicks));
        return {
          ...bulk,
          clicks: clicked.length,
          answered: answeredOf(clicks),
          clickSecondsP50: round(percentile(waits, 0.5), 2),
          clickSecondsMax: round(Math.max(...waits), 2),
        };
      });
    },
  },
  {
    name: 'clicks',
    what: 'one click a second: what the relay itself adds to the answers of Dynamics and Xero',
    seconds: ({ clicks }) => clicks + 25,
    run: ({ size, report, figures }) =>
      inWorld(CLICK_SCALE, figures, async (world) => {
        const clicks = await clickSteadily(
          world,
          addInvoices(world, size.clicks, true, 'O'),
          1_000,
          ['clerk', 'financeManager', 'administrator'],
          report,
        );
        const overhead = clicks.map(({ overheadMs }) => overheadMs);
        figures.click_overhead_ms_p50 = round(percentile(overhead, 0.5), 1);
        figures.click_overhead_ms_p95 = round(percentile(overhead, 0.95), 1);
        figures.click_overhead_ms_p99 = round(percentile(overhead, 0.99), 1);
        add(figures, 'requests_unanswered', clicks.length - answeredOf(clicks));
        const { xero429, dataverse429 } = world.open.counts();
        add(figures, 'unplanned_429', xero429);
        add(figures, 'dataverse_429', dataverse429);
        return {
          scale: CLICK_SCALE,
          clicks: size.clicks,
          answered: answeredOf(clicks),
          overheadMaxMs: round(Math.max(...overhead), 1),
          secondsP50: round(
            percentile(
              clicks.map(({ seconds }) => seconds),
              0.5,
            ),
            2,
          ),
        };
      }),
  },
  {
    name: 'extras',
    what: 'calls for what follows a document, with a note in its history',
    seconds: ({ extras }) => 20 + extras / 5,
    run: ({ size, report, figures }) =>
      inWorld(size.scale, figures, async (world) => {
        const extras = await measureExtras(world, size.extras, report);
        figures.extras_per_invoice = round(extras.callsPerInvoice, 3);
        return { scale: size.scale, ...extras };
      }),
  },
  {
    name: 'webhooks',
    what: 'webhooks while bulk runs, then a relay killed among them',
    seconds: ({ webhookLoads, webhookSeconds }) => webhookLoads * (webhookSeconds + 15) + 45,
    run: async ({ size, report, figures }) => {
      const loads = [];
      for (let load = 0; load < size.webhookLoads; load++)
        loads.push(await inWorld(1, figures, (world) => measureWebhooks(world, size.webhooksPerSecond, size.webhookSeconds, report)));
      figures.webhook_accepts_per_second = Math.min(...loads.map(({ acceptedPerSecond }) => acceptedPerSecond));
      figures.webhook_accept_ms_p99 = median(loads.map(({ p99Ms }) => p99Ms));
      for (const { loopDelayP99Ms, refused, failed } of loads) {
        worst(figures, loopDelayP99Ms);
        add(figures, 'requests_refused', refused);
        add(figures, 'requests_unanswered', failed);
      }
      const killed = await inWorld(1, figures, (world) => killUnderLoad(world, size.webhooksPerSecond));
      figures.webhooks_lost_on_kill = killed.lost;
      return { offeredPerSecond: size.webhooksPerSecond, loads, killed };
    },
  },
  {
    name: 'commits',
    what: 'single commits that the disk takes',
    seconds: () => 2,
    run: ({ figures }) => {
      figures.raw_commits_per_second = rawCommitsPerSecond();
      return Promise.resolve({});
    },
  },
  {
    name: 'growth',
    what: 'what a request costs the ledger among a thousand finished ones and among many',
    seconds: ({ growthTo, growthTimes }) => (growthTo / 1_000_000) * 60 + growthTimes * 12,
    run: async ({ size, report, figures }) => {
      const each = [];
      for (const home of await homes()) each.push(await measureGrowth(home, 1_000, size.growthTo, size.growthTimes, report));
      figures.cost_growth_1k_to_1m = Math.max(...each.map(({ ratio }) => ratio));
      return { homes: each };
    },
  },
  {
    name: 'memory',
    what: 'memory with many connections, each at work',
    seconds: ({ connections, connectionSeconds }) => connectionSeconds + 20 + connections / 20,
    run: async ({ size, report, figures }) => {
      const result = await measureConnections(size.connections, size.connectionSeconds, report);
      figures.rss_mb = result.rssMaxMb;
      add(figures, 'requests_unanswered', result.asked - result.answered);
      return result;
    },
  },
  {
    name: 'ready',
    what: 'from starting the process to being ready',
    seconds: ({ starts }) => starts * 2,
    run: async ({ size, root, figures }) => {
      const { ms, spread } = await measureReady(root, size.starts);
      figures.ready_ms = ms;
      return { starts: size.starts, spread };
    },
  },
  {
    name: 'sizes',
    what: 'what a browser fetches',
    seconds: () => 10,
    run: ({ figures }) =>
      inWorld(1, figures, async (world) => {
        figures.pcf_bundle_kb = controlBundleKb();
        figures.portal_first_page_kb = await portalFirstPageKb(world.relay.origin);
        return {};
      }),
  },
];
