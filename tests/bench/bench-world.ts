/** Stand-ins with Xero's real limits and latency in this process, the relay in one of its own. */
import { setTimeout as pause } from 'node:timers/promises';
import type { JournalRow } from '../sandbox/dataverse/state.ts';
import type { World } from '../sandbox/world.ts';
import { startWorld } from '../sandbox/world.ts';
import type { DrivenClock } from './driven-clock.ts';
import { drivenClock } from './driven-clock.ts';
import type { OpenRequests } from './open-requests.ts';
import { openRequests } from './open-requests.ts';
import type { RelayApart } from './relay-apart.ts';
import { startRelayApart } from './relay-apart.ts';
import { createRequests } from './requests.ts';
import type { Requests } from './requests.ts';
import { xeroAsItIs } from './xero-as-it-is.ts';

/** Dataverse answers in what is usual for it. */
const DATAVERSE_MS = 80;
const TRIM_MS = 2_000;

export interface BenchWorld extends World {
  readonly clock: DrivenClock;
  readonly open: OpenRequests;
  readonly requests: Requests;
  readonly apart: RelayApart;
}

/** Logs that nobody reads here would fill the memory. */
const trim = (world: World): void => {
  const { environment } = world.dataverse.control;
  environment.journal = [];
  environment.requests = [];
  environment.deliveries = [];
};

/**
 * Starts it. The platform's own delay of webhooks, half a second to five, is left out: no relay can change it.
 * @param scale how much faster the clock of limits and latencies runs than the wall's
 */
export const startBenchWorld = async (scale: number): Promise<BenchWorld> => {
  const clock = drivenClock(scale);
  const open = openRequests();
  const listeners = new Set<(change: JournalRow) => void>();
  const relays: RelayApart[] = [];
  const world = await startWorld({
    webhookDelayMs: () => 0,
    dataverseLatencyMs: () => DATAVERSE_MS / scale,
    meter: open,
    dataverse: {
      protectionClock: () => clock.now(),
      onCommit: (change) => {
        for (const listen of listeners) listen(change);
      },
    },
    xero: {
      clock: () => clock.now(),
      ...xeroAsItIs(scale),
    },
    startRelay: async (_config, variables) => {
      const relay = await startRelayApart(variables, scale);
      relays.push(relay);
      return relay;
    },
  });
  const [apart] = relays;
  if (!apart) throw new Error('The relay was not started.');
  const timer = setInterval(() => trim(world), TRIM_MS);
  const close = world.close.bind(world);
  return Object.assign(world, {
    clock,
    open,
    apart,
    requests: createRequests(world, (listen) => void listeners.add(listen)),
    close: async () => {
      clearInterval(timer);
      await close();
      // Sockets of the stand-ins close a moment later.
      await pause(100);
    },
  });
};
