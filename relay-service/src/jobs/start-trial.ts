/** The free trial starts with the first document for a real organisation, if closing the wizard has not started it before. */
import { startedTrial } from '../core/subscription.ts';
import { changeSubscription } from '../store/subscriptions.ts';
import type { AskedOfConnection } from './read-asked.ts';
import type { Services } from './services.ts';

/** Starts it where it has not started. Demo companies have none, and neither has a company that runs its own relay. */
export const startTrialWithFirstSend = async ({ ledger, config }: Services, { stored, connection }: AskedOfConnection): Promise<void> => {
  if (connection.organisation.demo || config.RELAY_SINGLE_TENANT || connection.subscription !== 'notStarted') return;
  await changeSubscription(ledger, stored.tenant_id, (subscription) => startedTrial(subscription, ledger.now()));
};
