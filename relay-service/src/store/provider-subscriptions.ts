/** What the payment provider holds for each Xero organisation, as it was last told. */
import type { ProviderSubscription } from '../core/provider-subscription.ts';
import { afterMessage, paidOnes, settledBy } from '../core/provider-subscription.ts';
import { inTransaction } from './in-transaction.ts';
import type { Ledger } from './ledger.ts';
import type { ProviderSubscriptionsTable } from './schema.ts';
import { columnsOf, lockSubscription, subscriptionOf } from './subscriptions.ts';

const providerSubscriptionOf = (row: ProviderSubscriptionsTable): ProviderSubscription => ({
  id: row.id,
  customer: row.customer,
  plan: row.plan,
  state: row.state,
  beganAt: row.began_at,
  toldAt: row.told_at,
  ...(row.past_due === 1 ? { isPastDue: true } : {}),
});

/** Everything that the provider holds or held for an organisation. */
export const providerSubscriptionsOf = async (ledger: Ledger, tenantId: string): Promise<readonly ProviderSubscription[]> =>
  (await ledger.db.selectFrom('provider_subscriptions').selectAll().where('tenant_id', '=', tenantId).execute()).map(
    providerSubscriptionOf,
  );

/**
 * Takes what the provider tells of one, however often and in whatever order it does.
 * @returns everything that the provider holds or held for the organisation
 */
export const takeProviderSubscription = (
  ledger: Ledger,
  tenantId: string,
  told: ProviderSubscription,
): Promise<readonly ProviderSubscription[]> =>
  inTransaction(ledger, async (inside) => {
    const row = await lockSubscription(inside, tenantId);
    const known = await providerSubscriptionsOf(inside, tenantId);
    const now = afterMessage(
      known.find(({ id }) => id === told.id),
      told,
    );
    const past_due = now.isPastDue === true ? 1 : 0;
    const columns = { customer: now.customer, plan: now.plan, state: now.state, began_at: now.beganAt, told_at: now.toldAt, past_due };
    await inside.db
      .insertInto('provider_subscriptions')
      .values({ id: now.id, tenant_id: tenantId, ...columns })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
      .execute();
    const all = [...known.filter(({ id }) => id !== now.id), now];
    await inside.db
      .updateTable('subscriptions')
      .set({
        ...columnsOf(settledBy(subscriptionOf(row), all)),
        customer: paidOnes(all)[0]?.customer ?? row.customer ?? now.customer,
      })
      .where('tenant_id', '=', tenantId)
      .execute();
    return all;
  });

/** The organisation that one was told of for before; else the one that its customer pays for. */
export const tenantOfProviderSubscription = async (
  { db }: Ledger,
  { id, customer }: Pick<ProviderSubscription, 'id' | 'customer'>,
): Promise<string | undefined> => {
  const known = await db.selectFrom('provider_subscriptions').select('tenant_id').where('id', '=', id).executeTakeFirst();
  if (known || customer === null) return known?.tenant_id;
  return (await db.selectFrom('subscriptions').select('tenant_id').where('customer', '=', customer).executeTakeFirst())?.tenant_id;
};
