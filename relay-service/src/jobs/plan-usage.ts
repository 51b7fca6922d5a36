/** How much of its plan a connection's organisation has used this month; null where no plan counts. */
import type { PlanUsage } from '../core/plan-usage.ts';
import { monthStartOf, planUsageOf } from '../core/plan-usage.ts';
import { planOf } from '../core/plans.ts';
import { sentSince } from '../store/activity.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { Ledger } from '../store/ledger.ts';
import { findSubscription } from '../store/subscriptions.ts';

/** A demo company has no plan, and a company that runs its own relay pays for none. */
export const planUsage = async (
  { ledger, config }: { readonly ledger: Ledger; readonly config: { readonly RELAY_SINGLE_TENANT: boolean } },
  connection: StoredConnection,
): Promise<PlanUsage | null> => {
  if (config.RELAY_SINGLE_TENANT || connection.demo === 1) return null;
  const plan = planOf((await findSubscription(ledger, connection.tenant_id))?.plan ?? null);
  return plan ? planUsageOf(plan, await sentSince(ledger, connection.tenant_id, monthStartOf(ledger.now()))) : null;
};
