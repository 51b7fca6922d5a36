/** The free trial of a Xero organisation: it starts once, by whoever closes the finished set-up, or with the first document. */
import { startedTrial, subscriptionStateAt } from '../core/subscription.ts';
import { writeAudit } from '../store/audit.ts';
import { inTransaction } from '../store/in-transaction.ts';
import { changeSubscription, lockSubscription, subscriptionOf } from '../store/subscriptions.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

export interface TrialStart {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly demo: boolean;
  /** Account, or `relay`. */
  readonly actor: string;
}

/** Starts it where it has not started. Demo companies have none, and neither has a company that runs its own relay. */
export const startTrial = async (
  { ledger, config }: Pick<Services, 'ledger' | 'config'>,
  { tenantId, connectionId, demo, actor }: TrialStart,
): Promise<void> => {
  if (demo || config.RELAY_SINGLE_TENANT) return;
  const now = ledger.now();
  await inTransaction(ledger, async (inside) => {
    // Locked before it is looked at: of two that start it at once one does.
    if (subscriptionStateAt(subscriptionOf(await lockSubscription(inside, tenantId)), now) !== 'notStarted') return;
    await changeSubscription(inside, tenantId, (subscription) => startedTrial(subscription, now));
    await writeAudit(inside, { actor, action: 'subscription.trial-started', subject: connectionId });
  });
};

/** The first document for a real organisation starts it, if closing the set-up has not before. */
export const startTrialWithFirstSend = async (services: Services, { stored, connection }: AskedOfConnection): Promise<void> => {
  if (connection.subscription !== 'notStarted') return;
  const { id: connectionId, tenant_id: tenantId } = stored;
  await startTrial(services, { tenantId, connectionId, demo: connection.organisation.demo, actor: 'relay' });
};
