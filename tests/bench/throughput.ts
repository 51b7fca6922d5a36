/** Invoices in bulk over many windows of Xero's limit, the first left out: how many a minute, and what they cost in calls. */
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchWorld } from './bench-world.ts';
import type { Report } from './report.ts';
import { round, timeLeft } from './report.ts';

export interface Throughput {
  readonly invoices: number;
  /** Windows of a minute that count. */
  readonly windows: number;
  readonly perMinute: number;
  readonly perMinuteSpread: readonly [number, number];
  readonly xeroCallsPerInvoice: number;
  readonly dataverseRequestsPerInvoice: number;
  readonly xero429: number;
  readonly dataverse429: number;
  readonly refused: number;
  /** Processor time, as share of one core and for each invoice. */
  readonly relayCores: number;
  readonly standInCores: number;
  readonly relayCpuMsPerInvoice: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  readonly rssMb: number;
}

/** Requests that are open at any time: far more than a round takes. */
const AHEAD = 1_200;
const PER_TURN = 100;
const TURN_MS = 25;
const WINDOW_MS = 60_000;
const REPORT_MS = 10_000;
/** Where nothing reached Xero for so long, nothing will. */
const STALLED_MS = 90_000;

interface Sample {
  readonly at: number;
  readonly wall: number;
  readonly posted: number;
  readonly xero: number;
  readonly dataverse: number;
  readonly relayCpuMs: number;
  readonly ownCpuMs: number;
}

/** Counts what Xero has committed, by its own journal. */
const postedIn = (world: BenchWorld): (() => number) => {
  let read = 0;
  let posted = 0;
  return () => {
    const journal = world.xero.control.journal();
    for (; read < journal.length; read += 1) if (journal[read]?.kind === 'create' && journal[read]?.documentType === 'invoice') posted += 1;
    return posted;
  };
};

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/**
 * @param invoiceIds sent until they are out, or the time is up
 * @param atMostMs of the wall's clock
 */
export const measureThroughput = async (
  world: BenchWorld,
  invoiceIds: readonly string[],
  what: string,
  report: Report,
  atMostMs = Infinity,
): Promise<Throughput> => {
  const posted = postedIn(world);
  const before = posted();
  const counted = world.open.counts();
  await world.apart.usage();
  const samples: Sample[] = [];
  const usages: Awaited<ReturnType<typeof world.apart.usage>>[] = [];
  const sample = async (): Promise<void> => {
    const usage = await world.apart.usage();
    usages.push(usage);
    const { xero, dataverse } = world.open.counts();
    samples.push({
      at: world.clock.now(),
      wall: performance.now(),
      posted: posted() - before,
      xero,
      dataverse,
      relayCpuMs: usage.cpuMs,
      ownCpuMs: cpuMs(),
    });
  };
  const started = performance.now();
  let moved = { done: 0, at: started };
  let next = 0;
  let windowAt = world.clock.now() + WINDOW_MS;
  let reportAt = started + REPORT_MS;
  while (next < invoiceIds.length && performance.now() - started < atMostMs) {
    while (world.requests.open() < AHEAD && next < invoiceIds.length) {
      world.requests.ask(invoiceIds.slice(next, next + PER_TURN));
      next += PER_TURN;
    }
    await pause(TURN_MS);
    if (world.clock.now() >= windowAt) {
      windowAt += WINDOW_MS;
      await sample();
    }
    if (performance.now() < reportAt) continue;
    reportAt += REPORT_MS;
    const done = posted() - before;
    if (done > moved.done) moved = { done, at: performance.now() };
    if (performance.now() - moved.at > STALLED_MS) throw new Error(`No invoice reached Xero for ${String(STALLED_MS / 1_000)} s.`);
    const elapsed = performance.now() - started;
    const left = Math.min((elapsed / Math.max(1, done)) * (invoiceIds.length - done), atMostMs - elapsed);
    report(`  ${what}: ${String(done)} of ${String(invoiceIds.length)} invoices in Xero, ${timeLeft(left)}`);
  }
  if (samples.length < 2) await sample();
  return judge(samples, usages, world, counted);
};

const judge = (
  samples: readonly Sample[],
  usages: readonly { readonly loopDelayP99Ms: number; readonly loopDelayMaxMs: number; readonly rssMb: number }[],
  world: BenchWorld,
  counted: ReturnType<BenchWorld['open']['counts']>,
): Throughput => {
  // The first window is full of what was free at the start.
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || first === last) throw new Error('The run was too short: not two windows of a minute went by.');
  const invoices = last.posted - first.posted;
  const rates = samples.slice(1).map((sample, index) => {
    const former = samples[index] ?? first;
    return ((sample.posted - former.posted) / (sample.at - former.at)) * WINDOW_MS;
  });
  const wall = last.wall - first.wall;
  const now = world.open.counts();
  return {
    invoices,
    windows: rates.length,
    perMinute: round((invoices / (last.at - first.at)) * WINDOW_MS),
    perMinuteSpread: [round(Math.min(...rates)), round(Math.max(...rates))],
    xeroCallsPerInvoice: round((last.xero - first.xero) / invoices, 4),
    dataverseRequestsPerInvoice: round((last.dataverse - first.dataverse) / invoices, 3),
    xero429: now.xero429 - counted.xero429,
    dataverse429: now.dataverse429 - counted.dataverse429,
    refused: world.requests.refused(),
    relayCores: round((last.relayCpuMs - first.relayCpuMs) / wall, 2),
    standInCores: round((last.ownCpuMs - first.ownCpuMs) / wall, 2),
    relayCpuMsPerInvoice: round((last.relayCpuMs - first.relayCpuMs) / invoices, 2),
    loopDelayP99Ms: round(Math.max(...usages.slice(1).map(({ loopDelayP99Ms }) => loopDelayP99Ms)), 1),
    loopDelayMaxMs: round(Math.max(...usages.slice(1).map(({ loopDelayMaxMs }) => loopDelayMaxMs)), 1),
    rssMb: round(Math.max(...usages.map(({ rssMb }) => rssMb))),
  };
};
