/** The plan of a connection: what runs, until when, and what else there is. */
import type { FastifyInstance } from 'fastify';
import type { PlanUsage } from '../../core/plan-usage.ts';
import { describeUsage, usageWarning } from '../../core/plan-usage.ts';
import { planOf, plans } from '../../core/plans.ts';
import type { ProviderSubscription } from '../../core/provider-subscription.ts';
import type { Subscription } from '../../core/subscription.ts';
import { disconnectDueAt, needsNoPlan, noSubscription, sendingHasStopped, subscriptionStateAt } from '../../core/subscription.ts';
import { planUsage } from '../../jobs/plan-usage.ts';
import type { StoredConnection } from '../../store/connections.ts';
import { liveStates } from '../../store/connections.ts';
import { reaches } from '../../store/members.ts';
import { findSubscription } from '../../store/subscriptions.ts';
import { requireAccount } from '../access.ts';
import { banner, card } from '../components.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { PortalServices } from '../services.ts';
import { liveAtProvider } from './choose-plan.ts';
import { connectAgain, connectionPage, momentText } from './frame.ts';
import type { OpenConnection } from './open-connection.ts';
import { openConnection } from './open-connection.ts';
import type { PlanView } from './plan-cards.ts';
import { manage, paidTwiceBanner, planCard } from './plan-cards.ts';

const notPaid = ({ plan }: ProviderSubscription): string =>
  `The plan ${planOf(plan)?.name ?? ''} is not paid: Stripe tried to collect the money and has given up. Pay at Stripe to go on, or cancel there to choose anew.`;

const overdue = ({ plan }: ProviderSubscription): string =>
  `The plan ${planOf(plan)?.name ?? ''} runs, but its last payment is past due: Stripe could not collect the money and tries again. Sending goes on until Stripe gives up. Pay at Stripe, or give it another card.`;

const stateBanner = (subscription: Subscription, connection: StoredConnection, now: number, view: PlanView): Html => {
  const removedAt = liveStates.includes(connection.state)
    ? disconnectDueAt(subscription, connection.connected_at ?? connection.created_at, now)
    : null;
  const [unpaid] = view.live.filter(({ state }) => state === 'unpaid');
  switch (subscriptionStateAt(subscription, now)) {
    case 'notStarted':
      return banner(
        'information',
        connection.demo === 1
          ? 'Xero’s demo company costs nothing: no trial runs for it, and no plan is needed.'
          : 'The free trial starts with the first document for a real organisation. No credit card is needed for it.',
      );
    case 'trial': {
      const until = html`The free trial runs until ${momentText(subscription.trialEndsAt ?? now)}.`;
      return unpaid
        ? banner('warning', html`${until} ${notPaid(unpaid)}`, manage(view, unpaid, 'Pay or cancel'))
        : banner('information', until);
    }
    case 'active': {
      // One that is charged beside it is to be cancelled, not paid.
      const [counts] = view.live;
      return counts?.isPastDue
        ? banner('warning', overdue(counts), manage(view, counts, 'Pay or change the card'))
        : banner('success', `The plan ${planOf(subscription.plan)?.name ?? ''} runs.`);
    }
    case 'trialOver':
    case 'ended': {
      const left =
        removedAt === null
          ? nothing
          : html` ${unpaid ? 'Else' : 'Without one'} the connection is removed at Xero on ${momentText(removedAt)}; the mappings are kept.`;
      return unpaid
        ? banner('error', html`Sending has stopped. ${notPaid(unpaid)}${left}`, manage(view, unpaid, 'Pay or cancel'))
        : banner('error', html`Sending has stopped. Choose a plan to go on.${left}`);
    }
  }
};

/** What a plan does for a connection that has ended: nothing, until somebody connects it again. */
const endedBanner = (open: OpenConnection, subscription: Subscription, now: number, token: Html): Html => {
  if (open.connection.state !== 'disconnected') return nothing;
  const asksForPlan = sendingHasStopped(subscriptionStateAt(subscription, now));
  const left = asksForPlan
    ? 'The trial or plan is over, too. Choosing a plan does not connect it again: both are needed, in any order.'
    : 'A plan does not connect it again.';
  return banner(
    'warning',
    html`<strong>This connection has ended, so nothing is sent.</strong> ${left} Connecting again asks for both sign-ins; the mappings are
      kept.`,
    connectAgain(open, token, asksForPlan ? '' : 'button-primary'),
  );
};

/** Usage beside the limit, as a picture and in words. */
const usageCard = (usage: PlanUsage | null): Html => {
  if (usage === null) return nothing;
  const words = describeUsage(usage);
  const { sent, most } = usage;
  return card(
    'This month',
    html`<p>${words}</p>
      ${most === null ? nothing : html`<meter min="0" max="${most}" value="${Math.min(sent, most)}" aria-label="${words}"></meter>`}
      <p class="quiet">A month is a calendar month in universal time. What was sent and voided again counts too.</p>`,
  );
};

/** A warning that the limit is near or passed. */
export const usageBanner = (usage: PlanUsage | null, then: Html = nothing): Html => {
  const warning = usage && usageWarning(usage);
  return warning === null ? nothing : banner('warning', warning, then);
};

/** Page `/connections/:id/subscription`. */
export const subscriptionPage = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger, config } = services;
  const own = { preHandler: requireAccount };

  app.get<{ Params: { id: string } }>('/connections/:id/subscription', own, async (request, reply) => {
    const open = await openConnection(services, request, 'viewer');
    const subscription = (await findSubscription(ledger, open.connection.tenant_id)) ?? noSubscription;
    const usage = await planUsage(services, open.connection);
    const now = ledger.now();
    const state = subscriptionStateAt(subscription, now);
    // What ended it is said with what brings it back.
    const isEnded = open.connection.state === 'disconnected';
    const stopped = sendingHasStopped(state);
    const token = reply.formToken();
    const view: PlanView = {
      connectionId: open.connection.id,
      running: state === 'active' ? subscription.plan : null,
      live: await liveAtProvider(services, open.connection.tenant_id),
      mayChoose: reaches(open.role, 'owner') && !needsNoPlan(state, open.connection.demo === 1),
      token,
    };
    const body = config.RELAY_SINGLE_TENANT
      ? banner('success', 'This relay is run by your own company, so there is no plan to choose.')
      : html`${endedBanner(open, subscription, now, token)}
          ${isEnded && stopped && !view.live[0] ? nothing : stateBanner(subscription, open.connection, now, view)} ${paidTwiceBanner(view)}
          ${usageBanner(usage)}
          <div class="cards">${plans.map((plan) => planCard(view, plan))}</div>
          ${usageCard(usage)}`;
    return reply.page(connectionPage(open, 'subscription', 'Plan', body));
  });
};
