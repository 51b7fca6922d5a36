/** The checklist's step of the subscription: a plan that was chosen, and whether anything is sent without one that runs. */
import type { ChecklistFacts } from './checklist.ts';
import type { ChecklistStep } from './checklist-step.ts';
import { done, open } from './checklist-step.ts';
import { sendingHasStopped } from './subscription.ts';

/** The step of the plan; null where there is none to choose. */
export const planStep = ({
  subscription,
  plan,
  created,
}: Pick<ChecklistFacts, 'subscription' | 'plan' | 'created'>): ChecklistStep | null => {
  if (subscription === null) return null;
  if (sendingHasStopped(subscription)) {
    const why = subscription === 'ended' ? 'The plan of this organisation has ended' : 'The free trial of this organisation is used up';
    if (plan === null)
      return open('plan', 'Subscription', `${why}, so nothing is sent before a plan runs. Choose the one that you prefer.`, 'options');
    return created
      ? open('plan', 'Subscription: no plan runs', `${why}, so nothing is sent. Choose a plan on the page Plan.`, 'plans', 'warning')
      : open(
          'plan',
          `Subscription: ${plan}`,
          `${why}: the plan begins once you choose it on the page Plan of the connection.`,
          null,
          'warning',
        );
  }
  return plan === null
    ? open('plan', 'Subscription', 'Choose the plan that you prefer. Nothing is charged during the trial.', 'options')
    : done('plan', `Subscription: ${plan}`);
};
