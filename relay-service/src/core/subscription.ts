/** Trial and plan of a Xero organisation: one trial each, sending stops when it is over, reading goes on for 14 days more. */
import type { Connection } from './connection.ts';

export type SubscriptionState = NonNullable<Connection['subscription']>;

/** What the ledger holds of it. Times in milliseconds since 1970. */
export interface Subscription {
  readonly plan: string | null;
  /** Null while the trial has not started. */
  readonly trialEndsAt: number | null;
  readonly paid: 'no' | 'yes' | 'ended';
  /** When a plan that was paid ended. */
  readonly endedAt: number | null;
}

const DAY_MS = 86_400_000;
export const TRIAL_DAYS = 30;
/** After sending has stopped, payments and changes are still read for so long; then the connection is removed at Xero. */
export const READ_ON_DAYS = 14;

export const noSubscription: Subscription = { plan: null, trialEndsAt: null, paid: 'no', endedAt: null };
/** On a relay that a company runs itself: nobody is paid, so nothing ends. */
export const ofOwnRelay: Subscription = { ...noSubscription, paid: 'yes' };

/** The state at a moment. */
export const subscriptionStateAt = ({ paid, trialEndsAt }: Subscription, now: number): SubscriptionState => {
  if (paid === 'yes') return 'active';
  // A plan that ends before the trial does leaves the rest of the trial.
  if (trialEndsAt !== null && now < trialEndsAt) return 'trial';
  if (paid === 'ended') return 'ended';
  return trialEndsAt === null ? 'notStarted' : 'trialOver';
};

/** Starts the trial; one that has started goes on as it is, for there is one trial per organisation. */
export const startedTrial = (subscription: Subscription, now: number): Subscription =>
  subscription.trialEndsAt === null ? { ...subscription, trialEndsAt: now + TRIAL_DAYS * DAY_MS } : subscription;

/** Whether it works without a plan: Xero's demo company has no trial. One whose plan was paid and has ended is stopped like any other. */
export const needsNoPlan = (state: SubscriptionState, isDemo: boolean): boolean => isDemo && state === 'notStarted';

/** Whether nothing may be sent. */
export const sendingHasStopped = (state: SubscriptionState): boolean => state === 'trialOver' || state === 'ended';

/** When sending stopped; null while it goes on. */
export const sendingStoppedAt = (subscription: Subscription, now: number): number | null =>
  sendingHasStopped(subscriptionStateAt(subscription, now)) ? Math.max(subscription.trialEndsAt ?? 0, subscription.endedAt ?? 0) : null;

/** When a connection is removed at Xero; null while it may send. One that was connected after sending had stopped has its days from then on. */
export const disconnectDueAt = (subscription: Subscription, connectedAt: number, now: number): number | null => {
  const stoppedAt = sendingStoppedAt(subscription, now);
  return stoppedAt === null ? null : Math.max(stoppedAt, connectedAt) + READ_ON_DAYS * DAY_MS;
};

/** Full days that are left of a trial, the last one counted; null outside of a trial. */
export const trialDaysLeft = (subscription: Subscription, now: number): number | null =>
  subscriptionStateAt(subscription, now) === 'trial' && subscription.trialEndsAt !== null
    ? Math.ceil((subscription.trialEndsAt - now) / DAY_MS)
    : null;

/** The plan runs from now on, with nobody charged by us. */
export const withPlan = (subscription: Subscription, plan: string): Subscription => ({ ...subscription, plan, paid: 'yes', endedAt: null });
