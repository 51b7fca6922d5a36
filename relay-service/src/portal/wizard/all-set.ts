/** The dialog that ends the set-up: what can be done now, and what of the trial or the plan. */
import { TRIAL_DAYS } from '../../core/subscription.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import { dialog } from '../components.ts';
import type { WizardView } from './view.ts';
import { asksForPlan, wizardPath } from './view.ts';

const PAUSED =
  'All the ticks are green, but this connection is paused: nothing is sent. What people send is kept until somebody resumes it on the connection’s page Options.';
const WORKS = 'All the ticks are green: your connection is working. Open an invoice in Dynamics and click “Send to Xero”.';

/** One sentence after another; each a paragraph. */
const says = ({ facts: { subscription, organisation }, paused }: WizardView): readonly string[] => {
  const stands = paused ? PAUSED : WORKS;
  const goesOn = paused
    ? 'It is paused as well: choose a plan on the page Plan, and resume it on the page Options.'
    : 'Choose a plan on the page Plan, and sending goes on.';
  switch (subscription) {
    case 'notStarted':
      if (organisation?.demo === true) return [stands, 'Xero’s demo company costs nothing: no trial starts for it, and none is used up.'];
      return [stands, `The free trial of ${String(TRIAL_DAYS)} days starts when you close this. One trial for each Xero organisation.`];
    case 'trial':
      return [stands, 'The free trial of this Xero organisation runs already and goes on. There is one for each Xero organisation.'];
    case 'trialOver':
      return [
        'Everything is connected, but nothing is sent yet: the free trial of this Xero organisation is used up. There is one for each organisation.',
        goesOn,
      ];
    case 'ended':
      return ['Everything is connected, but nothing is sent yet: the plan of this Xero organisation has ended.', goesOn];
    case 'active':
    case null:
      return [stands];
  }
};

/** The dialog. Every way out of it closes it for good. */
export const allSet = (view: WizardView): Html => {
  const { draft, formToken } = view;
  const plan = asksForPlan(view);
  // Each is a form, for closing starts the trial: a link is followed by whatever looks ahead as well.
  const wayOut = (path: string, label: string, first = false): Html =>
    html`<form method="post" action="${wizardPath(draft, path)}">
      ${formToken}<button class="button ${first ? 'button-primary' : ''}" ${first ? html`autofocus` : nothing}>${label}</button>
    </form>`;
  return dialog(
    'all-set',
    plan ? 'One thing is left: a plan' : view.paused ? 'All is set, and paused' : 'You are all set',
    html`<form method="post" action="${wizardPath(draft, '/close')}" class="dialog-cross">
        ${formToken}<button class="button button-quiet" aria-label="Close">×</button>
      </form>
      ${says(view).map((each) => html`<p>${each}</p>`)}
      <div class="actions">
        ${plan ? wayOut('/plan', 'Choose a plan', true) : nothing} ${wayOut('/close', 'Back to Home', !plan)}
        ${wayOut('/settings', 'Stellarise Connector Settings in Dynamics')}
      </div>`,
  );
};
