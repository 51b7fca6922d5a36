/** Step 4: subscription plan and time zone, and the question that a sandbox with real books has to be asked. */
import { plans } from '../../core/plans.ts';
import type { SubscriptionState } from '../../core/subscription.ts';
import { TRIAL_DAYS } from '../../core/subscription.ts';
import { zonesOfXero } from '../../dataverse/time-zones.ts';
import { asksForSandboxName } from '../../jobs/wizard/create-connection.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import { banner, facts, field, select } from '../components.ts';
import type { WizardView } from './view.ts';
import { wizardPath } from './view.ts';

/** Zones to choose from; the relay calculates with these names. */
export const timeZones: readonly string[] = [...new Set(['UTC', ...zonesOfXero, ...Intl.supportedValuesOf('timeZone')])].toSorted();

const offer =
  (chosen: string | null) =>
  ({ id, name, priceText, says }: (typeof plans)[number]): Html =>
    html`<label class="plan">
      <input type="radio" name="plan" value="${id}" ${chosen === id ? html`checked` : nothing} required />
      <span><strong>${name}</strong> <span class="price">${priceText}</span> <span class="quiet">${says}</span></span>
    </label>`;

const hint = (text: Html | string): Html => html`<p class="hint">${text}</p>`;

const planHint = (subscription: SubscriptionState, connectionId: string | null, demo: boolean): Html => {
  const planPage =
    connectionId === null ? html`the page Plan` : html`<a href="/connections/${connectionId}/subscription">the page Plan</a>`;
  const afterIts = html`The plan that you prefer begins once you choose it on ${planPage} of the connection.`;
  switch (subscription) {
    case 'notStarted':
      if (demo) return hint('Xero’s demo company costs nothing, whatever is chosen: no trial starts for it, and none is used up.');
      return hint(
        `The first ${String(TRIAL_DAYS)} days are free; no credit card is asked for. The trial starts when you close the finished checklist.`,
      );
    case 'trial':
      return hint('The free trial of this organisation runs already and goes on; no credit card is asked for.');
    case 'active':
      return hint(html`A plan of this organisation runs already and goes on. It is changed on ${planPage} of the connection.`);
    case 'trialOver':
      return banner('warning', html`The free trial of this organisation is used up, so nothing is sent before a plan runs. ${afterIts}`);
    case 'ended':
      return banner('warning', html`The plan of this organisation has ended, so nothing is sent before one runs. ${afterIts}`);
  }
};

const planChoice = ({ draft, facts }: WizardView): Html =>
  facts.subscription === null || !facts.asks.plan
    ? nothing
    : html`<fieldset>
        <legend>Subscription</legend>
        ${planHint(facts.subscription, facts.created ? draft.connection_id : null, facts.organisation?.demo === true)}
        <div class="plans">${plans.map(offer(draft.plan))}</div>
      </fieldset>`;

const zoneChoice = ({ draft, facts: { asks } }: WizardView): Html => {
  const { organisation } = draft.answers;
  return asks.timeZone
    ? select({
        name: 'timeZone',
        label: 'Time zone',
        hint: organisation?.timeZone
          ? `Your Dynamics and Xero time zone; ${organisation.name} is in ${organisation.timeZone}.`
          : 'Your Dynamics and Xero time zone.',
        value: draft.time_zone ?? '',
        options: [
          // Where Xero's zone is not known, nobody's books are put into one that was not chosen.
          ...(draft.time_zone === null ? [{ value: '', label: 'Choose …' }] : []),
          ...timeZones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
        ],
      })
    : nothing;
};

/** What connecting again leaves as it is, and where it is changed. */
const whatStays = ({ draft, facts: { asks, plan, subscription, timeZone } }: WizardView): Html => {
  const isPlanKept = subscription !== null && !asks.plan;
  const planPage = html`<a href="/connections/${draft.reconnects}/subscription">the page Plan</a>`;
  return isPlanKept || !asks.timeZone
    ? html`${facts([
          ...(isPlanKept ? ([['Subscription', plan ?? '']] as const) : []),
          ...(asks.timeZone ? [] : ([['Time zone', timeZone?.replaceAll('_', ' ') ?? 'shown once Dynamics is connected']] as const)),
        ])}
        <p class="quiet">
          Connecting again leaves this as it was
          chosen.${isPlanKept ? html` The plan is changed on ${planPage} of the connection.` : nothing}${asks.timeZone ? nothing : ' The time zone is changed in the settings in Dynamics.'}
        </p>`
    : nothing;
};

/** The body of the step. */
export const stepOptions = (view: WizardView): Html => {
  const { draft, formToken } = view;
  const { organisation, environment, sandboxConfirmed } = draft.answers;
  const { asks, subscription } = view.facts;
  const asksForName = asksForSandboxName(draft) && !sandboxConfirmed;
  const stays = whatStays(view);
  if (!asksForName && !asks.timeZone && (subscription === null || !asks.plan)) return stays;
  return html`${stays}
    <form method="post" action="${wizardPath(draft, '/options')}">
      ${formToken} ${planChoice(view)} ${zoneChoice(view)}
      ${
        asksForName
          ? field({
              name: 'organisationName',
              label: `${environment?.friendlyName ?? 'This'} is a sandbox, and its invoices will stand in real books. To confirm, type the organisation’s name: ${organisation?.name ?? ''}`,
              required: false,
              autocomplete: 'off',
              maxLength: 255,
            })
          : nothing
      }
      <div class="actions"><button class="button">Save</button></div>
    </form>`;
};
