/** The checklist's step of the subscription: a plan that was chosen, and whether anything is sent without one that runs. */
import type { ChecklistFacts } from './checklist.ts';
import type { ChecklistStep } from './checklist-step.ts';
import { done, open } from './checklist-step.ts';
import { needsNoPlan, sendingHasStopped } from './subscription.ts';

type PlanFacts = Pick<ChecklistFacts, 'subscription' | 'plan' | 'created' | 'organisation'>;

/** A connection's plan is chosen on its page Plan; a set-up's beside the checklist. */
const notChosen = ({ subscription, created, organisation }: PlanFacts): ChecklistStep => {
  const title = 'Subscription';
  if (!created) return open('plan', title, 'Choose the plan that you prefer. Nothing is charged during the trial.', 'options');
  if (subscription === 'active') return done('plan', `${title}: a plan runs`);
  if (subscription !== null && needsNoPlan(subscription, organisation?.demo === true))
    return done('plan', `${title}: none needed for Xero’s demo company`);
  return open(
    'plan',
    `${title}: no plan is chosen`,
    'Sending goes on as long as the free trial does. Choose a plan on the page Plan before it ends.',
    'plans',
    'warning',
  );
};

/** The step of the plan; null where there is none to choose. */
export const planStep = (facts: PlanFacts): ChecklistStep | null => {
  const { subscription, plan, created } = facts;
  if (subscription === null) return null;
  if (sendingHasStopped(subscription)) {
    const why = subscription === 'ended' ? 'The plan of this organisation has ended' : 'The free trial of this organisation is used up';
    if (created)
      return open('plan', 'Subscription: no plan runs', `${why}, so nothing is sent. Choose a plan on the page Plan.`, 'plans', 'warning');
    return plan === null
      ? open('plan', 'Subscription', `${why}, so nothing is sent before a plan runs. Choose the one that you prefer.`, 'options')
      : open(
          'plan',
          `Subscription: ${plan}`,
          `${why}: the plan begins once you choose it on the page Plan of the connection.`,
          null,
          'warning',
        );
  }
  return plan === null ? notChosen(facts) : done('plan', `Subscription: ${plan}`);
};
