/** A round for what follows documents, beside posting: it may stand still for Xero's limits without anybody's click standing still too. */
import { connectionsOf } from '../../store/connections.ts';
import { connectionsWithDueEffects } from '../../store/effects.ts';
import type { EnvironmentsTable } from '../../store/schema.ts';
import { servePart } from '../serve-part.ts';
import type { Services } from '../services.ts';
import { withLanes } from '../with-lanes.ts';
import { findCanceledInvoices, noteAsked } from './find-canceled.ts';
import { runEffects } from './run-effects.ts';

const AGAIN_MS = 1_000;

/** @returns milliseconds until the next round is due */
export const serveEffects = async (services: Services, environment: EnvironmentsTable): Promise<number> => {
  const [first, ...others] = await connectionsOf(services.ledger, environment);
  if (!first) {
    noteAsked(services, environment.id);
    return AGAIN_MS;
  }
  const connections = [first, ...others] as const;
  await servePart(services, first, [], () => findCanceledInvoices(services, connections));
  const due = await connectionsWithDueEffects(
    services.ledger,
    connections.map(({ id }) => id),
  );
  const needing = connections.filter(({ id, state }) => due.has(id) && state === 'connected');
  await withLanes(services, needing, async (leases) => {
    for (const stored of needing) {
      const lease = leases.get(stored.lane_id);
      if (lease) await servePart(services, stored, [], () => runEffects(services, stored, lease));
    }
  });
  return AGAIN_MS;
};
