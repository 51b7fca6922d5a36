/**
 * A stand-in for the part of Stripe's API that the relay asks. Its answers have the fields of Stripe's own types, which are made from Stripe's
 * specification; it refuses what Stripe documents as refused, and parameters that it does not know. Stripe itself was never asked.
 */
import type { FastifyReply } from 'fastify';
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';

type Form = Readonly<Record<string, string>>;
/** What is read of a checkout ("The Checkout Session object", docs.stripe.com/api). */
type Session = Pick<
  Stripe.Checkout.Session,
  'id' | 'object' | 'mode' | 'status' | 'payment_status' | 'customer_email' | 'success_url' | 'cancel_url' | 'metadata' | 'url'
> & { subscription: string | null };
/** What is read of a portal session ("The portal session object", there). */
type PortalSession = Pick<Stripe.BillingPortal.Session, 'id' | 'object' | 'customer' | 'return_url' | 'url'>;
/** What is read of a subscription ("The Subscription object", there). */
export interface GivenAtStripe {
  readonly id: string;
  readonly status: string;
}

/** Parameters of "Create a Checkout Session" and of "Create a portal session", as the form names them. */
const CHECKOUT =
  /^(mode|customer_email|success_url|cancel_url|line_items\[0\]\[(price|quantity)\]|(subscription_data\[)?metadata\]?\[(tenant|plan)\])$/;
const PORTAL =
  /^(customer|return_url|flow_data\[(type|after_completion\]\[(type|redirect\]\[return_url)|subscription_update_confirm\]\[(subscription|items\]\[0\]\[(id|price|quantity)))\])$/;

export interface StripeStandIn {
  readonly api: { readonly host: string; readonly port: number; readonly protocol: 'http' };
  readonly checkouts: ReadonlyMap<string, Session>;
  /** Forms that opened a portal session. */
  readonly portals: readonly Form[];
  readonly subscriptions: Map<string, GivenAtStripe>;
  /** Lets no checkout be made before so many are asked for. */
  together(count: number): void;
  /** Somebody pays. */
  pay(checkout: string, subscription: GivenAtStripe): void;
  close(): Promise<void>;
}

/** The error object ("Errors", there). */
const refuse = (reply: FastifyReply, status: 400 | 404, message: string, code?: 'resource_missing' | 'parameter_unknown'): FastifyReply =>
  reply.code(status).send({ error: { type: 'invalid_request_error', message, ...(code ? { code } : {}) } });

/** Starts it on a port of its own. */
export const startStripe = async (): Promise<StripeStandIn> => {
  const checkouts = new Map<string, Session>();
  const portals: Form[] = [];
  const subscriptions = new Map<string, GivenAtStripe>();
  let gate = Promise.withResolvers<null>();
  let awaited = 0;
  gate.resolve(null);
  const app = Fastify();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
  const unknown = (form: Form, known: RegExp): string | undefined => Object.keys(form).find((name) => !known.test(name));

  app.post<{ Body: Form }>('/v1/checkout/sessions', async ({ body }, reply) => {
    const stranger = unknown(body, CHECKOUT);
    if (stranger !== undefined) return refuse(reply, 400, `Received unknown parameter: ${stranger}`, 'parameter_unknown');
    if (--awaited === 0) gate.resolve(null);
    await gate.promise;
    const id = `cs_${String(checkouts.size + 1)}`;
    const session: Session = {
      id,
      object: 'checkout.session',
      mode: 'subscription',
      status: 'open',
      payment_status: 'unpaid',
      customer_email: body['customer_email'] ?? null,
      success_url: body['success_url'] ?? null,
      cancel_url: body['cancel_url'] ?? null,
      metadata: { tenant: body['metadata[tenant]'] ?? '', plan: body['metadata[plan]'] ?? '' },
      subscription: null,
      url: `https://checkout.stripe.com/c/pay/${id}`,
    };
    checkouts.set(id, session);
    return session;
  });
  app.get<{ Params: { id: string }; Querystring: Form }>('/v1/checkout/sessions/:id', ({ params, query }, reply) => {
    const session = checkouts.get(params.id);
    if (!session) return refuse(reply, 404, `No such checkout.session: '${params.id}'`, 'resource_missing');
    const isExpanded = Object.values(query).includes('subscription');
    return { ...session, subscription: isExpanded ? (subscriptions.get(session.subscription ?? '') ?? null) : session.subscription };
  });
  app.post<{ Params: { id: string } }>('/v1/checkout/sessions/:id/expire', ({ params }, reply) => {
    const session = checkouts.get(params.id);
    if (session?.status !== 'open') return refuse(reply, 400, 'Only Checkout Sessions with a status in ["open"] can be expired.');
    const expired: Session = { ...session, status: 'expired', url: null };
    checkouts.set(params.id, expired);
    return expired;
  });
  app.get<{ Params: { id: string } }>(
    '/v1/subscriptions/:id',
    ({ params }, reply) => subscriptions.get(params.id) ?? refuse(reply, 404, `No such subscription: '${params.id}'`, 'resource_missing'),
  );
  app.post<{ Body: Form }>('/v1/billing_portal/sessions', ({ body }, reply) => {
    const stranger = unknown(body, PORTAL);
    if (stranger !== undefined) return refuse(reply, 400, `Received unknown parameter: ${stranger}`, 'parameter_unknown');
    portals.push(body);
    const id = `bps_${String(portals.length)}`;
    const session: PortalSession = {
      id,
      object: 'billing_portal.session',
      customer: body['customer'] ?? '',
      return_url: body['return_url'] ?? null,
      url: `https://billing.stripe.com/p/session/${id}`,
    };
    return session;
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    api: { host: '127.0.0.1', port: (app.server.address() as AddressInfo).port, protocol: 'http' },
    checkouts,
    portals,
    subscriptions,
    together: (count) => {
      awaited = count;
      gate = Promise.withResolvers();
    },
    pay: (checkout, subscription) => {
      const session = checkouts.get(checkout);
      if (session?.status !== 'open') throw new Error(`${checkout} is not open.`);
      subscriptions.set(subscription.id, subscription);
      checkouts.set(checkout, { ...session, status: 'complete', payment_status: 'paid', subscription: subscription.id, url: null });
    },
    close: () => app.close(),
  };
};
