/** What is known of a connection's health, out of the ledger alone: no system is asked. */
import type { ConnectionTrouble, HealthFacts } from '../core/connection-health.ts';
import { daysLeft } from '../core/consent-days.ts';
import { subscriptionStateAt, trialDaysLeft } from '../core/subscription.ts';
import { readQueue } from '../store/activity.ts';
import type { StoredConnection } from '../store/connections.ts';
import { grantStates } from '../store/grants.ts';
import type { Ledger } from '../store/ledger.ts';
import { findSubscription } from '../store/subscriptions.ts';
import { subscriptionInForce } from './subscription-in-force.ts';

const states = ['paused', 'disconnected', 'copied', 'takenOver'] as const;

const isTrouble = (code: string | null): code is ConnectionTrouble =>
  code === 'RECONNECT_XERO' || code === 'RECONNECT_DYNAMICS' || code === 'REMOVED_AT_XERO';

export const healthFactsOf = async (
  { ledger, config }: { readonly ledger: Ledger; readonly config: { readonly RELAY_SINGLE_TENANT: boolean } },
  connection: StoredConnection,
): Promise<HealthFacts> => {
  const now = ledger.now();
  const [subscription, grants, queue] = [
    subscriptionInForce(config, await findSubscription(ledger, connection.tenant_id)),
    await grantStates(ledger, [connection.xero_grant_id, connection.environment.grant_id]),
    await readQueue(ledger, connection),
  ];
  const xero = grants.get(connection.xero_grant_id);
  const dynamics = grants.get(connection.environment.grant_id);
  return {
    state: states.find((each) => each === connection.state) ?? 'connected',
    trouble:
      xero?.state === 'reconnect'
        ? 'RECONNECT_XERO'
        : dynamics?.state === 'reconnect'
          ? 'RECONNECT_DYNAMICS'
          : isTrouble(connection.trouble)
            ? connection.trouble
            : null,
    subscription: subscriptionStateAt(subscription, now),
    trialDaysLeft: trialDaysLeft(subscription, now),
    runsOnPoll: connection.environment.runs_on_poll === 1,
    parked: queue.parkedUntil !== null,
    xeroDaysLeft: xero?.kind === 'consent' ? daysLeft(xero, now) : null,
    dynamicsDaysLeft: dynamics?.kind === 'consent' ? daysLeft(dynamics, now) : null,
  };
};
