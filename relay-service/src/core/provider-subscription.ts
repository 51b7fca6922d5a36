/**
 * What the payment provider holds for an organisation, and what follows from it. There may be more than one, each told of by messages of
 * its own, which come late, twice and in any order; so each keeps its own last word, and the organisation's subscription is what all of them
 * add up to.
 */
import type { Subscription } from './subscription.ts';

/** A subscription at the payment provider, as it was last told. Times in milliseconds since 1970. */
export interface ProviderSubscription {
  readonly id: string;
  /** Who pays, by the provider's id. */
  readonly customer: string | null;
  readonly plan: string | null;
  /** unpaid: given up for now, a payment brings it back. ended: over for good; another one would have another id. */
  readonly state: 'paid' | 'unpaid' | 'ended';
  /** It counts as paid, but the last money could not be collected; the provider still tries. */
  readonly isPastDue?: boolean;
  readonly beganAt: number;
  /** When what is known of it happened. */
  readonly toldAt: number;
}

/**
 * What is known of one after another message. An older one changes nothing, and neither does any after the end. Moments of the provider may
 * be full seconds, so one of the same moment counts as the newer.
 */
export const afterMessage = (known: ProviderSubscription | undefined, told: ProviderSubscription): ProviderSubscription => {
  if (known === undefined) return told;
  if (known.state === 'ended' || (told.state !== 'ended' && told.toldAt < known.toldAt)) return known;
  return {
    ...told,
    customer: told.customer ?? known.customer,
    plan: told.plan ?? known.plan,
    beganAt: Math.min(told.beganAt, known.beganAt),
    toldAt: Math.max(told.toldAt, known.toldAt),
  };
};

const lastBegunFirst = (all: readonly ProviderSubscription[], state: ProviderSubscription['state']): readonly ProviderSubscription[] =>
  all.filter((each) => each.state === state).sort((a, b) => b.beganAt - a.beganAt || (a.id < b.id ? 1 : -1));

/** Those that money is collected for, the one that counts first: it began last, so it is what was chosen last. */
export const paidOnes = (all: readonly ProviderSubscription[]): readonly ProviderSubscription[] => lastBegunFirst(all, 'paid');

/** Those that money is or may again be collected for, the one that counts or would count first. Beside one of them nothing else is to be paid. */
export const liveOnes = (all: readonly ProviderSubscription[]): readonly ProviderSubscription[] => [
  ...paidOnes(all),
  ...lastBegunFirst(all, 'unpaid'),
];

/** The organisation's subscription by everything that the provider holds for it. */
export const settledBy = (subscription: Subscription, all: readonly ProviderSubscription[]): Subscription => {
  const [counts] = paidOnes(all);
  if (counts) return { ...subscription, plan: counts.plan ?? subscription.plan, paid: 'yes', endedAt: null };
  if (all.length === 0 || subscription.paid === 'ended') return subscription;
  return { ...subscription, paid: 'ended', endedAt: Math.max(...all.map(({ toldAt }) => toldAt)) };
};
