/** Webhooks while bulk runs: how many are accepted, how fast, and whether one that was acknowledged is lost when the relay is killed. */
import { openLedger } from '../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../relay-service/src/store/seal.ts';
import type { BenchWorld } from './bench-world.ts';
import { addInvoices } from './many-invoices.ts';
import { percentile } from './percentile.ts';
import type { Report } from './report.ts';
import { round } from './report.ts';
import { loadOrder, postWebhooks } from './webhook-load.ts';
import type { Usage } from './relay-process.ts';

export interface WebhookFigures {
  readonly acceptedPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly refused: number;
  readonly failed: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  /** Invoices that reached Xero meanwhile. */
  readonly posted: number;
}

/** Makes requests without the platform's own notice of them: the load gives it. */
const silently = (world: BenchWorld, count: number, prefix: string): readonly string[] => {
  const ids = addInvoices(world, count, true, prefix);
  world.dataverse.control.addFault({ name: 'webhook-lost', times: count });
  const requests: string[] = [];
  for (let at = 0; at < ids.length; at += 100) requests.push(...world.requests.ask(ids.slice(at, at + 100)));
  return requests;
};

/** The webhooks announce the very bulk that runs: each is the notice of a request on an invoice of its own. */
export const measureWebhooks = async (world: BenchWorld, perSecond: number, seconds: number, report: Report): Promise<WebhookFigures> => {
  const ids = silently(world, perSecond * seconds, 'W');
  const before = world.xero.control.journal().length;
  report(`  webhooks: ${String(perSecond)} a second for ${String(seconds)} s while bulk runs`);
  await world.apart.usage();
  const result = await postWebhooks(loadOrder(world, { perSecond, seconds, ids }));
  const usage: Usage = await world.apart.usage();
  return {
    acceptedPerSecond: round(result.accepted.length / result.seconds, 1),
    p50Ms: round(percentile(result.milliseconds, 0.5), 1),
    p99Ms: round(percentile(result.milliseconds, 0.99), 1),
    refused: result.refused,
    failed: result.failed,
    loopDelayP99Ms: round(usage.loopDelayP99Ms, 1),
    loopDelayMaxMs: round(usage.loopDelayMaxMs, 1),
    posted: world.xero.control.journal().length - before,
  };
};

/** More than Xero takes before the kill. */
const BULK = 2_000;
/** So many acknowledged, the load is in full swing: the kill falls among those on their way. */
const KILL_AFTER = 50;
/** However late the kill comes on a busy machine, posts are still on their way. */
const UNTIL_DEAD_S = 120;

/** SIGKILL in the middle of the load, while bulk runs. @returns how many were acknowledged, and how many of those the ledger does not hold */
export const killUnderLoad = async (
  world: BenchWorld,
  perSecond: number,
): Promise<{ readonly acknowledged: number; readonly unanswered: number; readonly lost: number }> => {
  const bulk = addInvoices(world, BULK, true, 'B');
  for (let at = 0; at < bulk.length; at += 100) world.requests.ask(bulk.slice(at, at + 100));
  const underWay = Promise.withResolvers<undefined>();
  const load = postWebhooks(loadOrder(world, { perSecond, seconds: UNTIL_DEAD_S, tellAt: KILL_AFTER }), () => underWay.resolve(undefined));
  await Promise.race([underWay.promise, load]);
  await world.apart.kill();
  const { accepted, failed } = await load;
  const { config } = world;
  const ledger = await openLedger({
    dataDirectory: config.RELAY_DATA_DIR,
    databaseUrl: config.DATABASE_URL,
    seal: createSeal(config.RELAY_SECRET_KEYS),
  });
  try {
    const held = new Set((await ledger.db.selectFrom('requests').select('id').execute()).map(({ id }) => id));
    return { acknowledged: accepted.length, unanswered: failed, lost: accepted.filter((id) => !held.has(id)).length };
  } finally {
    await ledger.close();
  }
};
