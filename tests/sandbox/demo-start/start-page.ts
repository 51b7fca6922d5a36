/** The demo's start page: where to look, who to log in as, and the whole wizard step by step. */
import { html } from 'hono/html';
import { REEF_RENTALS } from '../second-company.ts';
import type { GivenAccount } from '../give-account.ts';
import { demoPage } from './frame.ts';

/** Where everything of the demo is, as origins. */
export interface DemoPlaces {
  readonly company: string;
  readonly dynamics: string;
  readonly second: string;
  readonly portal: string;
  readonly xero: string;
  readonly entra: string;
  readonly account: GivenAccount;
}

const PRIMARY = 'button button-primary';

const link = (href: string, text: string, look = '') => html`<a class="${look}" href="${href}" target="_blank" rel="noopener">${text}</a>`;

const cards = (places: DemoPlaces) => html`
  <section class="card">
    <h2>Send an invoice</h2>
    <p>
      ${places.company} has 230 invoices in Dynamics and is connected with the demo company in Xero. Pick one, click
      <strong>Send to Xero</strong>, and see its number on the form seconds later. At the top right you choose who clicks.
    </p>
    <p class="actions">${link(`${places.dynamics}/`, 'Open the invoices', PRIMARY)}</p>
  </section>
  <section class="card">
    <h2>Log in to the portal</h2>
    <p>An account is ready: it owns the connection of ${places.company}.</p>
    <dl class="facts">
      <dt>E-mail address</dt>
      <dd><code id="demo-email">${places.account.email}</code></dd>
      <dt>Password</dt>
      <dd><code id="demo-password">${places.account.password}</code></dd>
    </dl>
    <p class="actions">${link(`${places.portal}/login`, 'Open the portal', PRIMARY)}</p>
  </section>
  <section class="card">
    <h2>Mails</h2>
    <p>The demo has no mail server. What the portal sends is shown here: links to set a password, invitations, news of trouble.</p>
    <p class="actions">${link('/mails', 'Look into the mailbox', PRIMARY)}</p>
  </section>
`;

const walk = (places: DemoPlaces) => html`
  <section class="card">
    <h2>Connect a second organisation</h2>
    <p>${REEF_RENTALS} has books in Xero and an environment in Dynamics, and nothing connects them yet. The install guide, step by step:</p>
    <ol>
      <li>
        ${link(`${places.portal}/login`, 'Log in')} as above, or ${link(`${places.portal}/register`, 'register')} as somebody else and
        follow the link in the ${link('/mails', 'mailbox')}.
      </li>
      <li>Choose <strong>Create a New Connection</strong>, then <strong>New Dynamics Xero Connector</strong>.</li>
      <li>Choose <strong>Connect to Xero</strong>, tick ${REEF_RENTALS}, and allow access.</li>
      <li>
        Download the solution, and import the file on
        ${link(`${places.second}/tools/Solution/home_solution.aspx`, `the solutions page of ${REEF_RENTALS}`)}.
      </li>
      <li>Choose <strong>Connect to Dynamics</strong>, pick Ada Minchin, who is an administrator, and then ${REEF_RENTALS} in the list.</li>
      <li>Choose a plan and the time zone, then <strong>Create Connection</strong>.</li>
      <li>
        Confirm the mappings in the checklist at the right. Once every tick is green, ${link(`${places.second}/`, 'send an invoice')}.
      </li>
    </ol>
  </section>
  <section class="card">
    <h2>Behind the scenes</h2>
    <ul>
      <li>${link(`${places.portal}/solution.zip`, 'The solution')} that an administrator imports</li>
      <li>${link(`${places.portal}/health/ready`, 'How the relay is')}</li>
      <li>
        What the stand-ins hold: ${link(`${places.dynamics}/_control/state`, 'Dynamics')}, ${link(`${places.xero}/_control/state`, 'Xero')},
        ${link(`${places.entra}/_control/state`, 'Entra ID')}
      </li>
    </ul>
  </section>
`;

/** The page as text. */
export const startPage = (places: DemoPlaces): string =>
  demoPage(
    'The demo of Stellarise Connector',
    html`<p>Dynamics 365, Xero and Entra ID are stand-ins on this machine; the relay and its portal are the real ones.</p>
      <div class="demo-cards">${cards(places)}</div>
      ${walk(places)}`,
  );
