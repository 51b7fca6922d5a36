/** What the page of the plan offers: each plan with what can be done about it, and what the payment provider holds. */
import type { Plan } from '../../core/plans.ts';
import { planOf } from '../../core/plans.ts';
import type { ProviderSubscription } from '../../core/provider-subscription.ts';
import { banner, card } from '../components.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import { momentText } from './frame.ts';

/** Who looks at the page, and what stands. */
export interface PlanView {
  readonly connectionId: string;
  /** Plan that runs; null where none does. */
  readonly running: string | null;
  /** What the payment provider holds and has not ended, the one that counts first. */
  readonly live: readonly ProviderSubscription[];
  readonly mayChoose: boolean;
  readonly token: Html;
}

/** Leads to the provider's page of one subscription; for those who may not, who may. */
export const manage = ({ connectionId, mayChoose, token }: PlanView, { id, plan }: ProviderSubscription, label: string): Html =>
  mayChoose
    ? html`<form method="post" action="/connections/${connectionId}/subscription/manage">
        ${token}<input type="hidden" name="subscription" value="${id}" /><button
          class="button"
          aria-label="${label}: ${planOf(plan)?.name ?? 'plan'}, at Stripe"
        >
          ${label}
        </button>
      </form>`
    : html`An owner of this connection can do that.`;

const choose = ({ connectionId, token }: PlanView, { id, name }: Plan, label: string, spoken: string): Html =>
  html`<form method="post" action="/connections/${connectionId}/subscription">
    ${token}<input type="hidden" name="plan" value="${id}" /><button class="button" aria-label="${spoken} ${name}">${label}</button>
  </form>`;

const action = (view: PlanView, plan: Plan): Html => {
  const { running, mayChoose } = view;
  const [counts] = view.live;
  if (running === plan.id)
    return html`<p class="quiet">This is your plan.</p>
      ${counts && mayChoose ? manage(view, counts, 'Change or cancel') : nothing}`;
  if (!mayChoose) return nothing;
  if (counts === undefined) return choose(view, plan, 'Choose', 'Choose');
  // One that is not paid is paid or cancelled first.
  return counts.state === 'paid' ? choose(view, plan, 'Change to this', 'Change to this:') : nothing;
};

/** A plan with its price. */
export const planCard = (view: PlanView, plan: Plan): Html =>
  card(
    plan.name,
    html`<p class="price">${plan.priceText}</p>
      <p>${plan.says}</p>
      ${action(view, plan)}`,
  );

/** Says that more than one is charged, and which one counts; nothing is cancelled by us. */
export const paidTwiceBanner = (view: PlanView): Html => {
  const [counts, ...others] = view.live.filter(({ state }) => state === 'paid');
  if (counts === undefined || others.length === 0) return nothing;
  const said = ({ plan, beganAt }: ProviderSubscription): Html =>
    html`${planOf(plan)?.name ?? 'A plan of another name'}, since ${momentText(beganAt)}`;
  return banner(
    'warning',
    html`<strong>Stripe charges for ${others.length + 1} plans of this organisation.</strong> One counts here, the one that began last:
      ${said(counts)}. What is paid for beside it brings nothing; cancel it at Stripe. Sending goes on meanwhile.`,
    html`<ul class="plain-list">
      ${others.map((each) => html`<li>${said(each)}, is paid for in vain. ${manage(view, each, 'Cancel this one')}</li>`)}
    </ul>`,
  );
};
