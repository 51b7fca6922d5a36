/** Subscriptions: one row per Xero organisation, whichever connection it has and had, so that there is one trial. */
import type { Subscription } from '../core/subscription.ts';
import { noSubscription } from '../core/subscription.ts';
import { inTransaction } from './in-transaction.ts';
import type { Ledger } from './ledger.ts';
import type { SubscriptionsTable } from './schema.ts';

/** As the ledger's row has it. */
export const subscriptionOf = (row: SubscriptionsTable): Subscription => ({
  plan: row.plan,
  trialEndsAt: row.trial_ends_at,
  paid: row.paid,
  endedAt: row.ended_at,
});

/** As the ledger's row is to have it. */
export const columnsOf = ({ plan, trialEndsAt, paid, endedAt }: Subscription) => ({
  plan,
  trial_ends_at: trialEndsAt,
  paid,
  ended_at: endedAt,
});

/** The organisation's subscription; undefined before anything was chosen or sent. */
export const findSubscription = async (ledger: Ledger, tenantId: string): Promise<Subscription | undefined> => {
  const row = await ledger.db.selectFrom('subscriptions').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
  return row && subscriptionOf(row);
};

/** Takes the row's lock, and makes the row where there is none yet: of two changes at once the second sees the first. */
export const lockSubscription = async (inside: Ledger, tenantId: string): Promise<SubscriptionsTable> => {
  const now = inside.now();
  await inside.db
    .insertInto('subscriptions')
    .values({ tenant_id: tenantId, ...columnsOf(noSubscription), customer: null, told_state: null, checkout: null, updated_at: now })
    .onConflict((conflict) => conflict.column('tenant_id').doNothing())
    .execute();
  // Writing first takes the lock on both homes.
  await inside.db.updateTable('subscriptions').set({ updated_at: now }).where('tenant_id', '=', tenantId).execute();
  return inside.db.selectFrom('subscriptions').selectAll().where('tenant_id', '=', tenantId).executeTakeFirstOrThrow();
};

/** Changes a subscription by a pure function of what it is. */
export const changeSubscription = (
  ledger: Ledger,
  tenantId: string,
  change: (subscription: Subscription) => Subscription,
): Promise<Subscription> =>
  inTransaction(ledger, async (inside) => {
    const changed = change(subscriptionOf(await lockSubscription(inside, tenantId)));
    await inside.db.updateTable('subscriptions').set(columnsOf(changed)).where('tenant_id', '=', tenantId).execute();
    return changed;
  });

/** The checkout that was opened last for the organisation, by the payment provider's id. */
export const checkoutOf = async ({ db }: Ledger, tenantId: string): Promise<string | null> =>
  (await db.selectFrom('subscriptions').select('checkout').where('tenant_id', '=', tenantId).executeTakeFirst())?.checkout ?? null;

/** Puts a checkout in the place of the former. @returns false, and nothing is changed, where another has taken that place */
export const replaceCheckout = (ledger: Ledger, tenantId: string, former: string | null, checkout: string): Promise<boolean> =>
  inTransaction(ledger, async (inside) => {
    if ((await lockSubscription(inside, tenantId)).checkout !== former) return false;
    await inside.db.updateTable('subscriptions').set({ checkout }).where('tenant_id', '=', tenantId).execute();
    return true;
  });

/** Every subscription with the state that Dynamics was last told. */
export const allSubscriptions = async (
  ledger: Ledger,
): Promise<readonly { readonly tenantId: string; readonly subscription: Subscription; readonly toldState: string | null }[]> =>
  (await ledger.db.selectFrom('subscriptions').selectAll().execute()).map((row) => ({
    tenantId: row.tenant_id,
    subscription: subscriptionOf(row),
    toldState: row.told_state,
  }));

/** Notes the state that every connector row of the organisation shows now; null = one of them shows another, and all are told anew. */
export const noteToldState = async (ledger: Ledger, tenantId: string, state: string | null): Promise<void> => {
  await ledger.db.updateTable('subscriptions').set({ told_state: state }).where('tenant_id', '=', tenantId).execute();
};
