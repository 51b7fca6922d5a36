/** My account: who I am here, and the ways to what protects it. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { accountOf, requireAccount } from '../access.ts';
import { badge, card, field } from '../components.ts';
import { textOf } from '../forms.ts';
import { html, nothing } from '../html.ts';
import type { Page } from '../layout.ts';
import type { PortalServices } from '../services.ts';
import type { Account } from './account.ts';
import { NAME_MOST } from './rules.ts';

const accountPage = (
  services: PortalServices,
  reply: FastifyReply,
  account: Account,
  entered: { name: string; company: string },
  error?: string,
): Page => ({
  title: 'Account',
  active: 'account',
  body: html`<h1>Account</h1>
    ${card(
      'About you',
      html`<form method="post" action="/account">
        ${reply.formToken()}
        ${field({ name: 'name', label: 'Your name', value: entered.name, error, hint: 'Colleagues see it beside what you did.', autocomplete: 'name', maxLength: NAME_MOST })}
        ${field({ name: 'company', label: 'Company', value: entered.company, required: false, autocomplete: 'organization', maxLength: NAME_MOST })}
        <p class="hint field">E-mail address: ${account.email}</p>
        <p class="actions"><button class="button button-primary">Save</button></p>
      </form>`,
    )}
    ${card(
      'Password',
      html`<p>Change it when somebody else may know it.</p>
        <p class="actions"><a class="button" href="/account/password">Change the password</a></p>`,
    )}
    ${card(
      'Second step when logging in',
      html`<p>A code from an app on your phone, beside the password. With it, a stolen password alone opens nothing.</p>
        <p class="actions">
          <a class="button" href="/account/two-factor">${account.twoFactor ? 'Manage the second step' : 'Switch the second step on'}</a>
        </p>`,
      { end: account.twoFactor ? badge('success', 'On') : badge('neutral', 'Off') },
    )}
    ${
      services.config.XERO_CUSTOM_CONNECTION
        ? nothing
        : card(
            'Log in with Xero',
            html`<p>Opens the account with your login at Xero, beside or instead of a password.</p>
              <p class="actions"><a class="button" href="/account/xero">Manage logging in with Xero</a></p>`,
          )
    }
    ${card(
      'Where you are logged in',
      html`<p>See every browser that is logged in, and log out those that you do not know.</p>
        <p class="actions"><a class="button" href="/account/sessions">Show the sessions</a></p>`,
    )}
    ${
      services.config.RELAY_SINGLE_TENANT
        ? card(
            'This relay',
            html`<p>Do you run it? What to enter at Xero and Microsoft, why, and whether each value works.</p>
              <p class="actions"><a class="button" href="/setup">Set up this relay</a></p>`,
          )
        : nothing
    }
    ${card(
      'Delete the account',
      html`<p>Removes your account from here. Documents in Xero and invoices in Dynamics stay as they are.</p>
        <p class="actions"><a class="button" href="/account/delete">Delete the account</a></p>`,
    )}`,
});

/** Page `/account`. */
export const settingsPages = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger } = services;
  app.get('/account', { preHandler: requireAccount }, (request, reply) => {
    const account = accountOf(request);
    return reply.page(accountPage(services, reply, account, { name: account.name, company: account.company ?? '' }));
  });
  app.post('/account', { preHandler: requireAccount }, async (request, reply) => {
    const account = accountOf(request);
    const entered = { name: textOf(request, 'name', NAME_MOST), company: textOf(request, 'company', NAME_MOST) };
    if (entered.name === '')
      return reply.page(accountPage(services, reply, account, entered, 'Enter your name, as colleagues will see it.'), 422);
    await ledger.db.updateTable('accounts').set(entered).where('id', '=', account.id).execute();
    return reply.message('success', 'Saved.').redirect('/account', 303);
  });
};
