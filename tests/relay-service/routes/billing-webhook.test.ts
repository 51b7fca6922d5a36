import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { Writable } from 'node:stream';
import { stripeBilling } from '../../../relay-service/src/billing/stripe.ts';
import { billingWebhook } from '../../../relay-service/src/routes/billing-webhook.ts';
import { findSubscription } from '../../../relay-service/src/store/subscriptions.ts';
import type { GivenSubscription } from '../billing/signed-events.ts';
import { created, sample, session, sign, subscription, tenantId, webhookSecret } from '../billing/signed-events.ts';
import type { OpenHome } from '../store/homes.ts';
import { homes } from '../store/homes.ts';

const prices = { starter: 'price_starter', business: 'price_business' };
const billing = stripeBilling({ secretKey: 'sk_test_x', webhookSecret, prices });

describe.each(await homes())('the webhook of payments on $name', (home) => {
  let open: OpenHome;
  let app: FastifyInstance;
  let log: string;
  beforeEach(async () => {
    open = await home.open();
    log = '';
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        log += chunk.toString();
        done();
      },
    });
    app = Fastify({ logger: { level: 'warn', stream } });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    billingWebhook(app, { billing, ledger: open.ledger });
  });
  afterEach(async () => {
    await app.close();
    await open.close();
  });
  const post = async (payload: string, signature = sign(payload)): Promise<number> =>
    (
      await app.inject({
        method: 'POST',
        url: '/hooks/stripe',
        payload,
        headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      })
    ).statusCode;
  const now = () => findSubscription(open.ledger, tenantId);

  const metadata = { tenant: tenantId, plan: 'starter' };
  const starter = (given: GivenSubscription = {}) => subscription({ price: prices.starter, metadata, ...given });
  const business = (given: GivenSubscription = {}) =>
    subscription({ id: 'sub_2', customer: 'cus_2', created: created + 100, price: prices.business, metadata, ...given });
  const checkout = (plan: string, subscriptionId: string, customer: string) =>
    session({ subscription: subscriptionId, customer, metadata: { tenant: tenantId, plan } });
  /** Starter, and 100 seconds later Business by a checkout of its own. */
  const payTwice = async (): Promise<void> => {
    await post(sample('checkout.session.completed', checkout('starter', 'sub_1', 'cus_1')));
    await post(sample('checkout.session.completed', checkout('business', 'sub_2', 'cus_2'), created + 100));
  };

  test('paid, told twice, then cancelled by a message that names no organisation', async () => {
    const paid = sample('checkout.session.completed', session());
    expect([await post(paid), await post(paid)]).toEqual([200, 200]);
    expect(await now()).toMatchObject({ plan: 'business', paid: 'yes' });
    expect(await post(sample('customer.subscription.deleted', subscription({ status: 'canceled' }), created + 9))).toBe(200);
    expect(await now()).toMatchObject({ plan: 'business', paid: 'ended', endedAt: (created + 9) * 1000 });
  });

  test('a forgery changes nothing', async () => {
    const payload = sample('checkout.session.completed', session({ metadata: { tenant: 'other', plan: 'group' } }));
    expect(await post(payload, 'forged')).toBe(400);
    expect(await findSubscription(open.ledger, 'other')).toBeUndefined();
  });

  test('a payment of nobody known here is logged and answered', async () => {
    expect(await post(sample('customer.subscription.updated', subscription()))).toBe(200);
    expect(log).toContain('a payment belongs to no organisation that is known here');
  });

  test('of two that are paid, the end of the former does not end the plan of the latter', async () => {
    await payTwice();
    await post(sample('customer.subscription.deleted', starter({ status: 'canceled' }), created + 200));
    expect(await now()).toMatchObject({ plan: 'business', paid: 'yes', endedAt: null });
    await post(sample('customer.subscription.deleted', business({ status: 'canceled' }), created + 300));
    expect(await now()).toMatchObject({ plan: 'business', paid: 'ended', endedAt: (created + 300) * 1000 });
  });

  test.each([
    ['an older', created + 50],
    ['a newer', created + 200],
  ])('of two that are paid, %s message about the former does not set the plan back', async (_name, at) => {
    await payTwice();
    await post(sample('customer.subscription.updated', starter(), at));
    expect(await now()).toMatchObject({ plan: 'business', paid: 'yes' });
  });

  test('of two that are paid, the former goes on when the latter ends', async () => {
    await payTwice();
    await post(sample('customer.subscription.deleted', business({ status: 'canceled' }), created + 200));
    expect(await now()).toMatchObject({ plan: 'starter', paid: 'yes' });
  });

  test('two that are paid are told to whoever runs the relay', async () => {
    await payTwice();
    expect(log).toContain('an organisation pays for more than one subscription');
    expect(log).toContain('["sub_2","sub_1"]');
  });

  test.each([
    ['before', created + 5],
    ['the very second of', created + 9],
  ])('a message from %s the end, arriving after it, does not pay again', async (_name, at) => {
    await post(sample('customer.subscription.updated', starter()));
    await post(sample('customer.subscription.deleted', starter({ status: 'canceled' }), created + 9));
    await post(sample('customer.subscription.updated', starter(), at));
    expect(await now()).toMatchObject({ plan: 'starter', paid: 'ended', endedAt: (created + 9) * 1000 });
  });

  test('one whose end is the first that is heard stays ended when its payment is told late', async () => {
    await post(sample('customer.subscription.deleted', starter({ status: 'canceled' }), created + 9));
    await post(sample('checkout.session.completed', checkout('starter', 'sub_1', 'cus_1')));
    expect(await now()).toMatchObject({ paid: 'ended' });
  });

  test('a plan changed at Stripe is the plan here, and an older message does not change it back', async () => {
    await post(sample('customer.subscription.updated', starter()));
    await post(sample('customer.subscription.updated', starter({ price: prices.business }), created + 10));
    expect(await now()).toMatchObject({ plan: 'business', paid: 'yes' });
    await post(sample('customer.subscription.updated', starter(), created + 5));
    expect(await now()).toMatchObject({ plan: 'business', paid: 'yes' });
  });

  test('one that was given up is paid again by a later payment', async () => {
    await post(sample('customer.subscription.updated', starter()));
    await post(sample('customer.subscription.updated', starter({ status: 'unpaid' }), created + 10));
    expect(await now()).toMatchObject({ paid: 'ended', endedAt: (created + 10) * 1000 });
    await post(sample('customer.subscription.updated', starter(), created + 20));
    expect(await now()).toMatchObject({ paid: 'yes', endedAt: null });
  });

  test('messages at once about two of one organisation are all kept', async () => {
    const messages = [
      sample('customer.subscription.updated', starter()),
      sample('customer.subscription.updated', business(), created + 100),
      sample('customer.subscription.deleted', starter({ status: 'canceled' }), created + 200),
      sample('customer.subscription.updated', business(), created + 150),
    ];
    expect(await Promise.all(messages.map((message) => post(message)))).toEqual([200, 200, 200, 200]);
    expect(await now()).toMatchObject({ plan: 'business', paid: 'yes' });
  });
});
