/** What connecting again leaves as somebody chose it: a set-up does not ask for what it would not write. */
import { planOf } from '../../core/plans.ts';
import type { StoredConnection } from '../../store/connections.ts';
import { findConnectionById } from '../../store/connections.ts';
import type { Draft } from '../../store/drafts.ts';
import type { Ledger } from '../../store/ledger.ts';
import { findSubscription } from '../../store/subscriptions.ts';

/**
 * The connection that a set-up only gives its consents anew. Undefined where what it makes has choices of its own: in another environment or
 * for the next demo company, and where the environment was copied, which inherits nothing. A side that is not chosen yet counts as the same.
 */
export const keptConnection = async (
  ledger: Ledger,
  { reconnects, tenant_id: tenantId, environment_origin: origin }: Pick<Draft, 'reconnects' | 'tenant_id' | 'environment_origin'>,
): Promise<StoredConnection | undefined> => {
  const bound = reconnects === null ? undefined : await findConnectionById(ledger, reconnects);
  if (bound === undefined || bound.state === 'copied') return undefined;
  const isSame = (tenantId ?? bound.tenant_id) === bound.tenant_id && (origin ?? bound.environment.origin) === bound.environment.origin;
  return isSame ? bound : undefined;
};

/**
 * The connection that a set-up has become. Undefined before, and once it has chosen another organisation or environment since: it is on its way
 * into the next one then, and what is known of the first says nothing of that.
 */
export const madeConnection = async (
  ledger: Ledger,
  { connection_id: id, tenant_id: tenantId, environment_origin: origin }: Pick<Draft, 'connection_id' | 'tenant_id' | 'environment_origin'>,
): Promise<StoredConnection | undefined> => {
  const made = id === null ? undefined : await findConnectionById(ledger, id);
  return made?.tenant_id === tenantId && made.environment.origin === origin ? made : undefined;
};

/** Id of the plan that its organisation has by choice; null where nobody chose one that is still offered. */
export const keptPlan = async (ledger: Ledger, kept: StoredConnection | undefined): Promise<string | null> =>
  planOf((kept && (await findSubscription(ledger, kept.tenant_id))?.plan) ?? null)?.id ?? null;
