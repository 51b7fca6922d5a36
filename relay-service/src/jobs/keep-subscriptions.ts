/** Lets subscriptions take effect: Dynamics is told of each change, and what stopped sending 14 days ago is disconnected. */
import { disconnectDueAt, subscriptionStateAt } from '../core/subscription.ts';
import { writeConnectorState } from '../dataverse/connector-state.ts';
import { liveConnections } from '../store/connections.ts';
import { allSubscriptions, noteToldState } from '../store/subscriptions.ts';
import type { DisconnectServices } from './disconnect.ts';
import { disconnect } from './disconnect.ts';
import { subscriptionInForce } from './subscription-in-force.ts';

const dayOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString().slice(0, 10));

const GONE =
  'The free trial or the plan has ended, and the connection was removed at Xero. The mappings are kept: choose a plan in the portal and connect again.';

/** One round over every subscription. A failure of one stops no other; it is tried again in the next round. */
export const keepSubscriptions = async (services: DisconnectServices): Promise<void> => {
  const { config, ledger, log } = services;
  const now = ledger.now();
  const byTenant = Map.groupBy(await liveConnections(ledger), ({ tenant_id }) => tenant_id);
  for (const { tenantId, subscription: stored, toldState } of await allSubscriptions(ledger)) {
    const subscription = subscriptionInForce(config, stored);
    const state = subscriptionStateAt(subscription, now);
    try {
      for (const connection of byTenant.get(tenantId) ?? []) {
        const dueAt = disconnectDueAt(subscription, connection.connected_at ?? connection.created_at, now);
        if (dueAt !== null && dueAt <= now) await disconnect(services, { connection, actor: 'relay', problem: GONE });
        else if (state !== toldState)
          await writeConnectorState(services.dataverse(connection.environment), connection.connector_id, {
            subscription: state,
            trialEndsOn: dayOf(subscription.trialEndsAt),
          });
      }
      if (state !== toldState) await noteToldState(ledger, tenantId, state);
    } catch (problem) {
      log.warn({ err: problem, tenant: tenantId }, 'Dynamics could not be told of a subscription; it is told later');
    }
  }
};
