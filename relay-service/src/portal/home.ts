/** The start page: what this is and where to begin; for whoever is logged in, the connections. */
import type { FastifyInstance } from 'fastify';
import { openDrafts } from '../store/drafts.ts';
import { accountOf, requireAccount } from './access.ts';
import { registrationOpen } from './accounts/registration.ts';
import { connectionList } from './connection/list.ts';
import { emptyState } from './components.ts';
import { html, nothing } from './html.ts';
import type { Page } from './layout.ts';
import type { PortalServices } from './services.ts';
import { setUpThisRelay } from './setup.ts';
import { newConnectionMenu, openSetUps } from './wizard/menu.ts';

const welcome = (registrationOpen: boolean, isOwnRelay: boolean): Page => ({
  title: 'Invoices from Dynamics 365 into Xero',
  body: html`<div class="hero">
      <h1>Invoices from Dynamics 365 into Xero</h1>
      <p class="lead">
        One click on an invoice, and seconds later you see Xero’s number on it. Sent once, never twice, and nothing financial is stored
        here.
      </p>
      <p class="actions">
        ${registrationOpen ? html`<a class="button button-primary" href="/register">${isOwnRelay ? 'Register' : 'Register for the free trial'}</a>` : nothing}
        <a class="button" href="/login">Log in</a>
      </p>
      ${registrationOpen && !isOwnRelay ? html`<p class="quiet">No credit card is asked for.</p>` : nothing}
    </div>
    <h2>How it is set up</h2>
    <ol class="ways">
      <li><strong>Register</strong><span>You get a link by e-mail and set a password.</span></li>
      <li><strong>Connect to Xero</strong><span>You choose the organisation and see what is asked for and why.</span></li>
      <li>
        <strong>Install the solution and connect to Dynamics</strong
        ><span>One zip to import. A checklist shows what is done and what is not.</span>
      </li>
    </ol>
    ${isOwnRelay ? html`<p>Do you run this relay? Once you are logged in, ${setUpThisRelay}.</p>` : nothing}`,
});

/** Pages `/` and `/connections`. */
export const homePages = (app: FastifyInstance, services: PortalServices): void => {
  app.get('/connections', { preHandler: requireAccount }, async (request, reply) => {
    const list = await connectionList(services, accountOf(request).id);
    const drafts = await openDrafts(services.ledger, accountOf(request).id);
    const newConnection = newConnectionMenu(reply.formToken());
    return reply.page({
      title: 'Connections',
      active: 'connections',
      body: html`<div class="page-head">
          <h1>Connections</h1>
          ${list === null ? nothing : newConnection}
        </div>
        ${openSetUps(drafts)}
        ${
          list ??
          emptyState(
            'No connection yet',
            html`A connection joins one Dynamics 365 environment and one Xero organisation. Setting it up takes about ten minutes; you can
            stop at any step and go on another
            day.${services.config.RELAY_SINGLE_TENANT ? html` Do you run this relay? First ${setUpThisRelay}.` : nothing}`,
            newConnection,
          )
        }`,
    });
  });
  app.get('/', async (request, reply) =>
    request.account
      ? reply.redirect('/connections', 303)
      : reply.page(welcome(await registrationOpen(services), services.config.RELAY_SINGLE_TENANT)),
  );
};
