/** Choosing, changing and cancelling a plan. What is paid at the provider is changed there, so that a company never pays twice. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openCheckout } from '../../billing/open-checkout.ts';
import { planOf } from '../../core/plans.ts';
import type { ProviderSubscription } from '../../core/provider-subscription.ts';
import { liveOnes } from '../../core/provider-subscription.ts';
import { needsNoPlan, noSubscription, subscriptionStateAt, withPlan } from '../../core/subscription.ts';
import { writeAudit } from '../../store/audit.ts';
import { providerSubscriptionsOf } from '../../store/provider-subscriptions.ts';
import { changeSubscription, findSubscription } from '../../store/subscriptions.ts';
import { accountOf, PageNotFound, requireAccount } from '../access.ts';
import { textOf } from '../forms.ts';
import type { PortalServices } from '../services.ts';
import { openConnection } from './open-connection.ts';

/** What can be changed or cancelled at the payment provider, the one that counts first. */
export const liveAtProvider = async ({ billing, ledger }: PortalServices, tenantId: string): Promise<readonly ProviderSubscription[]> =>
  billing.manageUrl === null ? [] : liveOnes(await providerSubscriptionsOf(ledger, tenantId));

type Posted = FastifyRequest<{ Params: { id: string } }>;

/** Sends the browser on; says so where the provider does not answer as it should. */
const leadOn = async (request: Posted, reply: FastifyReply, back: string, lead: () => Promise<FastifyReply>): Promise<FastifyReply> => {
  try {
    return await lead();
  } catch (problem) {
    request.log.error({ err: problem }, 'the page of the payment provider could not be opened');
    return reply
      .message('error', 'The payment page could not be opened, so nothing was changed. Try again in a minute.')
      .redirect(back, 303);
  }
};

/** `POST /connections/:id/subscription` and `…/subscription/manage`. */
export const choosePlan = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger, config, billing } = services;
  const own = { preHandler: requireAccount };
  const backTo = (connectionId: string): string => `/connections/${connectionId}/subscription`;

  app.post('/connections/:id/subscription', own, async (request: Posted, reply) => {
    const { connection } = await openConnection(services, request, 'owner');
    const plan = planOf(textOf(request, 'plan'));
    if (!plan || config.RELAY_SINGLE_TENANT) throw new PageNotFound();
    const back = backTo(connection.id);
    const returnUrl = `${config.RELAY_PUBLIC_URL}${back}`;
    const person = accountOf(request);
    const known = (await findSubscription(ledger, connection.tenant_id)) ?? noSubscription;
    // Xero gives it another id within 28 days: what was paid for would be lost.
    if (needsNoPlan(subscriptionStateAt(known, ledger.now()), connection.demo === 1))
      return reply
        .message('information', 'Nothing was opened: Xero’s demo company costs nothing, and no plan is needed for it.')
        .redirect(back, 303);
    const chosen = { actor: person.id, action: 'subscription.chosen', subject: connection.id, code: plan.id } as const;
    return leadOn(request, reply, back, async () => {
      const [live] = await liveAtProvider(services, connection.tenant_id);
      if (live && billing.manageUrl) {
        // One that is not paid is to be paid or cancelled first; Stripe's portal offers both.
        const url = await billing.manageUrl({ subscriptionId: live.id, plan: live.state === 'paid' ? plan : null, returnUrl });
        await writeAudit(ledger, chosen);
        return reply.redirect(url, 303);
      }
      const checkout = await openCheckout(billing, ledger, { tenantId: connection.tenant_id, plan, email: person.email, returnUrl });
      if (checkout.kind === 'completed')
        return reply
          .message(
            'information',
            'A plan was paid for at Stripe a moment ago, so nothing was opened. It shows here as soon as Stripe tells of it, within minutes; if it does not, tell whoever runs this relay.',
          )
          .redirect(back, 303);
      await writeAudit(ledger, chosen);
      if (checkout.kind === 'redirect') return reply.redirect(checkout.url, 303);
      await changeSubscription(ledger, connection.tenant_id, (now) => withPlan(now, plan.id));
      services.wake(connection.environment_id);
      const then = connection.state === 'disconnected' ? ' Connect again, and sending goes on.' : '';
      return reply.message('success', `The plan ${plan.name} runs from now on.${then}`).redirect(back, 303);
    });
  });

  app.post('/connections/:id/subscription/manage', own, async (request: Posted, reply) => {
    const { connection } = await openConnection(services, request, 'owner');
    const { manageUrl } = billing;
    if (manageUrl === null || config.RELAY_SINGLE_TENANT) throw new PageNotFound();
    const back = backTo(connection.id);
    const id = textOf(request, 'subscription');
    const subscription = (await liveAtProvider(services, connection.tenant_id)).find((each) => each.id === id);
    // It has ended since the page was opened.
    if (subscription === undefined) return reply.redirect(back, 303);
    return leadOn(request, reply, back, async () =>
      reply.redirect(await manageUrl({ subscriptionId: subscription.id, plan: null, returnUrl: `${config.RELAY_PUBLIC_URL}${back}` }), 303),
    );
  });
};
