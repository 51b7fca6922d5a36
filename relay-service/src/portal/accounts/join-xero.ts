/** My account and Xero: whether it opens the account, and switching that on and off. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { writeAudit } from '../../store/audit.ts';
import { PageNotFound, accountOf, requireAccount } from '../access.ts';
import { badge, card } from '../components.ts';
import { html } from '../html.ts';
import type { Page } from '../layout.ts';
import type { PortalServices } from '../services.ts';
import { hasPassword } from './change-password.ts';
import { securityMail } from './mails.ts';
import { ownPasswordField } from './password-fields.ts';
import { isJoinedWithXero, leaveXero } from './xero-identity.ts';

/** @param error of the password that was asked for */
export const joinPage = (reply: FastifyReply, joined: boolean, withPassword: boolean, error?: string): Page => ({
  title: 'Log in with Xero',
  active: 'account',
  narrow: true,
  body: html`<h1>Log in with Xero</h1>
    ${
      joined
        ? card(
            'Joined',
            html`<p>You can log in with the button “Log in with Xero”. It says who you are and opens no organisation.</p>
              ${
                withPassword
                  ? html`<form method="post" action="/account/xero/leave">
                      ${reply.formToken()}
                      <p class="actions"><button class="button">Stop logging in with Xero</button> <a href="/account">Back</a></p>
                    </form>`
                  : html`<p class="quiet">
                      To stop it, <a href="/account/password">set a password</a> first, or nothing would open the account.
                    </p>`
              }`,
            { end: badge('success', 'On') },
          )
        : card(
            'Not joined yet',
            html`<p>You log in at Xero once. From then on “Log in with Xero” opens this account; nothing in your books is asked for.</p>
              <form method="post" action="/oauth/xero/sign-in">
                ${reply.formToken()}<input type="hidden" name="purpose" value="join" />
                ${withPassword ? ownPasswordField(error) : ''}
                <p class="actions"><button class="button button-primary">Join with Xero</button> <a href="/account">Not now</a></p>
              </form>`,
            { end: badge('neutral', 'Off') },
          )
    } `,
});

/** Page `/account/xero`. */
export const joinXeroPages = (app: FastifyInstance, services: PortalServices): void => {
  app.get('/account/xero', { preHandler: requireAccount }, async (request, reply) => {
    if (services.config.XERO_CUSTOM_CONNECTION) throw new PageNotFound();
    const { id } = accountOf(request);
    return reply.page(joinPage(reply, await isJoinedWithXero(services, id), await hasPassword(services, id)));
  });
  app.post('/account/xero/leave', { preHandler: requireAccount }, async (request, reply) => {
    const account = accountOf(request);
    if (!(await hasPassword(services, account.id)))
      return reply.message('error', 'Set a password first, or nothing would open the account.').redirect('/account/xero', 303);
    await leaveXero(services, account.id);
    await writeAudit(services.ledger, { actor: account.id, action: 'account.xero-left', subject: account.id });
    services.later('a mail', () =>
      services.mailer.send(securityMail(account, services.config.RELAY_PUBLIC_URL, 'Xero does not open it any more')),
    );
    return reply.message('success', 'Xero does not open this account any more.').redirect('/account/xero', 303);
  });
};
