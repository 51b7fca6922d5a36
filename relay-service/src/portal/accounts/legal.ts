/** Terms and privacy notice: what is promised and what is kept, in plain words. */
import type { FastifyInstance } from 'fastify';
import { checkbox } from '../components.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Page } from '../layout.ts';
import type { PortalServices } from '../services.ts';

const terms = (hasPlans: boolean): Page => ({
  title: 'Terms',
  body: html`<h1>Terms</h1>
    <h2>What you get</h2>
    <p>
      Stellarise Connector sends invoices, bills and credit notes that your people choose in Microsoft Dynamics 365 to the Xero organisation
      that you connect, and shows their state in
      Dynamics.${hasPlans ? ' The trial is free; no payment details are asked for before you choose a plan.' : ''}
    </p>
    <h2>What you see to</h2>
    <p>
      Whoever connects Xero or Dynamics must be allowed to. Your company decides which invoices are sent and stays responsible for its
      books; the preview shows what would be posted before it is.
    </p>
    <h2>Ending it</h2>
    <p>
      You can disconnect and delete your account at any time. What was posted to Xero stays in Xero, and what stands in Dynamics stays in
      Dynamics.
    </p>
    <p class="quiet">Whoever runs this relay may have agreed further terms with your company in writing; those come first.</p>`,
});

const privacy: Page = {
  title: 'Privacy',
  body: html`<h1>Privacy</h1>
    <h2>What is kept here</h2>
    <ul>
      <li>Of you: name, company, e-mail address, a password as a one-way hash, and where you are logged in.</li>
      <li>Of your systems: ids, states, times and counts of what was sent, and the keys to Xero and Dynamics, encrypted.</li>
      <li>Of what people did here: who did what and when, for a year.</li>
    </ul>
    <h2>What is not kept here</h2>
    <p>No amounts, no customers, no invoice lines: they pass through while an invoice is sent and are not stored.</p>
    <h2>Cookies</h2>
    <p>Only those that logging in and forms need. No advertising, no statistics, no other companies.</p>
    <h2>Your rights</h2>
    <p>
      You can correct your details under <a href="/account">Account</a> and delete the account there. Whoever runs this relay answers
      everything else.
    </p>`,
};

/** The box with which somebody agrees to both. */
export const termsBox = (error?: string, checked = false): Html =>
  checkbox({
    name: 'terms',
    label: html`I agree to the <a href="/terms">terms</a> and have read the <a href="/privacy">privacy notice</a>.`,
    checked,
    required: true,
    error,
  });

/** Pages `/terms` and `/privacy`. */
export const legalPages = (app: FastifyInstance, { config }: PortalServices): void => {
  app.get('/terms', (_request, reply) => reply.page(terms(!config.RELAY_SINGLE_TENANT)));
  app.get('/privacy', (_request, reply) => reply.page(privacy));
};
