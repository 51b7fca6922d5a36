import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { stripeBilling } from '../../../../relay-service/src/billing/stripe.ts';
import { findSubscription } from '../../../../relay-service/src/store/subscriptions.ts';
import type { StripeStandIn } from '../../../sandbox/stripe.ts';
import { startStripe } from '../../../sandbox/stripe.ts';
import type { GivenSubscription } from '../../billing/signed-events.ts';
import { created, sample, sign, subscription, webhookSecret } from '../../billing/signed-events.ts';
import { homes } from '../../store/homes.ts';
import { ann, kim, member } from '../accounts/people.ts';
import type { OpenPortal } from '../open-portal.ts';
import { portalConfig } from '../open-portal.ts';
import type { Visitor } from '../visitor.ts';
import { sendUnshown } from '../visitor.ts';
import type { GivenConnection } from './given-connections.ts';
import { giveConnection, giveRole } from './given-connections.ts';
import { openOwned } from './owned-connection.ts';

const prices = { starter: 'price_starter', business: 'price_business', group: 'price_group' };
const settings = { BILLING: 'stripe', STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: webhookSecret };
const listed = Object.entries(prices).map(([plan, price]) => `${plan}:${price}`);

describe.each(await homes())('a plan that is paid by Stripe, with the ledger on $name', ({ open }) => {
  let stripe: StripeStandIn;
  let portal: OpenPortal;
  let visitor: Visitor;
  let ours: GivenConnection;
  beforeEach(async () => {
    stripe = await startStripe();
    const billing = stripeBilling({ secretKey: 'sk_test_x', webhookSecret, prices, api: stripe.api });
    ({ portal, visitor, ours } = await openOwned(open, portalConfig({ ...settings, STRIPE_PRICES: listed.join() }), { billing }));
  });
  afterEach(async () => {
    await portal.close();
    await stripe.close();
  });
  const place = (rest = ''): string => `/connections/${ours.id}/subscription${rest}`;
  const page = async (who = visitor): Promise<string> => (await who.get(place())).body.replaceAll(/\s+/g, ' ');
  /** Sends it as a page does that was opened before anything was paid. */
  const send = async (rest: string, fields: Readonly<Record<string, string>>): Promise<string> =>
    String((await sendUnshown(visitor, await visitor.get(place()), place(rest), fields)).headers.location);
  /** Stripe tells of a subscription, which stands there as told. */
  const told = async (given: GivenSubscription, at = created, type = 'updated'): Promise<void> => {
    const object = subscription({ metadata: { tenant: ours.tenantId, plan: 'starter' }, ...given });
    stripe.subscriptions.set(object.id, object);
    const payload = sample(`customer.subscription.${type}`, object, at);
    const headers = { 'content-type': 'application/json', 'stripe-signature': sign(payload) };
    expect((await portal.app.inject({ method: 'POST', url: '/hooks/stripe', payload, headers })).statusCode).toBe(200);
  };
  const standing = () => [...stripe.checkouts.values()].map(({ status }) => status);

  test('another plan was paid for by a second checkout beside the first: it is changed in the portal of Stripe', async () => {
    await told({ price: prices.starter });
    expect(await send('', { plan: 'business' })).toBe('https://billing.stripe.com/p/session/bps_1');
    expect(stripe.checkouts.size).toBe(0);
    expect(stripe.portals).toMatchObject([
      { customer: 'cus_1', 'flow_data[subscription_update_confirm][items][0][price]': prices.business },
    ]);
    expect(await page()).toContain('The plan Starter runs.');
    await told({ price: prices.business }, created + 60);
    expect(await page()).toMatch(
      /The plan Business runs\..*Change to this: Starter.*This is your plan\..*Change or cancel.*Change to this: Group/,
    );
  });

  test('a plan that runs is cancelled in the portal, by an owner alone, and then one may choose again', async () => {
    await told({ price: prices.starter });
    const viewer = await member(portal, ann);
    await giveRole(portal.ledger, ours, ann.email, 'viewer');
    expect(await page(viewer)).not.toMatch(/Change|Choose/);
    expect(await page()).not.toContain('>Choose');
    expect(await send('/manage', { subscription: 'sub_1' })).toBe('https://billing.stripe.com/p/session/bps_1');
    expect(stripe.portals).toEqual([{ customer: 'cus_1', return_url: `https://relay.example.com${place()}` }]);
    await told({ price: prices.starter, status: 'canceled' }, created + 60, 'deleted');
    expect(await page()).toMatch(/Sending has stopped\. Choose a plan.*Choose Business/);
    // A page from before leads back to what stands.
    expect(await send('/manage', { subscription: 'sub_1' })).toBe(place());
    expect(await send('', { plan: 'business' })).toBe('https://checkout.stripe.com/c/pay/cs_1');
  });

  test('the subscription of another organisation is nobody’s to manage', async () => {
    await told({ price: prices.starter });
    await told({ id: 'sub_other', customer: 'cus_other', metadata: { tenant: 'another organisation', plan: 'group' } });
    expect(await send('/manage', { subscription: 'sub_other' })).toBe(place());
    expect(stripe.portals).toEqual([]);
  });

  test('two clicks at once opened two checkouts, and both could be paid', async () => {
    stripe.together(2);
    const opened = await visitor.get(place());
    const click = () => sendUnshown(visitor, opened, place(), { plan: 'business' });
    const answers = await Promise.all([click(), click()]);
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
  });

  test('a checkout that another window left open could still be paid after another plan was chosen', async () => {
    expect(await send('', { plan: 'starter' })).toBe('https://checkout.stripe.com/c/pay/cs_1');
    expect(await send('', { plan: 'starter' })).toBe('https://checkout.stripe.com/c/pay/cs_1');
    expect(await send('', { plan: 'business' })).toBe('https://checkout.stripe.com/c/pay/cs_2');
    expect(standing()).toEqual(['expired', 'open']);
  });

  test('between the payment and the message of it one could pay again', async () => {
    await send('', { plan: 'starter' });
    stripe.pay('cs_1', subscription({ price: prices.starter }));
    expect(await send('', { plan: 'business' })).toBe(place());
    expect(await page()).toContain('A plan was paid for at Stripe a moment ago');
    expect(standing()).toEqual(['complete']);
  });

  test('two that are paid stood there in silence: the page says which counts, and leads to each at Stripe', async () => {
    await told({ price: prices.starter });
    await told({ id: 'sub_2', customer: 'cus_2', created: created + 86_400, price: prices.business }, created + 86_400);
    expect(await page()).toMatch(/Stripe charges for 2 plans.*began last: Business, since .*Starter, since .*Cancel this one/);
    await send('/manage', { subscription: 'sub_1' });
    expect(stripe.portals).toMatchObject([{ customer: 'cus_1' }]);
    await told({ price: prices.starter, status: 'canceled' }, created + 90_000, 'deleted');
    expect(await page()).not.toContain('Stripe charges');
    expect(await findSubscription(portal.ledger, ours.tenantId)).toMatchObject({ plan: 'business', paid: 'yes' });
  });

  test('a plan that Stripe gave up collecting was paid for by another beside it: it is paid or cancelled first', async () => {
    await told({ price: prices.starter });
    await told({ price: prices.starter, status: 'unpaid' }, created + 60);
    expect(await page()).toMatch(/Sending has stopped\. The plan Starter is not paid.*Pay or cancel/);
    expect(await page()).not.toMatch(/Choose|Change/);
    expect(await send('', { plan: 'business' })).toBe('https://billing.stripe.com/p/session/bps_1');
    expect(stripe.portals).toEqual([{ customer: 'cus_1', return_url: `https://relay.example.com${place()}` }]);
  });

  test('one that is past due looked as if it were paid: the page says so and leads to paying, and sending goes on', async () => {
    await told({ price: prices.starter, status: 'past_due' });
    expect(await page()).toMatch(/The plan Starter runs, but its last payment is past due.*Pay or change the card.*This is your plan/);
    expect(await findSubscription(portal.ledger, ours.tenantId)).toMatchObject({ plan: 'starter', paid: 'yes' });
    expect(await send('/manage', { subscription: 'sub_1' })).toBe('https://billing.stripe.com/p/session/bps_1');
    await told({ price: prices.starter }, created + 60);
    expect(await page()).toMatch(/The plan Starter runs\./);
    expect(await page()).not.toContain('past due');
  });

  test('a demo company that needs no plan was led to pay for one; once one was paid it is cancelled and chosen as any other', async () => {
    ours = await giveConnection(portal.ledger, 'Demo Company (AU)', true);
    await giveRole(portal.ledger, ours, kim.email, 'owner');
    expect(await page()).not.toMatch(/Choose|Change/);
    expect(await send('', { plan: 'business' })).toBe(place());
    expect(await page()).toContain('Nothing was opened: Xero’s demo company costs nothing');
    expect(stripe.checkouts.size).toBe(0);
    await told({ price: prices.starter });
    expect(await send('/manage', { subscription: 'sub_1' })).toBe('https://billing.stripe.com/p/session/bps_1');
    await told({ price: prices.starter, status: 'canceled' }, created + 60, 'deleted');
    expect(await page()).toContain('Choose Business');
  });

  test('of two that are paid the one that brings nothing is past due: one banner said to pay it, the next to cancel it', async () => {
    await told({ price: prices.starter, status: 'past_due' });
    await told({ id: 'sub_2', customer: 'cus_2', created: created + 86_400, price: prices.business }, created + 86_400);
    expect(await page()).toMatch(/The plan Business runs\..*Starter, since .*Cancel this one/);
    expect(await page()).not.toContain('past due');
  });

  test('Stripe refuses: nothing was changed, and the page says so', async () => {
    await told({ price: prices.starter });
    stripe.subscriptions.clear();
    expect(await send('', { plan: 'business' })).toBe(place());
    expect(await page()).toContain('The payment page could not be opened, so nothing was changed');
  });

  test('a browser lets the form go on to both pages of Stripe', async () => {
    const policy = String((await visitor.get(place())).headers['content-security-policy']);
    expect(policy).toMatch(/form-action [^;]*https:\/\/checkout\.stripe\.com https:\/\/billing\.stripe\.com/);
  });
});
