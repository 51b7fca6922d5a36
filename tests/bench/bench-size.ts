/** How large the bench is: whole, as its figures are promised, or short, to see that it works. */

/** How much of everything. */
export interface Size {
  readonly knownInvoices: number;
  readonly newInvoices: number;
  /** How much faster the clock of limits and latencies runs in the long runs. */
  readonly scale: number;
  readonly baselineWindows: number;
  readonly realClockSeconds: number;
  readonly clicks: number;
  readonly extras: number;
  /** A machine that others use gives one and the same relay now more and now less: of how long webhooks take to be accepted the middle load counts, of all else the worst or the sum. */
  readonly webhookLoads: number;
  readonly webhookSeconds: number;
  readonly webhooksPerSecond: number;
  readonly growthTo: number;
  readonly growthTimes: number;
  readonly connections: number;
  readonly connectionSeconds: number;
  readonly starts: number;
}

export const fullSize: Size = {
  knownInvoices: 40_000,
  newInvoices: 20_000,
  scale: 3,
  baselineWindows: 10,
  realClockSeconds: 180,
  clicks: 500,
  extras: 200,
  webhookLoads: 3,
  webhookSeconds: 60,
  webhooksPerSecond: 350,
  growthTo: 1_000_000,
  growthTimes: 5,
  connections: 1_000,
  connectionSeconds: 60,
  starts: 5,
};

/** A minute or so, to see that everything works; its figures are rough. */
export const shortSize: Size = {
  knownInvoices: 4_000,
  newInvoices: 1_500,
  scale: 10,
  baselineWindows: 2,
  realClockSeconds: 0,
  clicks: 10,
  extras: 20,
  webhookLoads: 1,
  webhookSeconds: 5,
  webhooksPerSecond: 350,
  growthTo: 100_000,
  growthTimes: 3,
  connections: 50,
  connectionSeconds: 5,
  starts: 3,
};
