/** Notices from the payment provider: each changes one organisation's subscription, however often it is told. */
import type { FastifyInstance } from 'fastify';
import type { BillingProvider } from '../billing/provider.ts';
import { paidOnes } from '../core/provider-subscription.ts';
import type { Ledger } from '../store/ledger.ts';
import { takeProviderSubscription, tenantOfProviderSubscription } from '../store/provider-subscriptions.ts';

const BODY_LIMIT = 512 * 1024;

/** `POST /hooks/stripe`: 200, 400 where the signature is not the provider's (which the provider shows to whoever runs the relay). */
export const billingWebhook = (app: FastifyInstance, options: { readonly billing: BillingProvider; readonly ledger: Ledger }): void => {
  const { billing, ledger } = options;
  if (billing.name === 'none') return;
  app.post(`/hooks/${billing.name}`, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = request.headers['stripe-signature'];
    const read = await billing.readEvent(body, typeof signature === 'string' ? signature : '');
    if (read.kind === 'forged') return reply.code(400).send();
    if (read.kind === 'ignored') return reply.code(200).send();
    const tenantId = read.tenantId ?? (await tenantOfProviderSubscription(ledger, read.told));
    if (tenantId === undefined) {
      request.log.warn({ state: read.told.state }, 'a payment belongs to no organisation that is known here');
      return reply.code(200).send();
    }
    const paid = paidOnes(await takeProviderSubscription(ledger, tenantId, read.told));
    if (paid.length > 1)
      request.log.error(
        { tenant: tenantId, subscriptions: paid.map(({ id }) => id) },
        'an organisation pays for more than one subscription; the first one named counts, cancel the others at the payment provider',
      );
    return reply.code(200).send();
  });
};
